"""The login: everybody is sent there who may not see what was asked for, and comes back to where he was going."""

from base64 import b64encode

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_decision, make_user
from tests.people import make_checker, make_reader
from tests.world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def closed(settings):
    settings.PUBLIC_READ = False


def undo_of_something() -> str:
    decision = make_decision(make_world().claims[:2])
    return f"/decisions/{decision.public_id}/undo/"


def test_after_the_login_one_is_where_one_was_going(client):
    make_user("vera")
    page = client.get("/sources/?kind=agency", follow=True)
    assert page.redirect_chain == [("/login/?next=/sources/%3Fkind%3Dagency", 302)]
    assert "Log in to go on to the page you asked for." in page.content.decode()
    there = client.post("/login/", {"username": "vera", "password": PASSWORD, "next": page.context["next"]})
    assert there["Location"] == "/sources/?kind=agency"


def test_the_login_shows_no_way_to_what_is_closed(client):
    page = client.get("/", follow=True).content.decode()
    assert "Log in" in page
    assert "you asked for" not in page, "the desk is where a login leads anyway"
    for closed in ('href="/clusters/"', 'href="/sources/"', 'href="/glossary/"', 'role="search"', "/api/v1/docs/"):
        assert closed not in page


def test_who_logs_out_is_shown_the_login_and_not_told_to_go_on(client):
    client.force_login(make_reader())
    page = client.post("/logout/", follow=True)
    assert page.redirect_chain == [("/login/", 302)]
    assert "you asked for" not in page.content.decode()


def test_an_open_page_leads_to_the_login_and_back(client, settings):
    settings.PUBLIC_READ = True
    assert 'href="/login/?next=/sources/%3Fkind%3Dagency"' in client.get("/sources/?kind=agency").content.decode()


def test_a_form_of_somebody_who_has_logged_out_leads_back_to_its_page(client):
    sent = client.post(undo_of_something(), headers={"Referer": "http://testserver/decisions/?kind=note"})
    assert (sent.status_code, sent["Location"]) == (302, "/login/?next=/decisions/%3Fkind%3Dnote")


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/clusters/", "javascript:alert(1)", "http://["])
def test_a_form_from_nowhere_leads_to_the_login_alone(client, referer):
    assert client.post(undo_of_something(), headers={"Referer": referer})["Location"] == "/login/"


def test_a_part_of_a_page_is_not_replaced_by_the_login(client):
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/clusters/?page=2"}
    answer = client.get("/progress/", headers=part)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["HX-Redirect"] == "/login/?next=/clusters/%3Fpage%3D2"
    answer = client.post(undo_of_something(), headers=part)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/login/?next=/clusters/%3Fpage%3D2")


def test_a_part_of_a_page_of_another_site_leads_to_the_login_alone(client):
    part = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/"}
    assert client.get("/progress/", headers=part)["HX-Redirect"] == "/login/"


def test_a_reader_is_told_which_role_it_takes(client):
    client.force_login(make_reader("vera"))
    page = client.post(undo_of_something())
    words = page.content.decode()
    assert page.status_code == 403
    assert "<strong>fact-checker</strong>" in words and "<strong>reader</strong>" in words and "vera" in words


def test_a_part_of_a_page_says_it_in_a_sentence(client):
    client.force_login(make_reader())
    answer = client.post(undo_of_something(), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert answer.content == b"This takes the role fact-checker."


def test_a_fact_checker_is_told_that_the_admin_site_takes_an_admin(client):
    client.force_login(make_checker())
    for path in ("/admin/", "/admin/login/?next=/admin/claims/article/", "/admin/claims/article/"):
        page = client.get(path, follow=True)
        assert page.status_code == 403
        assert "<strong>admin</strong>" in page.content.decode()


def test_the_admin_site_has_no_login_of_its_own(client):
    assert client.get("/admin/claims/article/")["Location"] == "/login/?next=/admin/claims/article/"
    assert client.get("/admin/login/?next=/admin/claims/article/")["Location"] == "/login/?next=/admin/claims/article/"
    assert client.get("/admin/login/")["Location"] == "/login/?next=/admin/"


def test_who_is_set_inactive_is_out_at_once(client):
    vera = make_reader()
    client.force_login(vera)
    assert client.get("/").status_code == 200
    vera.is_active = False
    vera.save()
    assert client.get("/")["Location"] == "/login/?next=/"


def test_everybody_changes_his_own_password(client):
    client.force_login(make_user("vera"))
    new = {"new_password1": "battery staple horse", "new_password2": "battery staple horse"}
    refused = client.post("/password/", new | {"old_password": "another"})
    assert "Your old password was entered incorrectly" in refused.content.decode()
    page = client.post("/password/", new | {"old_password": PASSWORD}, follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert "Your password is changed." in page.content.decode()
    assert Client().login(username="vera", password="battery staple horse")


def test_nobody_anonymous_has_a_password_to_change(client, settings):
    settings.PUBLIC_READ = True
    assert client.get("/password/")["Location"] == "/login/?next=/password/"


def test_the_schema_is_refused_like_everything_else_of_the_api(client):
    refused = client.get("/api/v1/schema/")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    assert refused.json()["title"] == "Unauthorized"


def test_the_api_takes_a_token_for_reading():
    make_world()
    make_user("importer")
    client = Client()
    refused = client.get("/api/v1/sources/morning-herald/")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    assert refused.json()["instance"] == "/api/v1/sources/morning-herald/"
    named = "Basic " + b64encode(f"importer:{PASSWORD}".encode()).decode()
    token = client.post("/api/v1/auth/token/", headers={"Authorization": named}).json()["token"]
    granted = client.get("/api/v1/sources/morning-herald/", headers={"Authorization": f"Token {token}"})
    assert granted.status_code == 200


def test_a_page_asks_at_most_once_whether_its_reader_may_decide(client, django_assert_max_num_queries):
    """Of somebody anonymous nothing is asked; of others session, person, right; and the page asks for the grading."""
    with django_assert_max_num_queries(0):
        client.get("/login/")
    client.force_login(make_reader())
    with django_assert_max_num_queries(4) as asked:
        client.get("/glossary/")
    assert sum("permission" in query["sql"] for query in asked.captured_queries) <= 1
