"""Emptying what is only ever added to, after a test."""

from django.db import connection


def empty_append_only() -> None:
    """The database refuses to empty these tables to what empties the others, and to everybody. Only SQLite does: on
    PostgreSQL they are truncated."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        changes = [f"DROP TRIGGER {name}" for name, _, _ in triggers]
        changes += [f"DELETE FROM {table}" for _, table, _ in triggers]
        for change in [*changes, *(sql for _, _, sql in triggers)]:
            cursor.execute(change)
