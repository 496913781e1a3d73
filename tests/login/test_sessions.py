"""How long a login lasts, what ends it, and where one is logged in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from corroboration.login import sessions
from corroboration.login.models import SignIn
from tests.factories import PASSWORD, make_user
from tests.login.conftest import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Moves the clock that sessions are measured by."""

    def by(**much):
        then = timezone.now() + timedelta(**much)
        monkeypatch.setattr("django.utils.timezone.now", lambda: then)

    return by


def is_in(client) -> bool:
    return client.get("/glossary/").status_code == 200


def test_a_login_has_a_new_id(client, vera):
    before = client.session  # makes one, as somebody might have who waits for this login
    before["mine"] = True
    before.save()
    log_in(client)
    assert client.session.session_key != before.session_key
    assert not Session.objects.filter(session_key=before.session_key).exists()


def test_it_ends_where_nothing_is_asked_for_and_not_before(client, vera, later):
    log_in(client)
    later(minutes=119)
    assert is_in(client)
    later(minutes=119)
    assert is_in(client), "the first visit counted"
    later(minutes=121)
    assert not is_in(client)
    assert not SignIn.objects.exists() and not Session.objects.exists()


def test_what_an_open_page_asks_for_by_itself_is_no_visit(client, vera, later):
    log_in(client)
    later(minutes=119)
    assert client.get("/progress/").status_code == 200
    later(minutes=2)
    assert not is_in(client)


def test_it_ends_after_a_day_of_work_whatever_is_asked_for(client, vera, later):
    log_in(client)
    for _ in range(11):
        later(minutes=60)
        assert is_in(client)
    later(minutes=61)
    assert not is_in(client)


def test_a_visit_is_noted_every_five_minutes_at_most(client, vera, later, django_assert_num_queries):
    log_in(client)
    seen = SignIn.objects.get().seen_at
    is_in(client)
    assert SignIn.objects.get().seen_at == seen
    later(minutes=6)
    is_in(client)
    assert SignIn.objects.get().seen_at > seen


def test_who_changes_the_password_is_logged_out_elsewhere_and_stays_here(client, vera):
    other = Client()
    log_in(client), log_in(other)
    new = {"new_password1": "battery staple horse", "new_password2": "battery staple horse"}
    assert client.post("/password/", new | {"old_password": PASSWORD}).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)
    assert [each.session_key for each in sessions.of(vera, now=timezone.now())] == [client.session.session_key]


def test_one_sees_where_one_is_logged_in_and_ends_it(client, vera):
    other = Client(headers={"User-Agent": "Navigator <b>4"})
    log_in(client), log_in(other, REMOTE_ADDR="192.0.2.7")
    page = client.get("/sessions/").content.decode()
    assert "Navigator &lt;b&gt;4" in page and "192.0.2.7" in page and "<strong>here</strong>" in page
    key = SignIn.objects.get(session_key=other.session.session_key).pk
    assert client.post(f"/sessions/{key}/end/").status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)


def test_one_ends_all_others_at_once(client, vera):
    others = [Client(), Client()]
    for each in (client, *others):
        log_in(each)
    assert "2 other places" in client.post("/sessions/others/end/", follow=True).content.decode()
    assert [is_in(each) for each in (client, *others)] == [True, False, False]


def test_ending_takes_a_password_of_the_last_minutes(client, vera, later):
    other = Client()
    log_in(client), log_in(other)
    key = SignIn.objects.get(session_key=other.session.session_key).pk
    later(minutes=11)
    asked = client.post(f"/sessions/{key}/end/", headers={"Referer": "http://testserver/sessions/"})
    assert asked["Location"] == "/confirm/?next=%2Fsessions%2F"
    assert is_in(other)


def test_nobody_ends_the_session_of_another(client, vera):
    make_user("paul")
    other = Client()
    log_in(client), log_in(other, "paul")
    key = SignIn.objects.get(user__username="paul").pk
    assert client.post(f"/sessions/{key}/end/").status_code == 404
    assert is_in(other)


def test_who_logs_out_is_listed_no_more(client, vera):
    log_in(client)
    client.post("/logout/")
    assert not SignIn.objects.exists() and not Session.objects.exists()
