"""A backup is taken while others write, and what is restored from it is what there was, to the last row."""

import json
import threading
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from knox.models import AuthToken

from claims.models import Article, Claim
from corroboration import rebuilding, takedown
from corroboration.backups import making, unfinished
from corroboration.decisions import decide
from corroboration.models import Decision, Lease
from sources.models import Source
from tests.factories import make_source
from tests.people import make_admin, make_checker
from tests.pipeline.articles import TALES, take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]
NOT_KEPT = {"django_session"}  # everybody logs in again


def counts() -> dict[str, int]:
    """How many rows each table of ours has."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: model._base_manager.count() for name, model in tables.items() if name not in NOT_KEPT}


def a_day_of_work() -> None:
    """Articles settled and decided about, one still waiting; people and their tokens."""
    take_in(*TALES[:4])
    work()
    checker = make_checker("vera")
    claim = Claim.objects.order_by("pk").first()
    decide("verdict", [claim], by=checker, now=timezone.now(), value={"rating": 1}, reason="seen")
    work()
    AuthToken.objects.create(user=checker)
    take_in(TALES[4])


def test_what_is_restored_is_what_there_was(tmp_path, capsys, wakeups):
    a_day_of_work()
    before, digest = counts(), rebuilding.digest()
    decided = list(Decision.objects.values())
    tokens = list(AuthToken.objects.values_list("digest", "user__username"))
    call_command("backup", str(tmp_path / "kept.backup"))
    assert "The secret key isn't in it" in capsys.readouterr().out
    take_in(TALES[5])
    work()
    assert rebuilding.digest() != digest
    Session.objects.create(session_key="of-now", session_data="", expire_date=timezone.now() + timedelta(days=1))
    del wakeups[:]
    call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    assert counts() == before
    assert rebuilding.digest() == digest
    assert list(Decision.objects.values()) == decided
    assert list(AuthToken.objects.values_list("digest", "user__username")) == tokens
    assert not Session.objects.exists()
    work()
    assert not Article.objects.exclude(state=Article.State.SETTLED).exists(), "what waited is worked on"
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Decision.objects.update(reason="another")


def test_a_full_database_is_replaced_only_when_that_is_said(tmp_path):
    take_in(*TALES[:2])
    call_command("backup", str(tmp_path / "kept.backup"))
    with pytest.raises(CommandError, match="holds 2 articles: --replace puts the backup in its place"):
        call_command("restore", str(tmp_path / "kept.backup"))


def test_work_goes_on_whoever_held_it(tmp_path):
    (accepted,) = take_in(TALES[0])
    held = {"token": uuid4(), "lease_until": timezone.now() + timedelta(hours=1)}
    Article.objects.filter(pk=accepted.article.pk).update(**held)
    Lease.objects.create(name="settling", token=uuid4(), until=held["lease_until"])
    call_command("backup", str(tmp_path / "kept.backup"))
    call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    assert Lease.objects.get(name="settling").token is None
    work()
    assert Article.objects.get().state == Article.State.SETTLED


def test_a_backup_holds_whole_transactions_only(tmp_path):
    """Sources are made in pairs while backups are taken: no backup holds one without the other."""
    stopped, made = threading.Event(), []

    def write() -> None:
        try:
            while not stopped.is_set():
                with transaction.atomic():
                    number = len(made)
                    make_source(f"Left {number}")
                    make_source(f"Right {number}")
                made.append(number)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            have = len(made)
            while len(made) < have + 5:
                stopped.wait(0.01)
            call_command("backup", str(tmp_path / f"{number}.backup"))
    finally:
        stopped.set()
        writer.join()
    found = [manifest(tmp_path / f"{number}.backup")["counts"]["sources_source"] for number in range(3)]
    assert all(count % 2 == 0 for count in found)
    assert 0 < found[0] < found[1] < found[2]


def manifest(path) -> dict:
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read("manifest.json"))


def test_a_manifest_says_what_a_backup_is(tmp_path):
    take_in(*TALES[:2])
    path = tmp_path / "kept.backup"
    call_command("backup", str(path), "--with-key")
    told = manifest(path)
    assert told["version"] == making.version()
    assert told["database"] == connection.vendor
    assert told["counts"]["claims_article"] == 2
    assert "corroboration.0001_initial" in told["migrations"]
    assert len(told["sha256"]) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as packed:
        assert "secret_key" in packed.namelist()


def test_the_key_comes_back_when_it_is_asked_for(tmp_path, own_folder, settings):
    for name, options in (("with", ["--with-key"]), ("without", [])):
        call_command("backup", str(tmp_path / name), *options)
    with pytest.raises(CommandError, match="holds no secret key"):
        call_command("restore", str(tmp_path / "without"), "--with-key")
    call_command("restore", str(tmp_path / "with"), "--with-key")
    assert (own_folder / "secret_key").read_text() == settings.SECRET_KEY


def test_another_key_is_told(tmp_path, settings, capsys):
    call_command("backup", str(tmp_path / "kept.backup"))
    settings.SECRET_KEY = "another"
    call_command("restore", str(tmp_path / "kept.backup"))
    assert "made under another secret key" in capsys.readouterr().out


def test_the_latest_are_kept(tmp_path, own_folder):
    folder = own_folder / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"second-source-2020010{day}T030000Z.backup").touch()
    (folder / "before-the-move.backup").touch()
    call_command("backup", "--keep", "2")
    left = sorted(path.name for path in folder.iterdir())
    assert left[:2] == ["before-the-move.backup", "second-source-20200103T030000Z.backup"]
    assert len(left) == 3
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", str(tmp_path / "file"), "--keep", "2")


def test_what_a_killed_one_left_goes_and_what_another_is_at_stays(own_folder, tmp_path):
    """Both beside the backups and where restores lay by what they unpack."""
    for folder in (tmp_path / "backups", making.engine().folder()):
        folder.mkdir(exist_ok=True)
        (folder / ".unfinished-left").mkdir()
        (folder / ".unfinished-left" / "database.sqlite3").touch()
        (folder / ".unfinished-file").touch()
        with unfinished.folder(folder) as busy:
            call_command("backup", str(tmp_path / "backups" / f"beside-{folder.name}"))
            assert [path for path in folder.iterdir() if path.name.startswith(".")] == [busy]


def test_a_name_that_is_taken_is_left_alone(tmp_path):
    (tmp_path / "kept.backup").write_text("another's")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(tmp_path / "kept.backup"))
    assert (tmp_path / "kept.backup").read_text() == "another's"


def test_what_was_taken_down_since_stays_taken_down(tmp_path):
    take_in(*TALES[:2])
    work()
    call_command("backup", str(tmp_path / "kept.backup"))
    taken_down = Article.objects.get(external_id=TALES[0][0])
    words = taken_down.text
    takedown.take_down(taken_down, by=make_admin("anna"), reason="a court order", now=timezone.now())
    call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    assert words not in Article.objects.values_list("text", flat=True)
    assert Article.objects.count() == 2
    work()


def test_a_log_of_takedowns_that_can_not_be_read_holds_up_the_restore(tmp_path, settings):
    take_in(*TALES[:2])
    call_command("backup", str(tmp_path / "kept.backup"))
    take_in(TALES[2])
    settings.TAKEDOWN_LOG.write_text("torn")
    with pytest.raises(CommandError, match=r"takedowns\.ndjson:1: .*nothing was restored"):
        call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    assert Article.objects.count() == 3


def test_who_is_connected_meanwhile_goes_on(tmp_path):
    """As web servers and workers do: nobody writes to a file that isn't the database any more."""
    take_in(*TALES[:2])
    call_command("backup", str(tmp_path / "kept.backup"))
    take_in(TALES[2])
    read, restored, seen = threading.Event(), threading.Event(), []

    def go_on() -> None:
        try:
            seen.append(Article.objects.count())
            read.set()
            restored.wait(60)
            seen.append(Article.objects.count())
            make_source("Made after")
        finally:
            read.set()
            connection.close()

    other = threading.Thread(target=go_on)
    other.start()
    read.wait(60)
    call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    restored.set()
    other.join()
    assert seen == [3, 2]
    assert Source.objects.filter(name="Made after").exists()
