"""What a restore doesn't take back: who wrote what, and what was taken down, since the backup was made.

It is copied from the database before into the one restored, in SQL alone, so that it costs no memory. Run twice, it
finds nothing to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from corroboration.models import AuditEvent, Takedown, Tombstone

MODELS = (AuditEvent, Takedown, Tombstone, get_user_model())
NOT_THERE = "there was no database before"
OTHER_VERSION = "the database before is of another version"


@dataclass(frozen=True, slots=True)
class Carried:
    """How many rows came over. why_not: why it isn't known whether there were any; "" where all is well."""

    events: int = 0
    takedowns: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the tables are of the database before, and of the one restored: what goes before their names."""

    before: str
    now: str

    def __call__(self, sql: str, **more: str) -> str:
        """SQL with these names put in: {old_NAME} and {new_NAME}."""
        named = {f"old_{model._meta.model_name}": f"{self.before}{model._meta.db_table}" for model in MODELS}
        named |= {f"new_{model._meta.model_name}": f"{self.now}{model._meta.db_table}" for model in MODELS}
        return sql.format(**named, **more, before=self.before, now=self.now)


def tables() -> list[str]:
    """The tables that are read."""
    return [model._meta.db_table for model in MODELS]


def why_not(columns: Mapping[str, set[str]]) -> str:
    """Why nothing can come from a database whose tables have these columns; "" where it can."""
    if not any(columns.get(name) for name in tables()):
        return NOT_THERE
    wanted = {model._meta.db_table: {field.column for field in model._meta.concrete_fields} for model in MODELS}
    return "" if all(wanted[name] <= columns.get(name, set()) for name in wanted) else OTHER_VERSION


def carry(cursor: Any, places: Places) -> Carried:
    """Copy what is missing, inside the caller's transaction. cursor: of either database's driver."""
    takedowns = _run(cursor, places(TAKEDOWNS))
    _run(cursor, places(TOMBSTONES))
    names = [field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key]
    same = " AND ".join(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in names if name != "at")
    words = {"columns": ", ".join(names), "of_old": ", ".join(f"o.{name}" for name in names)}
    words["missing"] = places(_MISSING, same=same)
    events = _run(cursor, places(EVENTS_WITH_FREE_IDS, **words))
    _count_on(cursor, places, AuditEvent)
    events += _run(cursor, places(OTHER_EVENTS, **words))
    _count_on(cursor, places, get_user_model())
    return Carried(events, takedowns)


def _run(cursor: Any, sql: str) -> int:
    cursor.execute(sql)
    return max(cursor.rowcount, 0)


# Who took it down is looked up by name: the number may be another's in the backup.
TAKEDOWNS = """
INSERT INTO {new_takedown} (public_id, by_id, at, reason, titles)
SELECT o.public_id, (
    SELECT p.id FROM {new_user} p JOIN {old_user} before ON before.username = p.username WHERE before.id = o.by_id
), o.at, o.reason, o.titles
FROM {old_takedown} o WHERE NOT EXISTS (SELECT 1 FROM {new_takedown} n WHERE n.public_id = o.public_id) ORDER BY o.id
"""
TOMBSTONES = """
INSERT INTO {new_tombstone} (takedown_id, article, identity, text_hash, words_hash)
SELECT n.id, o.article, o.identity, o.text_hash, o.words_hash
FROM {old_tombstone} o JOIN {old_takedown} t ON t.id = o.takedown_id JOIN {new_takedown} n ON n.public_id = t.public_id
WHERE NOT EXISTS (SELECT 1 FROM {new_tombstone} s WHERE s.article = o.article) ORDER BY o.id
"""
# An event is known by what it says, for its number may be another's: after a restore of long ago, numbers begin anew.
_MISSING = "NOT EXISTS (SELECT 1 FROM {new_auditevent} n WHERE n.at = o.at AND {same})"
EVENTS_WITH_FREE_IDS = """
INSERT INTO {new_auditevent} (id, {columns}) SELECT o.id, {of_old} FROM {old_auditevent} o
WHERE NOT EXISTS (SELECT 1 FROM {new_auditevent} n WHERE n.id = o.id) AND {missing}
"""
OTHER_EVENTS = """
INSERT INTO {new_auditevent} ({columns}) SELECT {of_old} FROM {old_auditevent} o WHERE {missing} ORDER BY o.id
"""


def _count_on(cursor: Any, places: Places, model: Any) -> None:
    """Have the next number of a table be one that nobody has in either database: events name people by theirs."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        cursor.execute(places(COUNT_ON_POSTGRES, old=f"{places.before}{table}", new=f"{places.now}{table}"))
    else:
        _run(cursor, places(COUNTED_ON_SQLITE, table=table))
        _run(cursor, places(COUNT_ON_SQLITE, table=table))


COUNT_ON_POSTGRES = """
SELECT setval(sequence, greatest(most, nextval(sequence))) FROM (
    SELECT pg_get_serial_sequence('{new}', 'id')::regclass AS sequence, max(id) AS most
    FROM (SELECT id FROM {old} UNION ALL SELECT id FROM {new}) AS ids
) AS known WHERE most IS NOT NULL
"""
COUNTED_ON_SQLITE = """
INSERT INTO {now}sqlite_sequence (name, seq)
SELECT '{table}', 0 WHERE NOT EXISTS (SELECT 1 FROM {now}sqlite_sequence WHERE name = '{table}')
"""
COUNT_ON_SQLITE = """
UPDATE {now}sqlite_sequence SET seq = max(seq, coalesce(
    (SELECT o.seq FROM {before}sqlite_sequence o WHERE o.name = '{table}'), 0
)) WHERE name = '{table}'
"""
