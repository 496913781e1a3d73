"""What is refused, with the name of the file and what is wrong with it; nothing is changed then, nor left behind."""

import json
import os
import resource
import sqlite3
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Article
from corroboration.backups import making
from tests.pipeline.articles import TALES, take_in

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="SQLite's own file")


@pytest.fixture
def kept(tmp_path) -> Path:
    """A backup of two articles."""
    take_in(*TALES[:2])
    path = tmp_path / "kept.backup"
    call_command("backup", str(path))
    return path


def changed(path: Path, **told) -> Path:
    """The same backup with another manifest, or another file in it."""
    other = path.with_name("changed.backup")
    database = told.pop("database_file", None)
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(other, "w") as made:
        manifest = json.loads(packed.read("manifest.json")) | told
        made.writestr(manifest["file"], database or packed.read(manifest["file"]))
        made.writestr("manifest.json", json.dumps(manifest))
    return other


def refused(path: Path, match: str) -> None:
    take_in(TALES[2])
    for options in (["--check"], ["--replace"]):
        with pytest.raises(CommandError, match=match) as error:
            call_command("restore", str(path), *options)
        assert path.name in str(error.value)
    assert Article.objects.filter(external_id=TALES[2][0]).exists(), "the database is as it was"


def test_one_that_was_cut(kept):
    with kept.open("r+b") as file:
        file.truncate(kept.stat().st_size // 2)
    refused(kept, "is no backup, or was cut or damaged")


def test_one_in_which_a_byte_changed(kept):
    content = bytearray(kept.read_bytes())
    content[len(content) // 3] ^= 0xFF
    kept.write_bytes(content)
    refused(kept, "damaged")


def test_one_with_another_database_in_it(kept):
    refused(changed(kept, database_file=b"something else"), "its database isn't the one that was put in")


def test_something_else(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    refused(tmp_path / "photo.jpg", "is no backup")


def test_one_that_is_not_there(tmp_path):
    refused(tmp_path / "gone.backup", "No such file")


def test_one_of_a_newer_version(kept):
    with zipfile.ZipFile(kept) as packed:
        known = json.loads(packed.read("manifest.json"))["migrations"]
    newer = changed(kept, migrations=[*known, "corroboration.9999_to_come"], version="9.0")
    refused(newer, r"newer version \(9\.0, with corroboration\.9999_to_come\)")


def test_one_of_a_later_format(kept):
    refused(changed(kept, format=2), "newer version")


def test_one_of_another_database(kept):
    refused(changed(kept, database="oracle"), "is of oracle")


def test_one_whose_tables_hold_something_else(kept):
    path = changed(kept, counts={"claims_article": 7})
    take_in(TALES[2])
    with pytest.raises(CommandError, match="its tables don't hold what the manifest says"):
        call_command("restore", str(path), "--replace")
    assert Article.objects.count() == 3


@contextmanager
def files_of_at_most(size: int):
    """As on a disk that is full after so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [10_000, 300_000])
def test_a_full_disk_leaves_nothing_half_written(tmp_path, size):
    take_in(*TALES)
    folder = tmp_path / "full"
    folder.mkdir()
    with files_of_at_most(size), pytest.raises(CommandError, match="nothing was kept of it"):
        call_command("backup", str(folder))
    assert list(folder.iterdir()) == []


def test_a_full_disk_restores_nothing(kept):
    take_in(TALES[2])
    with files_of_at_most(10_000), pytest.raises(CommandError, match="nothing was"):
        call_command("restore", str(kept), "--replace")
    assert Article.objects.count() == 3
    assert [path.name for path in making.engine().folder().iterdir() if path.name.startswith(".unfinished")] == []


def test_one_that_others_can_read_is_told_of(kept, capsys):
    call_command("restore", str(kept), "--check")
    assert "Others can read" not in capsys.readouterr().out
    kept.chmod(0o640)
    call_command("restore", str(kept), "--check")
    assert f"Others can read {kept}" in capsys.readouterr().out


def test_without_a_folder(tmp_path):
    with pytest.raises(CommandError, match="there is no such folder"):
        call_command("backup", str(tmp_path / "none" / "kept.backup"))


@on_sqlite
def test_a_damaged_database_gives_no_backup(tmp_path, monkeypatch):
    """That the last good backup isn't rotated away by bad ones."""
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "damaged.sqlite3"))
    with sqlite3.connect(tmp_path / "damaged.sqlite3") as made:
        made.execute("CREATE TABLE many (words TEXT)")
        made.executemany("INSERT INTO many VALUES (?)", [("word" * 500,)] * 200)
    made.close()
    with (tmp_path / "damaged.sqlite3").open("r+b") as file:
        file.seek(40_000)
        file.write(b"\x13" * 9_000)
    with pytest.raises(CommandError, match=r"damaged|malformed"):
        call_command("backup", str(tmp_path / "kept.backup"))
    assert not (tmp_path / "kept.backup").exists()


@on_sqlite
def test_a_database_that_can_not_be_read_is_set_aside(tmp_path, kept, monkeypatch):
    connection.close()
    live = tmp_path / "live.sqlite3"
    live.write_bytes(b"not a database at all" * 1000)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(live))
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(kept))
    call_command("restore", str(kept), "--replace")
    assert Article.objects.count() == 2
    assert (tmp_path / "live.sqlite3.damaged-1").read_bytes().startswith(b"not a database")
    connection.close()


def test_without_postgres_programs(settings, monkeypatch):
    from corroboration.backups import postgres

    settings.PG_BIN = "/nowhere"
    with pytest.raises(making.BackupError, match=r"pg_dump isn't in /nowhere: install .*PG_BIN"):
        postgres._program("pg_dump")


@on_sqlite
def test_a_disk_that_is_full_halfway_changes_nothing(kept):
    """There is room for the copy, and none to write all of it over the database."""
    take_in(TALES[2])
    with zipfile.ZipFile(kept) as packed:
        size = json.loads(packed.read("manifest.json"))["bytes"]
    says = r"can't be put back: .*nothing was changed"
    with files_of_at_most(size + 4_096), pytest.raises(CommandError, match=says):
        call_command("restore", str(kept), "--replace")
    assert Article.objects.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
    take_in(TALES[3])
    assert Article.objects.count() == 4
