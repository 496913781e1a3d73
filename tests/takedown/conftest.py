"""What tests of takedowns share."""

import pytest
from django.db import connection


@pytest.fixture
def kept_rows(transactional_db):
    """Empties what may only be added to, which the test's end couldn't."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA foreign_keys = OFF")
        for table in {table for _, table, _ in triggers}:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("PRAGMA foreign_keys = ON")
        for _, _, made in triggers:
            cursor.execute(made)
