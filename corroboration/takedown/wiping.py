"""What deleted words leave behind in the files of the database, and how it goes.

SQLite keeps what was deleted in free pages and in the write-ahead log until they are used again; so the file is written
anew. PostgreSQL keeps it until VACUUM, and in its write-ahead log until that is recycled (docs/operations.md).
"""

import time
from datetime import datetime, timedelta

from django.db import OperationalError, connection

from claims.models import Article
from corroboration import queue
from corroboration.models import Wiping

TURNS, PAUSE = 20, 0.25  # of waiting for readers who hold on to the old log
SECONDS = 3600  # that writing a large database anew may take
WIPE = "wipe"
AGAIN = timedelta(hours=1)  # after a try that came to nothing: others have to write meanwhile
TABLES = ("claims_article", "claims_claim", "claims_attribution", "sources_source")


def wipe(*, now: datetime) -> bool:
    """Have the files of the database hold nothing of what was erased, once all that follows from it is settled. False:
    there is nothing to do, or it has to be tried again."""
    unsettled = Article.objects.filter(state__in=queue.UNFINISHED)
    if not Wiping.objects.filter(since__lte=now).exists() or unsettled.exists():
        return False
    with queue.only_one(WIPE, now=now, seconds=SECONDS) as token:
        if token is None:
            return False
        since = list(Wiping.objects.values_list("pk", flat=True))
        Wiping.objects.filter(pk__in=since).update(since=now + AGAIN)
        try:
            done = _sqlite() if connection.vendor == "sqlite" else _postgres()
        except OperationalError:  # somebody else is writing
            return False
        if done:
            Wiping.objects.filter(pk__in=since).delete()
        return done


def _sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _ in range(TURNS):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_rest = cursor.fetchone()
            if not busy:
                return True
            time.sleep(PAUSE)
    return False


def _postgres() -> bool:
    """Dead rows go; what a table's unused room still holds is written over as it is used."""
    with connection.cursor() as cursor:
        own = [name for name in connection.introspection.table_names(cursor) if name.startswith("corroboration_")]
        for table in (*TABLES, *own):
            cursor.execute(f'VACUUM "{table}"')
    return True
