"""Everything derived, made anew from articles and decisions; and one hash that says whether it came out the same."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.db import transaction

from claims.models import Article, Claim
from corroboration import export, lines, queue
from corroboration.evidence import in_chunks
from corroboration.models import (
    Arrival,
    Assessment,
    Cluster,
    KeptFit,
    KeptParse,
    LedgerEntry,
    LedgerMonth,
    Outcome,
    Part,
    Polled,
    Unsettled,
)
from corroboration.webhooks import known
from sources.models import Source, TrackRecord, private

# Where a thing stands in the queue, and what an admin may edit without touching a score, is not derived state.
LEFT_OUT = {"articles": {"state"}}
DIGESTED = ("articles", "claims", "relations", "clusters", "track-records", "decisions")


def forget(*, now: datetime) -> int:
    """Delete everything derived and put every article back to the start. Returns how many articles wait.

    How it stood is noted: webhooks are told what comes out otherwise, and nothing where it comes out the same.
    """
    with transaction.atomic():
        known.remember_all()
        for derived in (
            LedgerEntry,
            LedgerMonth,
            KeptFit,
            KeptParse,
            Polled,
            Part,
            Unsettled,
            Arrival,
            Outcome,
            Assessment,
            TrackRecord,
            Cluster,
        ):
            derived._base_manager.all().delete()
    articles = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for ids in in_chunks(articles, size=100):  # short transactions: readers and other writers go on
        with transaction.atomic():
            Claim.every.filter(article_id__in=ids).delete()
            Article.objects.filter(pk__in=ids).update(**queue.AFRESH, next_attempt_at=now, waiting_since=now)
    unused = {"articles": None, "ownerships": None, "holdings": None, "spokespeople": None}
    met = Source.objects.filter(curated=False, public_role=False)  # of whom nobody told more than articles do
    met.filter(**unused, merges=None, merges_into_it=None, replies=None).delete()
    return len(articles)


def digest() -> str:
    """A hash of the derived state: equal ones prove that order, workers, crashes and the database made no difference.

    Lines are hashed one by one and their hashes added up (mod 2^256), so that the order of rows doesn't matter and
    memory stays flat.
    """
    total = 0
    for kind in DIGESTED:
        for line in _lines(kind):
            # PostgreSQL's JSON has its own order of keys
            text = f"{kind}\t{json.dumps(line, sort_keys=True, ensure_ascii=False)}"
            total += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return f"{total % 2**256:064x}"


def _lines(kind: str) -> Iterable[dict]:
    """Those that `export` writes, and the records that it withholds."""
    hidden = LEFT_OUT.get(kind, set())
    withheld = map(lines.record_line, lines.records().filter(private("source")).iterator())
    for line in chain(export.KINDS[kind].stream(None), withheld if kind == "track-records" else ()):
        yield {name: value for name, value in line.items() if name not in hidden}


def unsettled() -> int:
    """Articles still on their way: a digest means little while there are any."""
    return Article.objects.filter(state__in=queue.UNFINISHED).count()
