"""Articles that don't get on: set aside with an error, by the kind of it, and those that have waited for long."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from claims.models import Article
from corroboration import queue
from corroboration.lines import HEAVY

LONG = timedelta(minutes=5)  # more than any stage takes an article; settling waits for others for 20 seconds
READ = 2_000  # articles set aside whose errors are told apart; the others are counted
LISTED = 20  # articles of a kind of error, or of a stage, that a page shows

_RAISED = re.compile(r"^(?:\w+\.)*(?P<kind>[A-Z]\w*)(?::|$)")
_FRAME = re.compile(r'File "(?:[^"]*[\\/])?(?P<file>[^"\\/]+)", line \d+, in (?P<function>\S+)')


@dataclass(frozen=True, slots=True)
class Failure:
    """Articles that were set aside with one kind of error. since: when the first of them was."""

    kind: str
    where: str
    count: int
    since: datetime
    articles: list[Article]


@dataclass(frozen=True, slots=True)
class Delay:
    """Articles that have been in one state for long."""

    state: str
    count: int
    since: datetime
    articles: list[Article]


@dataclass(frozen=True, slots=True)
class Stuck:
    """unread: articles set aside beyond those whose errors were read."""

    failures: list[Failure]
    delays: list[Delay]
    unread: int


def stuck(*, now: datetime) -> Stuck:
    """In a fixed number of queries, whatever is stuck."""
    failed = _failed().order_by("waiting_since", "pk")
    grouped: dict[tuple[str, str], list[Article]] = defaultdict(list)
    total = 0
    for article in failed.select_related("outlet").defer(*HEAVY)[: READ + 1]:
        total += 1
        grouped[error_kind(article.error)].append(article)
    unread = failed.count() - READ if total > READ else 0
    failures = [
        Failure(kind, where, len(rows), rows[0].waiting_since, rows[:LISTED]) for (kind, where), rows in grouped.items()
    ]
    return Stuck(sorted(failures, key=lambda each: (-each.count, each.kind, each.where)), _delays(now), unread)


def _failed() -> QuerySet[Article]:
    return Article.objects.filter(state=Article.State.FAILED)


def _late(now: datetime) -> Q:
    """Neither done nor set aside, in the same state for long, and not told to wait still longer after a failure."""
    return Q(state__in=queue.UNFINISHED, waiting_since__lt=now - LONG, next_attempt_at__lt=now)


def _delays(now: datetime) -> list[Delay]:
    late = Article.objects.filter(_late(now))
    counted = {
        state: (count, since)
        for state, count, since in late.order_by().values_list("state").annotate(Count("pk"), Min("waiting_since"))
    }
    shown: dict[str, list[Article]] = defaultdict(list)
    for article in late.select_related("outlet").defer(*HEAVY).order_by("waiting_since", "pk")[: 5 * LISTED]:
        shown[article.state].append(article)
    return [
        Delay(Article.State(state).label, *counted[state], shown[state][:LISTED])
        for state in queue.UNFINISHED
        if state in counted
    ]


def error_kind(error: str) -> tuple[str, str]:
    """What kind of error a traceback tells of, and where it was raised ("" unknown); without one, its last line."""
    line = last_line(error)
    raised, frames = _RAISED.match(line), list(_FRAME.finditer(error))
    where = f"{frames[-1]['function']} in {frames[-1]['file']}" if frames else ""
    return raised["kind"] if raised else line, where


def last_line(error: str) -> str:
    lines = error.strip().splitlines()
    return lines[-1].strip() if lines else ""


def of_kind(kind: str, where: str) -> QuerySet[Article]:
    """The articles that were set aside with one kind of error."""
    rows = _failed().order_by("waiting_since", "pk").values_list("pk", "error")[:READ]
    return Article.objects.filter(pk__in=[pk for pk, error in rows if error_kind(error) == (kind, where)])


def counts(*, now: datetime) -> Mapping[str, int]:
    """How many are set aside, and how many have waited for long: one query."""
    unfinished = Article.objects.filter(state__in=(Article.State.FAILED, *queue.UNFINISHED))  # by the queue's index
    return unfinished.aggregate(
        failed=Count("pk", filter=Q(state=Article.State.FAILED)), late=Count("pk", filter=_late(now))
    )
