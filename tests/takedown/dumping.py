"""Every value of every table, and the files of the database, as whoever looks for a word sees them."""

import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection


def tables_with(word: str) -> set[str]:
    """The tables in which a word stands, whatever its case."""
    wanted = word.casefold()
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    if wanted in text.casefold():
                        found.add(f"{table}.{name}")
    return found


def files_with(word: str) -> set[str]:
    """The files of an embedded database that hold a word, free pages and write-ahead log included.

    Another process reads them. A process that closes a file gives up all its locks on it, SQLite's among them: the next
    to open the database would take itself for the first, cut the shared memory that this one has mapped, and kill it.
    """
    path = Path(settings.DATABASES["default"]["NAME"])
    files = [path, *path.parent.glob(f"{path.name}-*")]
    search = [
        "grep",
        "--files-with-matches",
        "--ignore-case",
        "--fixed-strings",
        "--text",
        "--",
        word,
        *map(str, files),
    ]
    found = subprocess.run(search, capture_output=True, encoding="utf-8", check=False)
    assert found.returncode < 2, found.stderr
    return {Path(name).name for name in found.stdout.splitlines()}
