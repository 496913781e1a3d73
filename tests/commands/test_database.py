"""Every command says what to do where the database is away or has no tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from corroboration.management.base import DatabaseCommand

ROOT = Path(__file__).resolve().parent.parent.parent
UNMIGRATED = "CommandError: The database is not set up: run `manage.py migrate` first\n"
SETS_UP = {"up"}  # migrates by itself


def run(folder: Path, *words: str, database: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    address = {"DATABASE_URL": database} if database else {}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(folder), **address},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", [("digest",), ("match", os.devnull)], ids=lambda words: words[0])
def test_a_database_without_tables_is_named(tmp_path, words):
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", UNMIGRATED)


def test_a_database_that_is_away_is_named(tmp_path):
    done = run(tmp_path, "digest", database="postgres://nobody:none@127.0.0.1:1/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("CommandError: The database can't be reached: ")
    assert done.stderr.count("\n") == 1


def test_each_command_looks_first():
    ours = sorted(name for name, app in get_commands().items() if app == "corroboration" and name not in SETS_UP)
    assert len(ours) >= 8
    assert [name for name in ours if not isinstance(load_command_class("corroboration", name), DatabaseCommand)] == []


@pytest.mark.django_db
def test_a_database_with_its_tables_is_none_to_speak_of():
    DatabaseCommand().check_migrations()
