"""People in the admin: one role each, never without an admin, and nobody is lost who has decided."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corroboration import roles
from corroboration.roles import Role
from tests.factories import make_claim, make_decision, make_grading
from tests.people import make_admin, make_checker, make_reader

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:auth_user_changelist"), reverse("admin:auth_user_add")
LAST = "This is the last active admin: make somebody else an admin first."
PASSWORD = "correct horse battery staple"


def page_of(person: User, page: str = "change") -> str:
    return reverse(f"admin:auth_user_{page}", args=[person.pk])


@pytest.fixture
def boss(db) -> User:
    return make_admin("boss")


@pytest.fixture
def client(boss) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def errors(response) -> dict:
    return response.context["adminform"].form.errors


def save(client, person: User, role: Role, *, active: bool = True, name: str = ""):
    data = {"username": name or person.username, "role": role.value} | ({"is_active": "on"} if active else {})
    return client.post(page_of(person), data)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


# --- adding ---


@pytest.mark.parametrize("role", Role)
def test_a_person_is_added_with_a_name_a_role_and_a_password(client, role):
    data = {"username": "vera", "role": role.value, "usable_password": "true"}
    answer = client.post(ADD, data | {"password1": PASSWORD, "password2": PASSWORD})
    vera = User.objects.get(username="vera")
    assert answer.status_code == 302
    assert roles.role_of(vera) == role
    assert vera.is_staff == (role == Role.ADMIN) and not vera.is_superuser
    assert Client().login(username="vera", password=PASSWORD)


def test_a_person_may_be_added_without_a_password(client):
    client.post(ADD, {"username": "vera", "role": "reader", "usable_password": "false"})
    assert not User.objects.get(username="vera").has_usable_password()


def test_whoever_is_added_needs_a_role(client):
    answer = client.post(ADD, {"username": "vera", "usable_password": "false"})
    assert errors(answer) == {"role": ["This field is required."]}


def test_the_form_says_what_each_role_may_do_and_asks_for_nothing_else(client):
    page = client.get(ADD).content.decode()
    assert all(role.meaning in page for role in Role)
    for maze in ("user_permissions", "is_superuser", "is_staff", "first_name", "edit more user options"):
        assert maze not in page
        assert maze not in client.get(page_of(make_reader())).content.decode()


# --- changing ---


def test_a_role_is_changed(client):
    vera = make_reader("vera")
    assert save(client, vera, Role.FACT_CHECKER).status_code == 302
    assert roles.may_decide(fresh(vera))
    save(client, vera, Role.READER)
    assert not roles.may_decide(fresh(vera))


def test_whoever_is_set_inactive_is_logged_out(client):
    vera = make_checker("vera")
    desk = Client()
    desk.force_login(vera)
    save(client, vera, Role.FACT_CHECKER, active=False)
    assert desk.get("/decisions/", follow=True).wsgi_request.user.is_anonymous
    assert roles.role_of(fresh(vera)) == Role.FACT_CHECKER


def test_the_last_active_admin_stays_one(client, boss):
    make_admin("gone", is_active=False)
    assert errors(save(client, boss, Role.READER)) == {"role": [LAST]}
    assert errors(save(client, boss, Role.ADMIN, active=False)) == {"is_active": [LAST]}
    answer = client.post(page_of(boss, "delete"), {"post": "yes"}, follow=True)
    assert LAST in answer.content.decode()
    boss = fresh(boss)
    assert boss.is_active and boss.is_staff and roles.role_of(boss) == Role.ADMIN


@pytest.mark.django_db(transaction=True)
def test_it_holds_the_admins_while_it_asks_for_the_last(client, boss):
    """Rows are held in a transaction only: without the one around each test, the page must open its own."""
    assert LAST in client.get(page_of(boss, "delete"), follow=True).content.decode()
    assert errors(save(client, boss, Role.READER)) == {"role": [LAST]}


def test_one_of_two_admins_may_go(client, boss):
    make_admin("other")
    assert save(client, boss, Role.FACT_CHECKER).status_code == 302
    assert roles.role_of(fresh(boss)) == Role.FACT_CHECKER
    assert client.get(LIST).status_code == 403


def test_a_superuser_is_an_admin_whom_only_a_superuser_changes(client, boss):
    root = make_admin("root", is_superuser=True)
    assert save(client, root, Role.READER).status_code == 403
    assert client.post(page_of(root, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(page_of(root)).status_code == 200  # to look at
    assert client.get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code == 403
    client.force_login(make_admin("toor", is_superuser=True))
    assert save(client, root, Role.ADMIN).status_code == 302
    assert fresh(root).is_superuser, "an admin who was a superuser stays one"
    assert save(client, root, Role.READER).status_code == 302
    assert not fresh(root).is_superuser


# --- deleting ---


def test_whoever_has_decided_is_kept_and_said_to_be(client):
    vera = make_checker("vera")
    make_decision([make_claim(), make_claim()], by=vera)
    make_decision([make_claim(), make_claim()], by=vera)
    make_grading(by=vera)
    answer = client.post(page_of(vera, "delete"), {"post": "yes"}, follow=True)
    words = answer.content.decode()
    assert answer.redirect_chain[-1][0] == page_of(vera)
    assert "This person can’t be deleted" in words and "2 decisions" in words and "1 grading" in words
    assert "Take the tick from “Active” instead" in words
    assert User.objects.filter(pk=vera.pk).exists()


def test_whoever_has_decided_nothing_may_be_deleted(client):
    vera = make_checker("vera")
    assert "Are you sure" in client.get(page_of(vera, "delete")).content.decode()
    client.post(page_of(vera, "delete"), {"post": "yes"})
    assert not User.objects.filter(pk=vera.pk).exists()


def test_nobody_is_deleted_by_the_dozen(client):
    vera = make_reader("vera")
    client.post(LIST, {"action": "delete_selected", "_selected_action": [vera.pk], "post": "yes"})
    assert User.objects.filter(pk=vera.pk).exists()


# --- the list ---


def test_the_list_says_role_last_login_and_decisions(client):
    vera = make_checker("vera")
    make_decision([make_claim(), make_claim()], by=vera)
    page = client.get(LIST).content.decode()
    assert "fact-checker" in page and '<a href="/decisions/?by=vera">1</a>' in page


@pytest.mark.parametrize(
    ("role", "names"), [("reader", {"ann"}), ("fact-checker", {"vera"}), ("admin", {"boss", "root"}), ("x", None)]
)
def test_the_list_is_filtered_by_role(client, role, names):
    make_reader("ann")
    make_checker("vera")
    User.objects.create(username="root", is_superuser=True)
    shown = {person.username for person in client.get(LIST, {"role": role}).context["cl"].result_list}
    assert shown == (names or {"ann", "vera", "boss", "root"})


def test_the_list_asks_the_same_questions_for_many_as_for_few(client, django_assert_num_queries):
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(5):
        make_decision([make_claim(), make_claim()], by=make_checker(f"checker{number}"))
    with django_assert_num_queries(len(few)):
        client.get(LIST)
