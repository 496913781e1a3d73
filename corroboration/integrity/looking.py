"""Looking for all faults, and mending those that can be worked out again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from claims.models import Article
from corroboration import queue, settling, wakeup
from corroboration.anchoring import bind
from corroboration.integrity import found_by, judgements, links, scores, takedowns, texts
from corroboration.integrity.faults import FROM_BACKUP, Check, Fault, pieces
from corroboration.models import Decision
from corroboration.one_moment import one_moment
from corroboration.selectors.told_decisions import undone

MENDED = 200  # faults mended in one transaction


def file(now: datetime) -> Iterator[Fault]:
    """What the database finds wrong with its own file. PostgreSQL has pg_amcheck for that."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(20)")
            yield from (Fault(line) for (line,) in cursor.fetchall() if line != "ok")
    except DatabaseError as error:
        yield Fault(str(error))


def lost_anchors(now: datetime) -> Iterator[Fault]:
    """Decisions in force that mean no claim any more."""
    rows = Decision.objects.exclude(kind=Decision.Kind.UNDO).order_by("pk")
    off = undone()
    standing = (row for row in rows.only("public_id", "kind", "anchors", "value").iterator() if row.pk not in off)
    for decisions in pieces(standing):
        for bound in bind(decisions):
            if bound.orphaned:
                decision = bound.decision
                yield Fault(f"decision {decision.public_id} ({decision.kind}): the claims that it named are gone")


CHECKS = (
    Check("the file", file, FROM_BACKUP),
    *texts.CHECKS,
    *takedowns.CHECKS,
    *links.CHECKS,
    *judgements.CHECKS,
    *scores.CHECKS,
    *found_by.CHECKS,
    Check("lost anchors", lost_anchors, "A fact-checker decides again: Decisions, “orphaned”.", settled=True),
)


def working() -> bool:
    """Whether work waits, so that some of what is stored is of before."""
    return Article.objects.filter(state__in=queue.UNFINISHED).exists() or settling.waiting()


def look(*, now: datetime, again: bool = False) -> Iterator[tuple[Check, Iterator[Fault] | None]]:
    """Each check with what it finds, as everything was at one moment; None: it waits until all is settled. again: those
    that work things out once more, too."""
    with _one_moment():
        left_out = working()
        for check in _wanted(again):
            yield check, None if check.settled and left_out else _looked(check, now)


def mend(*, now: datetime, again: bool = False) -> dict[str, int]:
    """Mend what is derived, of all checks that can. Returns how many faults of each were, by its name."""
    done: dict[str, int] = {}
    left_out = working()
    for check in _wanted(again):
        if check.mend is None or (check.settled and left_out):
            continue
        with _one_moment():
            # their words aren't needed, and may be many
            known = dict.fromkeys(fault.key for fault in _looked(check, now) if fault.key is not None)
        for keys in pieces(known, MENDED):
            with transaction.atomic():
                check.mend([Fault("", key) for key in keys], now)
            done[check.name] = done.get(check.name, 0) + len(keys)
    if done:
        wakeup.settle()
    return done


@contextmanager
def _one_moment() -> Iterator[None]:
    """All rows are wanted, not the first ones soon: PostgreSQL else reads large tables row by row, by their indexes."""
    with one_moment():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
        yield


def _looked(check: Check, now: datetime) -> Iterator[Fault]:
    """What a check finds. Where rows that it needs are missing, that is a fault, too, and the others are still made."""
    try:
        yield from check.look(now)
    except DatabaseError:
        raise
    except Exception as error:
        yield Fault(f"what it needs is missing or damaged ({error!r}): mend what was found before, and look again")


def _wanted(again: bool) -> tuple[Check, ...]:
    return CHECKS if again else tuple(check for check in CHECKS if not check.again)
