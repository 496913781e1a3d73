"""A password that an admin typed is changed by its owner before anything else; one's own never has to be."""

from base64 import b64encode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from corroboration.login.models import GivenPassword
from tests.factories import PASSWORD, make_user
from tests.login.conftest import app_shows, give_factor, log_in
from tests.people import make_admin

pytestmark = pytest.mark.django_db
TYPED, OWN = "a password that was typed", "one that nobody else has seen"
ADD = "/admin/auth/user/add/"


@pytest.fixture
def boss(db) -> Client:
    client = Client()
    client.force_login(make_admin("boss"))
    return client


def give(boss, person: User, password: str = TYPED):
    form = {"usable_password": "true", "set-password": "x", "password1": password, "password2": password}
    return boss.post(f"/admin/auth/user/{person.pk}/password/", form)


def change(client, to: str = OWN, old: str = TYPED):
    return client.post("/password/", {"old_password": old, "new_password1": to, "new_password2": to})


def token_status(password: str) -> tuple[int, str]:
    named = "Basic " + b64encode(f"vera:{password}".encode()).decode()
    answer = Client().post("/api/v1/auth/token/", headers={"Authorization": named})
    return answer.status_code, answer.json().get("detail", "")


def test_who_was_added_chooses_a_password_before_anything_else(boss, client):
    form = {"username": "vera", "role": "reader", "usable_password": "true", "password1": TYPED, "password2": TYPED}
    assert boss.post(ADD, form).status_code == 302
    log_in(client, password=TYPED)
    for path in ("/", "/tokens/", "/sessions/", "/second-factor/", "/confirm/", "/admin/", "/nowhere/else/"):
        assert client.get(path).status_code in {302, 404}
        assert client.get(path).get("Location", "/password/") == "/password/"
    assert client.post("/tokens/", {"name": "x"})["Location"] == "/password/"
    assert client.get("/api/v1/claims/").status_code == 403
    assert "An admin typed your password" in client.get("/password/").content.decode()
    assert change(client)["Location"] == "/"
    assert client.get("/glossary/").status_code == 200
    again = Client()
    log_in(again, password=OWN)
    assert again.get("/glossary/").status_code == 200 and not GivenPassword.objects.exists()


def test_the_typed_one_is_no_new_one(boss, client, vera):
    give(boss, vera)
    log_in(client, password=TYPED)
    refused = change(client, to=TYPED)
    assert "This is the old one" in refused.content.decode()
    assert client.get("/")["Location"] == "/password/"


def test_a_new_one_by_an_admin_counts_as_a_first(boss, client, vera):
    log_in(client)
    assert client.get("/glossary/").status_code == 200
    assert give(boss, vera).status_code == 302
    assert client.get("/glossary/")["Location"].startswith("/login/"), "and ends what was begun with the old one"
    log_in(client, password=TYPED)
    assert client.get("/glossary/")["Location"] == "/password/"


def test_it_gets_a_program_no_token(boss, vera):
    give(boss, vera)
    status, words = token_status(TYPED)
    assert status == 401 and "An admin typed this password" in words
    assert "admin" not in token_status("wrong")[1], "who doesn't know it isn't told"
    client = Client()
    log_in(client, password=TYPED)
    change(client)
    assert token_status(OWN)[0] == 200


def test_it_comes_after_a_second_factor_and_before_one_is_demanded(boss, client, vera, settings):
    settings.MFA_REQUIRED_ROLES = ["reader"]
    give(boss, vera)
    log_in(client, password=TYPED)
    assert client.get("/")["Location"] == "/password/"
    change(client)
    assert client.get("/")["Location"] == "/second-factor/"
    secret, _ = give_factor(vera)
    other = Client()
    give(boss, vera)
    log_in(other, password=TYPED)
    assert other.get("/password/")["Location"].startswith("/login/"), "nobody is in after the password alone"
    other.post("/login/code/", {"code": app_shows(secret)})
    assert other.get("/")["Location"] == "/password/"


def test_ones_own_is_ones_own(boss, client, vera):
    """An admin's own password is changed where everybody's is; who was added without one has none to change."""
    root = User.objects.get(username="boss")
    assert boss.get(f"/admin/auth/user/{root.pk}/password/")["Location"] == "/password/"
    assert give(boss, root)["Location"] == "/password/"
    boss.post(ADD, {"username": "paul", "role": "reader", "usable_password": "false"})
    log_in(client)
    change(client, old=PASSWORD)
    make_user("other")
    assert not GivenPassword.objects.exists()


def test_who_logged_out_halfway_is_asked_again(boss, client, vera):
    give(boss, vera)
    log_in(client, password=TYPED)
    client.post("/logout/")
    log_in(client, password=TYPED)
    assert client.get("/")["Location"] == "/password/"
