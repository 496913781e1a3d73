"""How many rows a test reads from the database, and in how many queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext


@dataclass
class Read:
    rows: int = 0
    queries: int = 0


@contextmanager
def reading() -> Iterator[Read]:
    """Counts while it is open; the number of queries is there when it is closed."""
    found, results_iter = Read(), SQLCompiler.results_iter

    def counted(self, *args, **kwargs):
        for row in results_iter(self, *args, **kwargs):
            found.rows += 1
            yield row

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as captured:
        patch.setattr(SQLCompiler, "results_iter", counted)
        yield found
    found.queries = len(captured)
