"""Reading for long as if it took no time: all that is read is of one moment, whatever is written meanwhile."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that only reads. Rows are fetched by a cursor of the server's, some at a time.

    On SQLite it begins without the lock of those who write, so that nobody waits for it; its journal grows for as long.
    Inside another transaction, which can't become another, it is that one.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def of_one_moment(pieces: Iterable[str]) -> Iterator[str]:
    """A stream that is read so. One that breaks off is no whole document, and its connection is cut."""
    with one_moment():
        yield from pieces
