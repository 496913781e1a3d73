"""What an event says, what it never says, and that it stays."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from corroboration.audit import commands, keeping, recording
from corroboration.audit.models import AuditEvent, Refused
from corroboration.roles import Role
from corroboration.tokens import keeping as tokens
from tests.factories import PASSWORD, make_user
from tests.login.conftest import app_shows, give_factor, log_in
from tests.people import make_admin, make_checker, make_reader
from tests.world import make_world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def event(at=None, **said) -> AuditEvent:
    return AuditEvent.objects.create(at=at or timezone.now(), kind="write", route="act", **said)


def last() -> AuditEvent:
    return AuditEvent.objects.latest("pk")


def test_it_says_who_when_from_where_what_and_how_it_ended(client, settings):
    settings.TRUSTED_PROXIES = 1
    world, checker = make_world(), make_checker("vera")
    client.force_login(checker)
    before = timezone.now()
    client.post(f"/clusters/{world.cluster.public_id}/act/note/", {}, headers={"X-Forwarded-For": "2001:db8::7"})
    said = last()
    assert (said.name, said.person, said.role, said.address) == ("vera", checker.pk, "fact-checker", "2001:db8::7")
    assert (said.kind, said.method, said.route, said.status) == ("write", "POST", "act", 400)
    assert said.target == f"{world.cluster.public_id} note"
    assert before <= said.at <= timezone.now()


def test_it_says_which_token_and_its_role(client):
    checker = make_checker("vera")
    token, secret = tokens.make(checker, name="ours", role=Role.READER, lasts=timedelta(days=1))
    client.post(
        "/api/v1/articles/", "{}", content_type="application/json", headers={"Authorization": f"Token {secret}"}
    )
    said = last()
    assert (said.name, said.token, said.role, said.status) == ("vera", token.token_key, "reader", 403)


def test_reads_leave_none(client):
    client.force_login(make_reader())
    client.get("/clusters/")
    client.head("/sources/")
    assert not AuditEvent.objects.exists()


def test_an_address_that_is_nobodys_and_a_missing_csrf_token():
    client = Client(enforce_csrf_checks=True)
    client.post("/nothing/at/all/")
    assert not AuditEvent.objects.exists(), "nothing was asked for"
    client.post("/login/", {"username": "vera", "password": "no"})
    assert (last().route, last().status) == ("login", 403)


def test_logins_and_their_failures(client):
    vera = make_user("vera")
    log_in(client, password="no")
    assert (last().kind, last().name, last().detail) == ("login-failed", "vera", "wrong name or password")
    log_in(client)
    assert (last().kind, last().person, last().status) == ("login", vera.pk, 302)
    client.post("/logout/")
    assert (last().kind, last().name) == ("logout", "vera")
    secret, _ = give_factor(vera)
    log_in(client)
    assert last().detail == "password right, second factor asked for"
    client.post("/login/code/", {"code": "000000"})
    assert (last().kind, last().name) == ("login-failed", "vera")
    client.post("/login/code/", {"code": app_shows(secret)})
    assert (last().kind, last().detail) == ("login", "with second factor: code")


def test_changes_of_roles_passwords_factors_and_tokens(client):
    vera = make_reader("vera")
    client.force_login(make_admin("root"))
    client.post(f"/admin/auth/user/{vera.pk}/change/", {"username": "vera", "role": "fact-checker", "is_active": "on"})
    assert (last().kind, last().target) == ("account", str(vera.pk))
    assert last().detail == "role: reader -> fact-checker; active"
    client.post("/tokens/", {"name": "mine", "role": "reader", "days": "7"})
    assert (last().detail, last().target) == ("token made: reader", AuthToken.objects.get().token_key)
    client.post(f"/tokens/{AuthToken.objects.get().token_key}/revoke/")
    assert last().detail == "token revoked"


def test_no_event_holds_a_secret_or_a_text(client):
    """All that people write into forms here, looked for in all columns of all events."""
    make_user("vera", is_superuser=True, is_staff=True)
    world = make_world()
    secrets = ["Typed-In-The-Wrong-Field", "a-wrong-password", PASSWORD, "Words of an article", "A private note"]
    log_in(client, name=secrets[0])
    log_in(client, password=secrets[1])
    log_in(client)
    article = {"external_id": "9", "outlet": "morning-herald", "published_at": "2017-02-12", "text": secrets[3]}
    client.post("/extract/", article)
    client.post("/api/v1/articles/", json.dumps(article), content_type="application/json")
    client.post(f"/clusters/{world.cluster.public_id}/act/note/", {"reason": secrets[4]})
    basic = b64encode(f"vera:{PASSWORD}".encode()).decode()
    made = Client().post("/api/v1/auth/token/", headers={"Authorization": f"Basic {basic}"}).json()["token"]
    told = json.dumps(list(AuditEvent.objects.values()), default=str)
    assert AuditEvent.objects.count() == 7
    assert [each for each in (*secrets, basic, made) if each in told] == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_model_refuses_to_change_it(change):
    event()
    with pytest.raises(Refused):
        getattr(AuditEvent.objects.all(), change)()
    with pytest.raises(Refused):
        AuditEvent.objects.get().delete()


@pytest.mark.parametrize("sql", ["UPDATE {} SET name = 'other'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_it(sql):
    event()
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        connection.cursor().execute(sql.format("corroboration_auditevent"))
    kept = AuditEvent.objects.get()
    kept.name = "other"
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        kept.save()


def test_only_what_is_old_enough_is_forgotten(settings):
    now = timezone.now()
    for days in (10, 100, 900):
        event(at=now - timedelta(days=days), detail=str(days))
    assert keeping.forget(now=now) == 1
    settings.AUDIT_DAYS = 95
    assert keeping.forget(now=now) == 1
    settings.AUDIT_DAYS = 5  # no setting gets past the database
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        keeping.forget(now=now)
    assert AuditEvent.objects.get().detail == "10"


def test_it_is_exported_by_the_command_line_alone(client, capsys):
    event(at=NOW, name="=vera", target="x")
    event(at=NOW + timedelta(days=1))
    call_command("export", "audit", as_of=NOW.date())
    line = json.loads(capsys.readouterr().out)
    assert (line["at"], line["name"], list(line)) == ("2026-05-01T12:00:00Z", "=vera", list(keeping.COLUMNS))
    call_command("export", "audit", format="csv")
    assert "'=vera" in capsys.readouterr().out
    client.force_login(make_admin())
    assert client.get("/api/v1/exports/audit/").status_code == 404


def test_the_admin_shows_and_searches_it(client):
    event(name="vera", status=200)
    event(name="paul", status=403)
    client.force_login(make_admin())
    page = client.get("/admin/corroboration/auditevent/?q=vera").content.decode()
    assert ">vera<" in page and ">paul<" not in page
    page = client.get("/admin/corroboration/auditevent/?outcome=refused").content.decode()
    assert ">paul<" in page and ">vera<" not in page


@pytest.mark.parametrize("kind", [DatabaseError, InterfaceError])
def test_a_database_that_cannot_keep_it_is_said_in_the_log(caplog, kind):
    def fails():
        raise kind("disk full")

    recording.store(fails)
    assert "An event of the audit is lost: disk full" in caplog.text


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["manage.py", "digest"], None),
        (["manage.py", "export_opml", "--output=x"], None),
        (["manage.py", "reset_second_factor", "vera", "--traceback"], (0, "--traceback")),
        (["manage.py", "reset_second_factor", "nobody"], (1, "")),
    ],
)
def test_commands_that_write_leave_one_with_the_names_of_their_options(argv, said, monkeypatch):
    def run(given):
        if "nobody" in given:
            raise SystemExit(1)

    monkeypatch.setattr(commands, "execute_from_command_line", run)
    monkeypatch.setattr(commands, "caller", lambda: "root on here")
    try:
        commands.run(argv)
    except SystemExit:
        assert said[0] == 1
    found = [(each.status, each.detail) for each in AuditEvent.objects.filter(kind="command", route=argv[1])]
    assert found == ([(said[0], f"root on here; {said[1]}".rstrip("; "))] if said else [])
