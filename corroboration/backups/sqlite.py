"""SQLite: copied by its online backup while others write, and put back the same way, in one transaction.

The file itself is never swapped under those who have it open: they would go on writing to the old one. Only where it
can't be read any more is it set aside, with its journal, and the copy takes its name.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from corroboration.backups.archive import BackupError, Facts, sync_folder
from corroboration.backups.carrying import NOT_THERE, Carried, Places, carry, tables, why_not

NAME = "database.sqlite3"  # in the backup
WAIT = 20.0  # seconds for others' locks
PAGES = 100  # written at a time; an empty database of ours has more
JOURNALS = ("-journal", "-wal", "-shm")
PLACES = Places("before.", "main.")


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


def put_back(file: Path, check: Callable[[Facts], None], prepare: Callable[[Callable[[], Carried]], None]) -> None:
    """Make a copy the database, once it is checked and prepared: all at once, or not at all.

    prepare is given what carries over into the copy what must outlive a restore (carrying.py).
    """
    live, carried = _path(), [Carried(why_not=NOT_THERE)]
    try:
        check(facts(file))
        with _pointed_at(file):
            prepare(lambda: carried.append(_carry(live)) or carried[-1])
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        try:
            _overwrite(live, file, carry_on=not carried[-1].why_not)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, no room: it may be whole
                raise
            _set_aside(live, file)
    except sqlite3.Error as error:
        raise BackupError(f"The copy can't be put back: {error}; nothing was changed") from error


def _path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _carry(live: Path) -> Carried:
    """Into the copy that Django is pointed at, from the database before."""
    with connection.cursor() as cursor:
        try:
            with _attached(cursor, live) as problem, transaction.atomic():
                return Carried(why_not=problem) if problem else carry(cursor, PLACES)
        except (DatabaseError, sqlite3.Error) as error:
            return Carried(why_not=f"the database before can't be read ({error})")


@contextmanager
def _attached(cursor: Any, live: Path) -> Iterator[str]:
    """The database before beside the one that the cursor is of, to be read alone; and why it can't be ("": it can)."""
    if not live.exists():
        yield NOT_THERE
        return
    cursor.execute(f"ATTACH '{live.as_uri()}?mode=ro' AS before")
    try:
        columns = {}
        for table in tables():
            cursor.execute(f"PRAGMA before.table_info({table})")
            columns[table] = {row[1] for row in cursor.fetchall()}
        yield why_not(columns)
    finally:
        cursor.execute("DETACH before")


def _overwrite(live: Path, file: Path, *, carry_on: bool) -> None:
    """Write a copy over the database, in one transaction of it: others read the old state until it is there.

    From the first pages on nobody else can write. carry_on: what came since _carry() is then carried over, too.
    """
    made = sqlite3.connect(file, timeout=WAIT, uri=True, isolation_level=None)
    with closing(made), closing(sqlite3.connect(live, timeout=WAIT)) as over:
        over.execute("PRAGMA synchronous=FULL")
        # in another mode those who read would be kept out, and so would we
        left = [carry_on and over.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)]

        def begun(*_: int) -> None:
            if left.pop() if left else False:
                _carry_the_last(made, live)

        made.backup(over, pages=PAGES, progress=begun)
        over.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # as far as those who read let it


def _carry_the_last(made: sqlite3.Connection, live: Path) -> None:
    cursor = made.cursor()
    with _attached(cursor, live) as problem:
        if not problem:
            cursor.execute("BEGIN")
            carry(cursor, PLACES)
            cursor.execute("COMMIT")


def _set_aside(live: Path, file: Path) -> None:
    """The file that can't be read stays, under another name, for whoever wants to save something from it. At no moment
    there is none: whoever starts then would begin with an empty one."""
    names = (live.with_name(f"{live.name}.damaged-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    os.link(live, aside)
    for ending in JOURNALS:
        if (part := live.with_name(live.name + ending)).exists():
            part.rename(aside.with_name(aside.name + ending))
    with file.open("rb") as made:
        os.fsync(made.fileno())
    os.replace(file, live)
    sync_folder(live.parent)


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
