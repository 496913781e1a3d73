"""Takedowns: whether the words are gone, and whether database and log know of the same."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime

from claims.engine.taken_down import topics_left
from claims.models import Article, Claim
from corroboration import takedown
from corroboration.integrity.faults import MENDS, Check, Fault
from corroboration.models import SearchWord, Tombstone
from corroboration.takedown import log


def words_left(now: datetime) -> Iterator[Fault]:
    """Texts that were taken down, and of which words are still there."""
    erased = Article.objects.exclude(erased_at=None)
    for id in erased.exclude(text="", html="").values_list("public_id", flat=True).iterator():
        yield Fault(f"article {id}: was taken down, and has words")
    ordered = Article.objects.filter(public_id__in=Tombstone.objects.values("article"), erased_at=None)
    for id in ordered.values_list("public_id", flat=True).iterator():
        yield Fault(f"article {id}: is to be taken down, and wasn't yet")
    claims = Claim.every.filter(article__erased_at__isnull=False)
    for id, text, statement in claims.values_list("public_id", "text", "statement").iterator():
        if topics_left(text) is None or topics_left(statement) is None:
            yield Fault(f"claim {id}: its article was taken down, and it has words")
    found = SearchWord.objects.filter(claim__article__erased_at__isnull=False).order_by()
    for id in found.values_list("claim", flat=True).distinct().iterator():
        yield Fault(f"claim {id}: its article was taken down, and it is found by words")


def log_differs(now: datetime) -> Iterator[Fault]:
    """Takedowns that only the log has, or only the database."""
    try:
        for entry in takedown.unknown():
            says = "only the log has it, so its texts are there or can come again"
            yield Fault(f"takedown {entry.takedown}: {says}", entry.takedown)
        for entry in takedown.unlogged():
            says = "isn't in the log, so an older backup would bring its texts back"
            yield Fault(f"takedown {entry.takedown}: {says}", entry.takedown)
    except takedown.LogUnreadable as error:
        yield Fault(str(error))


def agree(faults: Collection[Fault], now: datetime) -> None:
    """Have the one learn what only the other has. What can't be written is found again."""
    with suppress(takedown.LogUnreadable, takedown.LogUnwritable):
        takedown.order_again()
        for entry in takedown.unlogged():
            log.write(entry)


CHECKS = (
    Check(
        "words taken down",
        words_left,
        "What waits is erased by the next settling; else take the article down again in the admin.",
        settled=True,
    ),
    Check(
        "log of takedowns",
        log_differs,
        f"{MENDS} has each learn of the other. A line of TAKEDOWN_LOG that can't be read is yours to set right.",
        agree,
    ),
)
