"""PostgreSQL: dumped by pg_dump from one snapshot, and put back in one transaction of our own.

pg_restore only unpacks the dump. What it writes goes through Django's connection, so that migrating and whatever else
a restored database needs belong to the same transaction: others see the old state, or the new one when it is ready.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg import conninfo, sql

from corroboration.backups.archive import PIECE, BackupError, Facts
from corroboration.backups.carrying import Carried, Places, carry, tables, why_not

NAME = "database.dump"  # in the backup
SCHEMA = "public"
PARTS = ("pre-data", "data", "post-data")
WAIT = "30s"  # for others' locks
LAID_BY = "before_"  # begins names of tables: under their own, temporary ones would be taken for those restored
PLACES = Places(f"pg_temp.{LAID_BY}", f"{SCHEMA}.")
COPY = re.compile(r"COPY .+ FROM stdin;\n")
# What a dump says to the session rather than to the database: we say it for our transaction, and psql isn't here.
NOT_OURS = re.compile(
    r"(?:SET \w+ = [^;]+;|SELECT pg_catalog\.set_config\('search_path', '', false\);"
    rf"|CREATE SCHEMA {SCHEMA};|ALTER SCHEMA {SCHEMA} .+;|COMMENT ON SCHEMA {SCHEMA} .+;|\\(?:un)?restrict .*)\n"
)
OURS = """
SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off; SET LOCAL row_security = off;
SET LOCAL standard_conforming_strings = on; SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1"
FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = %s AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def folder() -> Path:
    """Where dumps are laid by."""
    return settings.DATA_DIR


def copy(target: Path) -> Facts:
    """Dump the database as it is at one moment, without holding up who writes. Raises BackupError."""
    program = _program("pg_dump")
    try:
        with psycopg.connect(_address(password=True)) as watching:
            watching.isolation_level, watching.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
            watching.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
            (snapshot,) = watching.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            options = ["--format=custom", f"--schema={SCHEMA}", "--no-owner", "--no-privileges", "--no-password"]
            command = [program, *options, f"--snapshot={snapshot}", f"--file={target}", f"--dbname={_address()}"]
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600)):
                _run(command)
            return _facts(watching)
    except (psycopg.Error, OSError) as error:
        raise BackupError(f"The database can't be dumped: {error}; nothing was kept of it") from error


def put_back(file: Path, check: Callable[[Facts], None], prepare: Callable[[Callable[[], Carried]], None]) -> None:
    """Make a dump the database, once it is checked and prepared: all at once, or not at all.

    prepare is given what carries over into it what must outlive a restore (carrying.py).
    """
    program = _program("pg_restore")
    connection.ensure_connection()
    path = connection.connection.execute("SHOW search_path").fetchone()[0]
    try:
        with transaction.atomic():
            live = connection.connection
            live.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            problem = _laid_by(live)
            _empty(live)
            live.execute(OURS)
            for part in PARTS:
                with _unpacked(program, part, file) as text:
                    _follow(live, text)
            live.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.SQL(path)))
            live.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else migrations can't alter what they have just filled
            check(_facts(live))
            prepare(lambda: _carry(problem))
    except (psycopg.Error, DatabaseError) as error:
        raise BackupError(f"The dump can't be put back: {error}; nothing was changed") from error


def _facts(live: psycopg.Connection) -> Facts:
    tables = [row[0] for row in live.execute(TABLES, [SCHEMA])]
    counted = sql.SQL("SELECT count(*) FROM {}")
    counts = {name: live.execute(counted.format(sql.Identifier(SCHEMA, name))).fetchone()[0] for name in tables}
    applied = f"SELECT app || '.' || name FROM {SCHEMA}.django_migrations"  # noqa: S608 (our constant)
    return Facts(sorted(row[0] for row in live.execute(applied)), counts)


def _laid_by(live: psycopg.Connection) -> str:
    """Copy what is to be carried over to where it outlives the emptying, once nobody can add to it any more. Returns
    why that can't be; "": it is there."""
    columns: dict[str, set[str]] = {}
    try:
        with live.transaction():
            there = {row[0] for row in live.execute(TABLES, [SCHEMA])}
            for name in sorted(there.intersection(tables())):
                table, beside = sql.Identifier(SCHEMA, name), sql.Identifier("pg_temp", f"{LAID_BY}{name}")
                live.execute(sql.SQL("LOCK TABLE {}").format(table))
                live.execute(sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS TABLE {}").format(beside, table))
                columns[name] = _columns(live, beside)
    except psycopg.errors.LockNotAvailable:
        raise
    except psycopg.Error as error:
        return f"the database before can't be read ({error})"
    return why_not(columns)


def _columns(live: psycopg.Connection, table: sql.Identifier) -> set[str]:
    described = live.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(table)).description
    return {column.name for column in described or ()}


def _carry(problem: str) -> Carried:
    if problem:
        return Carried(why_not=problem)
    with connection.cursor() as cursor:
        return carry(cursor, PLACES)


def _empty(live: psycopg.Connection) -> None:
    """Drop what is ours. The schema itself stays, with who may use it and the extensions in it."""
    for (name,) in live.execute(TABLES, [SCHEMA]).fetchall():
        live.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA, name)))
    for (signature,) in live.execute(FUNCTIONS, [SCHEMA]).fetchall():
        live.execute(sql.SQL("DROP FUNCTION {} CASCADE").format(sql.SQL(signature)))


@contextmanager
def _unpacked(program: str, part: str, file: Path) -> Iterator[IO[str]]:
    """One part of a dump as SQL, as it comes. Raises BackupError where pg_restore gives up."""
    command = [program, f"--section={part}", "--no-owner", "--no-privileges", "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as running:
        try:
            yield running.stdout
        except BaseException:
            running.kill()
            raise
        said = running.stderr.read()
    if running.returncode:
        raise BackupError(f"{Path(program).name} failed: {said.strip()[-500:]}; nothing was changed")


def _follow(live: psycopg.Connection, text: Iterable[str]) -> None:
    """Do what a dump says: rows as they come, all else together."""
    said: list[str] = []
    rows = iter(text)
    for line in rows:
        if COPY.fullmatch(line):
            live.execute("".join(said))
            said = []
            _copy(live, line, rows)
        elif not NOT_OURS.fullmatch(line):
            said.append(line)
    live.execute("".join(said))


def _copy(live: psycopg.Connection, statement: str, rows: Iterator[str]) -> None:
    with live.cursor().copy(statement) as into:
        piece: list[str] = []
        size = 0
        for row in rows:
            if row == "\\.\n":
                break
            piece.append(row)
            size += len(row)
            if size > PIECE:
                into.write("".join(piece))
                piece, size = [], 0
        into.write("".join(piece))


def _address(*, password: bool = False) -> str:
    """The database's, for PostgreSQL's programs: they take the password from the environment, which ps doesn't show."""
    named = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER"}
    given = {name: connection.settings_dict[key] for name, key in named.items() if connection.settings_dict[key]}
    given |= {k: v for k, v in connection.settings_dict.get("OPTIONS", {}).items() if k.startswith("ssl")}
    secret = {"password": connection.settings_dict["PASSWORD"]} if password else {}
    return conninfo.make_conninfo(**given, **secret)


def _program(name: str) -> str:
    """Raises BackupError where it isn't installed."""
    found = shutil.which(name, path=settings.PG_BIN or None)
    if found is None:
        where = settings.PG_BIN or "the PATH"
        raise BackupError(
            f"{name} isn't in {where}: install PostgreSQL's client programs, of the server's "
            "version or later, or say in PG_BIN which folder they are in"
        )
    return found


def _run(command: list[str]) -> None:
    password = {"PGPASSWORD": connection.settings_dict["PASSWORD"] or ""}
    done = subprocess.run(command, env=os.environ | password, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}; nothing was kept of it")
