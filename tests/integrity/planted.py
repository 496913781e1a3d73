"""Faults that the database itself refuses, planted behind its back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model, UniqueConstraint

NOBODY = "0" * 24


def orphan(model: type[Model]) -> None:
    """Have the last row of a model name a claim that isn't there."""
    row = model._base_manager.order_by("pk").last()
    column = model._meta.get_field("a" if hasattr(model, "a") else "claim").column
    key = ("id",) if hasattr(model, "id") else (*({"kind", "value", "root"} & {*row.__dict__}), column)
    test = " AND ".join(f"{name} = %s" for name in key)
    with _unchecked(), connection.cursor() as cursor:
        sql = f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {test}"
        cursor.execute(sql, [NOBODY, *(getattr(row, name) for name in key)])


def point_nowhere(model: type[Model], column: str, pk: object) -> None:
    """Have a row name what isn't there."""
    with _unchecked(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [NOBODY, pk])


@contextmanager
def _unchecked() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


@contextmanager
def doubled(model: type[Model], fields: tuple[str, ...]) -> Iterator[None]:
    """A row of a model twice, without the constraint that keeps it from that."""
    (constraint,) = (c for c in model._meta.constraints if isinstance(c, UniqueConstraint) and c.fields == fields)
    all_of_them = model._meta.constraints
    model._meta.constraints = [each for each in all_of_them if each is not constraint]  # SQLite makes the table anew
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    model._meta.constraints = all_of_them
    row = model._base_manager.order_by("pk").first()
    row.pk = None
    row.save(force_insert=True)
    try:
        yield
    finally:
        row.delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def damaged_file(folder: Path) -> Path:
    """A database of which a page was overwritten."""
    path = folder / "damaged.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE many (words TEXT)")
        made.executemany("INSERT INTO many VALUES (?)", [("word" * 500,)] * 200)
    made.close()
    with path.open("r+b") as file:
        file.seek(40_000)
        file.write(b"\x13" * 9_000)
    return path
