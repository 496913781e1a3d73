"""A restore takes back what was worked out and decided since, and neither who wrote what nor what was taken down."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.models import Article
from corroboration import gathering, takedown
from corroboration.backups import postgres, sqlite
from corroboration.models import AuditEvent, Takedown, Tombstone
from tests.people import make_admin, make_checker
from tests.pipeline.articles import TALES, take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
on_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL locks the tables from the first moment on")
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path) -> str:
    return str(tmp_path / "kept.backup")


def event(route: str, number: int | None = None, **more) -> AuditEvent:
    return AuditEvent.objects.create(pk=number, at=DAY, kind=AuditEvent.Kind.WRITE, route=route, **more)


def events() -> list[tuple]:
    return list(AuditEvent.objects.order_by("pk").values_list())


def restore(path: str) -> None:
    call_command("restore", path, "--replace")


@contextmanager
def a_new_machine(tmp_path) -> Iterator[None]:
    """A database that isn't there yet, or has no table in it."""
    if ON_POSTGRES:
        connection.ensure_connection()
        postgres._empty(connection.connection)
        yield
        return
    with sqlite._pointed_at(tmp_path / "new.sqlite3"):
        yield


def test_events_since_the_backup_keep_their_numbers(path, capsys):
    event("login", name="vera")
    call_command("backup", path)
    event("decide", name="vera", detail="it's 100 %")
    event("decide")
    before = events()
    restore(path)
    assert events() == before
    assert (
        "Carried over from the database before, because the backup didn't have it: 2 events" in capsys.readouterr().out
    )
    event("after")
    assert AuditEvent.objects.latest("pk").pk == before[-1][0] + 1


def test_events_whose_numbers_the_backup_has_given_to_others(path):
    event("one"), event("two")
    call_command("backup", path)
    numbers = list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))
    restore(path)
    assert [row.route for row in AuditEvent.objects.order_by("pk")] == ["one", "two"], "none twice"
    carrying_from_elsewhere(numbers)
    restore(path)
    told = {row.route: row.pk for row in AuditEvent.objects.all()}
    assert sorted(told) == ["far", "one", "other", "two"]
    assert [told["one"], told["two"]] == numbers
    assert told["far"] == numbers[-1] + 7 and told["other"] > told["far"]


def carrying_from_elsewhere(numbers: list[int]) -> None:
    """Other events under the same numbers, as in the database of another machine."""
    with connection.cursor() as cursor:
        table = AuditEvent._meta.db_table
        cursor.execute(f"TRUNCATE {table}" if ON_POSTGRES else "SELECT 1")
        if not ON_POSTGRES:
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
            cursor.execute(f"DELETE FROM {table}")
    event("other", numbers[0])
    event("far", numbers[-1] + 7)


def test_numbers_of_people_who_came_since_are_not_given_again(path):
    make_checker("vera")
    call_command("backup", path)
    gone = make_checker("bob")
    event("decide", person=gone.pk, name="bob")
    restore(path)
    assert not get_user_model().objects.filter(username="bob").exists()
    assert make_checker("eve").pk > gone.pk


def test_a_takedown_holds_without_its_log(path, settings):
    take_in(*TALES[:2])
    work()
    anna = make_admin("anna")
    call_command("backup", path)
    article = Article.objects.get(external_id=TALES[0][0])
    made = takedown.take_down(article, by=anna, reason="a court order", now=timezone.now())
    settings.TAKEDOWN_LOG.unlink()
    restore(path)
    assert Article.objects.get(external_id=TALES[0][0]).text == ""
    kept = Takedown.objects.get()
    assert (kept.public_id, kept.by, kept.reason, kept.at) == (made.public_id, anna, "a court order", made.at)
    assert Tombstone.objects.get().takedown == kept
    restore(path)
    assert Takedown.objects.count() == Tombstone.objects.count() == 1


def test_who_took_it_down_is_known_by_name(path):
    take_in(TALES[0])
    work()
    make_checker("vera")
    call_command("backup", path)
    takedown.take_down(Article.objects.get(), by=make_admin("anna"), reason="a court order", now=timezone.now())
    restore(path)
    assert Takedown.objects.get().by is None, "anna isn't in the backup, whoever has her number now"


def test_where_the_database_is_gone_it_says_so(path, tmp_path, capsys, settings):
    take_in(*TALES[:2])
    call_command("backup", path)
    with a_new_machine(tmp_path):
        call_command("restore", path)
        said = capsys.readouterr().out
        assert "Nothing was carried over: there was no database before. Who wrote what since" in said
        assert (
            f"There is no log of takedowns ({settings.TAKEDOWN_LOG}): if texts were taken down since, they are back"
            in said
        )
        assert Article.objects.count() == 2


def test_a_log_found_later_erases_what_is_back(path, tmp_path, settings):
    take_in(*TALES[:2])
    work()
    call_command("backup", path)
    article = Article.objects.get(external_id=TALES[0][0])
    takedown.take_down(article, by=make_admin("anna"), reason="a court order", now=timezone.now())
    mislaid = settings.TAKEDOWN_LOG.rename(tmp_path / "mislaid")
    with a_new_machine(tmp_path):
        call_command("restore", path)
        assert article.text_hash and Article.objects.get(external_id=TALES[0][0]).text
        mislaid.rename(settings.TAKEDOWN_LOG)
        call_command("check_integrity", "--mend")
        assert Article.objects.get(external_id=TALES[0][0]).text == ""


def test_where_the_database_is_gone_the_log_has_the_takedowns(path, tmp_path, capsys):
    take_in(*TALES[:2])
    work()
    call_command("backup", path)
    article = Article.objects.get(external_id=TALES[0][0])
    takedown.take_down(article, by=make_admin("anna"), reason="a court order", now=timezone.now())
    with a_new_machine(tmp_path):
        call_command("restore", path)
        assert Article.objects.get(external_id=TALES[0][0]).text == ""
        said = capsys.readouterr().out
        assert "Texts erased again, because they had been taken down since: 1." in said
        assert "There is no log" not in said


@on_sqlite
def test_where_the_database_is_damaged_it_says_so(path, tmp_path, capsys):
    call_command("backup", path)
    connection.close()
    (tmp_path / "live.sqlite3").write_bytes(b"not a database at all" * 1000)
    with sqlite._pointed_at(tmp_path / "live.sqlite3"):
        restore(path)
    assert "Nothing was carried over: the database before can't be read (" in capsys.readouterr().out


def test_a_database_of_another_version_is_not_read(path, capsys):
    call_command("backup", path)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE corroboration_takedown RENAME COLUMN titles TO headlines")
    restore(path)
    assert "Nothing was carried over: the database before is of another version" in capsys.readouterr().out


@on_sqlite
def test_what_comes_while_the_restore_goes_on_is_carried_over(path, monkeypatch, settings):
    """Web servers go on until the moment at which the old state is written over."""
    take_in(*TALES[:2])
    work()
    anna = make_admin("anna")
    call_command("backup", path)
    overwrite = sqlite._overwrite

    def meanwhile(*args, **options) -> None:
        event("decide", name="vera")
        article = Article.objects.get(external_id=TALES[0][0])
        takedown.take_down(article, by=anna, reason="a court order", now=timezone.now())
        settings.TAKEDOWN_LOG.unlink()
        connection.close()
        overwrite(*args, **options)

    monkeypatch.setattr(sqlite, "_overwrite", meanwhile)
    restore(path)
    assert AuditEvent.objects.filter(route="decide", name="vera").count() == 1
    assert Takedown.objects.get().by == anna
    assert Article.objects.get(external_id=TALES[0][0]).text == ""


@on_sqlite
def test_nobody_can_write_once_the_last_was_carried_over(path, monkeypatch):
    """From the first page that is written over, others wait or are refused: what they wrote would be lost."""
    call_command("backup", path)
    live, tried = connection.settings_dict["NAME"], []
    carry_the_last = sqlite._carry_the_last

    def then(*args) -> None:
        carry_the_last(*args)
        other = sqlite3.connect(live, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE auth_user SET username = username")
        tried.append(other.execute("SELECT count(*) FROM django_migrations").fetchone())
        other.close()

    monkeypatch.setattr(sqlite, "_carry_the_last", then)
    restore(path)
    assert len(tried) == 1 and tried[0][0] > 50, "who reads sees the old state"


def test_what_processes_keep_of_the_state_before_is_out_of_date(path):
    take_in(TALES[0])
    work()
    call_command("backup", path)
    known = {gathering.version()}
    for _ in range(2):
        restore(path)
        known.add(gathering.version())
    assert len(known) == 3 and None not in known
