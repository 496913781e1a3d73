"""What deleted words leave behind in the files of the database, and how it goes.

SQLite keeps what was deleted in free pages and in the write-ahead log until they are used again; so the file is written
anew. PostgreSQL keeps it until VACUUM, and in its write-ahead log until that is recycled (docs/operations.md).
"""

import time
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.db.models import Q, QuerySet

from claims.models import Article
from corroboration import queue
from corroboration.models import Wiping

TURNS, PAUSE = 20, 0.25  # of waiting for readers who hold on to the old log
# The time limit of a run. Other tasks are killed after four minutes. A large database takes longer to be written anew
# (3 GB took 160 s on a busy machine), and what was killed begins again from the start.
SECONDS = 6 * 3600
LEASE_SECONDS = 3600
WIPE = "wipe"
AGAIN = timedelta(hours=1)  # after a try that came to nothing: others have to write meanwhile
SOON = timedelta(minutes=1)  # until the log is tried again, which takes no time to speak of
TABLES = ("claims_article", "claims_claim", "claims_attribution", "sources_source")
GONE = {
    "sqlite": "gone, from the files of the database, too",
    "postgresql": "gone from all rows; unused room in PostgreSQL’s files and log may hold them until it is used again",
}


def wipe(*, now: datetime) -> bool:
    """Have the files of the database hold nothing of what was erased, once all that follows from it is settled. False:
    there is nothing to do, or it has to be tried again."""
    unsettled = Article.objects.filter(state__in=queue.UNFINISHED)
    if not Wiping.objects.filter(since__lte=now).exists() or unsettled.exists():
        return False
    with queue.only_one(WIPE, now=now, seconds=LEASE_SECONDS) as token:
        if token is None:
            return False
        rewritten = not Wiping.objects.filter(rewritten=False).exists()
        Wiping.objects.update(since=now + AGAIN)
        ours = Wiping.objects.filter(since=now + AGAIN)  # not what is erased meanwhile, which asks for it anew
        try:
            done = _sqlite(ours, rewritten) if connection.vendor == "sqlite" else _postgres()
        except OperationalError:  # somebody else is writing
            return False
        if done:
            ours.delete()
        elif connection.vendor == "sqlite":
            ours.update(since=now + SOON)
        return done


def whereabouts(erased_at: datetime | None) -> str:
    """Where words still are that were erased then; None: that hasn't happened yet."""
    if erased_at is None:
        return "still there: they go with the next settling"
    if Wiping.objects.filter(Q(erased_since=None) | Q(erased_since__lte=erased_at)).exists():
        return "gone from all rows; the files of the database still hold them"
    return GONE[connection.vendor]


def _sqlite(ours: QuerySet[Wiping], rewritten: bool) -> bool:
    """Write the database anew, and empty the log. While that goes on others read, and can't write."""
    with connection.cursor() as cursor:
        if not rewritten:
            cursor.execute("VACUUM")
            ours.update(rewritten=True)
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
