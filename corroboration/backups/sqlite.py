"""SQLite: copied by its online backup while others write, and put back the same way, in one transaction.

The file itself is never swapped under those who have it open: they would go on writing to the old one. Only where it
can't be read any more is it set aside, with its journal, and the copy takes its name.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from corroboration.backups.archive import BackupError, Facts, sync_folder

NAME = "database.sqlite3"  # in the backup
WAIT = 20.0  # seconds for others' locks
JOURNALS = ("", "-wal", "-shm")


def folder() -> Path:
    """Where copies are laid by: beside the database, so that there is room or none for all of them."""
    return _path().parent


def copy(target: Path) -> Facts:
    """Copy the database as it is at one moment, without holding up who writes. Raises BackupError."""
    if not _path().exists():
        raise BackupError(f"{_path()}: there is no database")
    try:
        with closing(sqlite3.connect(_path(), timeout=WAIT)) as source, closing(sqlite3.connect(target)) as made:
            os.chmod(target, 0o600)
            source.backup(made)  # in one step, which reads one state of the database
            made.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
        return facts(target)
    except sqlite3.Error as error:
        raise BackupError(f"The database can't be copied: {error}; nothing was kept of it") from error


def facts(file: Path) -> Facts:
    """What a copy holds. Raises BackupError where it is damaged."""
    with closing(sqlite3.connect(file)) as made:
        wrong = [row[0] for row in made.execute("PRAGMA integrity_check(5)")]
        if wrong != ["ok"]:
            raise BackupError(f"The database is damaged: {'; '.join(wrong)}")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|'"
        names = sorted(row[0] for row in made.execute(tables))
        counts = {name: made.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 (our tables)
        applied = made.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return Facts([row[0] for row in applied], counts)


def put_back(file: Path, check: Callable[[Facts], None], prepare: Callable[[], None]) -> None:
    """Make a copy the database, once it is checked and prepared: all at once, or not at all."""
    try:
        check(facts(file))
        with _pointed_at(file):
            prepare()
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        try:
            _overwrite(file)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, no room: it may be whole
                raise
            _set_aside_for(file)
    except sqlite3.Error as error:
        raise BackupError(f"The copy can't be put back: {error}; nothing was changed") from error


def _path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _overwrite(file: Path) -> None:
    with closing(sqlite3.connect(file)) as made, closing(sqlite3.connect(_path(), timeout=WAIT)) as live:
        live.execute("PRAGMA synchronous=FULL")
        made.backup(live)
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # as far as those who read let it


def _set_aside_for(file: Path) -> None:
    """The file that can't be read stays, under another name, for whoever wants to save something from it."""
    path, number = _path(), 1
    while path.with_name(f"{path.name}.damaged-{number}").exists():
        number += 1
    for ending in reversed(JOURNALS):
        if (part := path.with_name(path.name + ending)).exists():
            part.rename(path.with_name(f"{path.name}.damaged-{number}{ending}"))
    with file.open("rb") as made:
        os.fsync(made.fileno())
    file.rename(path)
    sync_folder(path.parent)


@contextmanager
def _pointed_at(file: Path) -> Iterator[None]:
    """All that asks the database meanwhile asks this file."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
