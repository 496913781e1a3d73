"""An admin logs somebody out everywhere, with their tokens or without, and both leave an event."""

from datetime import timedelta

import pytest
from django.test import Client
from knox.models import AuthToken

from corroboration.audit import recording
from corroboration.audit.models import AuditEvent
from corroboration.roles import Role
from corroboration.tokens import keeping
from tests.factories import PASSWORD, make_user
from tests.people import make_admin, make_reader

pytestmark = pytest.mark.django_db


def logged_in(name: str) -> Client:
    client = Client()
    client.post("/login/", {"username": name, "password": PASSWORD})
    return client


def token_of(person) -> dict:
    secret = keeping.make(person, name="x", role=Role.READER, lasts=timedelta(days=1))[1]
    return {"Authorization": f"Token {secret}"}


@pytest.fixture(autouse=True)
def closed(settings):
    settings.PUBLIC_READ = False


@pytest.fixture
def vera(db):
    return make_user("vera")


@pytest.fixture
def boss(db) -> Client:
    root = make_admin("boss")
    root.set_password(PASSWORD)
    root.save()
    return logged_in("boss")


def pages_of(person) -> tuple[str, str]:
    return f"/admin/auth/user/{person.pk}/change/", f"/admin/auth/user/{person.pk}/sessions/"


@pytest.mark.parametrize(("tokens", "status"), [("stay", 200), ("revoke", 401)])
def test_all_sessions_of_a_person_end_and_tokens_as_chosen(boss, vera, tokens, status):
    make_user("paul")
    here, there, other = logged_in("vera"), logged_in("vera"), logged_in("paul")
    program = token_of(vera)
    change, sessions = pages_of(vera)
    assert f'2; <a href="{sessions}">end all</a>' in boss.get(change).content.decode()
    page = boss.get(sessions).content.decode()
    assert "logged in in 2 places" in page and "has 1 token," in page
    assert boss.post(sessions, {"tokens": tokens})["Location"] == change
    assert [client.get("/").status_code for client in (here, there, other)] == [302, 302, 200]
    assert Client().get("/api/v1/claims/", headers=program).status_code == status
    assert boss.get("/").status_code == 200


def test_looking_at_the_page_ends_nothing(boss, vera):
    here = logged_in("vera")
    boss.get(pages_of(vera)[1])
    assert here.get("/").status_code == 200


def test_it_takes_a_password_of_the_last_minutes_and_reaches_no_superuser(boss, vera):
    root = make_admin("root", is_superuser=True)
    token_of(root)
    assert boss.post(pages_of(root)[1], {"tokens": "revoke"}).status_code == 403
    assert AuthToken.objects.filter(user=root).exists()
    late = Client()
    late.force_login(make_admin("late"))
    here = logged_in("vera")
    assert late.post(pages_of(vera)[1], {"tokens": "stay"})["Location"].startswith("/confirm/")
    reader = Client()
    reader.force_login(make_reader("ann"))
    assert reader.post(pages_of(vera)[1]).status_code == 403
    assert here.get("/").status_code == 200


def test_it_leaves_an_event_that_says_how_many(boss, vera, monkeypatch):
    kept = []
    monkeypatch.setattr(recording, "store", lambda make: kept.append(make()))
    logged_in("vera")
    token_of(vera)
    boss.post(pages_of(vera)[1], {"tokens": "revoke"})
    event = kept[-1]
    assert (event.kind, event.name, event.target) == (AuditEvent.Kind.ACCOUNT, "boss", str(vera.pk))
    assert event.detail == "all sessions ended by an admin: 1; tokens revoked: 1"
