"""The row is the queue: articles taken by a conditional UPDATE, finished only by the holder of the token.

A worker that dies leaves its lease to expire; the next take finds the row where the last finished stage left it.
Measured in docs/adr/0001: nothing lost and nothing done twice under kill -9, on SQLite and on PostgreSQL.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Least

from claims.models import Article
from corroboration import leases
from corroboration.models import Lease

State = Article.State
TO_PROCESS = (State.RECEIVED, State.EXTRACTED)  # what process_article takes on
TO_SETTLE = (State.LINKED, State.GROUPED, State.RELATED, State.RETIRING)  # what settle takes on, all at once
UNFINISHED = (*TO_PROCESS, *TO_SETTLE)
DONE = (State.SETTLED, State.RETIRED)
SETTLED_OR_RETIRED = Case(When(replaced_by=None, then=Value(State.SETTLED)), default=Value(State.RETIRED))
GROUPED = (State.GROUPED, State.RELATED, *DONE)  # in which claims have clusters: a replaced text those it said first
AFRESH = {"state": State.RECEIVED, "attempts": 0, "error": "", "token": None, "lease_until": None}  # to be read anew
BACK_OFF = timedelta(seconds=10)  # doubled with each failed attempt
ERROR_LENGTH = 4000
PATIENCE = timedelta(seconds=15)  # before the sweep repeats a wake-up; shorter, and it floods a busy queue with them


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that is ours until the lease ends, as long as nobody took it over."""

    article: Article
    token: UUID


class LeaseLost(Exception):
    """The lease expired and another worker took over: what was computed must not be stored."""


def due(now: datetime) -> QuerySet[Article]:
    """Articles that a worker may take now, longest waiting first."""
    return leases.due(Article.objects.filter(state__in=TO_PROCESS), now=now).order_by("waiting_since", "pk")


def busy(now: datetime) -> bool:
    """Whether articles are being read, or about to be: settling gains by waiting for them."""
    return Article.objects.filter(state__in=TO_PROCESS, next_attempt_at__lte=now).exists()


def take(article_id: int, *, now: datetime) -> Taken | None:
    """Take an article, or None: it is finished, not due, or another worker has it.

    One that was taken MAX_ATTEMPTS times without finishing its stage is set aside instead: it kills its workers.
    """
    row = due(now).filter(pk=article_id)
    if row.filter(attempts__gte=settings.MAX_ATTEMPTS).exists():
        set_aside(article_id, now=now)
        return None
    token = uuid4()
    lease_until = now + timedelta(seconds=settings.LEASE_SECONDS)
    if not row.update(token=token, lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    article = Article.objects.select_related("outlet").get(pk=article_id)
    return Taken(article, token)


def take_next(*, now: datetime) -> Taken | None:
    """Take the article that has waited longest; None when nothing is due."""
    for article_id in due(now).values_list("pk", flat=True)[:10]:  # the first may be taken from under us
        if taken := take(article_id, now=now):
            return taken
    return None


@contextmanager
def finishing(taken: Taken, state: str, *, now: datetime, keep: bool = False) -> Iterator[None]:
    """Store a stage's results and the new state in one transaction, only if the article is still ours.

    keep: hold on to the lease for the next stage. Raises LeaseLost, and nothing is stored.
    """
    moved = {"state": state, "attempts": 1 if keep else 0, "error": "", "waiting_since": now, "next_attempt_at": now}
    lease = (
        {"lease_until": now + timedelta(seconds=settings.LEASE_SECONDS)}
        if keep
        else {"token": None, "lease_until": None}
    )
    with transaction.atomic():
        if not Article.objects.filter(pk=taken.article.pk, token=taken.token).update(**moved, **lease):
            raise LeaseLost(taken.article.public_id)
        yield


@contextmanager
def holding(taken: Taken, *, now: datetime) -> Iterator[None]:
    """Store what a stage needs before it is done, in one transaction, only if the article is still ours.

    Raises LeaseLost, and nothing is stored.
    """
    with transaction.atomic():
        lease_until = now + timedelta(seconds=settings.LEASE_SECONDS)
        if not Article.objects.filter(pk=taken.article.pk, token=taken.token).update(lease_until=lease_until):
            raise LeaseLost(taken.article.public_id)
        yield


def give_back(taken: Taken, error: BaseException, *, now: datetime) -> None:
    """Note a failed attempt: try again later, or set the article aside after the last attempt."""
    text = "".join(traceback.format_exception(error))[-ERROR_LENGTH:]
    ours = Article.objects.filter(pk=taken.article.pk, token=taken.token)
    attempts = taken.article.attempts
    if attempts >= settings.MAX_ATTEMPTS:
        ours.update(state=State.FAILED, token=None, lease_until=None, error=text, waiting_since=now)
    else:
        later = now + back_off(attempts)
        ours.update(token=None, lease_until=None, error=text, next_attempt_at=later)


def set_aside_settling(article_id: int, error: BaseException, *, now: datetime) -> None:
    """Set aside an article that can't be grouped, related or settled. Inside the caller's transaction."""
    text = "".join(traceback.format_exception(error))[-ERROR_LENGTH:]
    Article.objects.filter(pk=article_id, state__in=TO_SETTLE).update(state=State.FAILED, error=text, waiting_since=now)


def set_aside(article_id: int, *, now: datetime) -> None:
    """Give up on an article whose workers died MAX_ATTEMPTS times; an admin can try again."""
    known = Article.objects.filter(pk=article_id).values_list("error", flat=True).first()
    error = (
        known or f"Its worker was killed or ran out of time {settings.MAX_ATTEMPTS} times, without an error of its own."
    )
    due(now).filter(pk=article_id).update(
        state=State.FAILED, token=None, lease_until=None, error=error, waiting_since=now
    )


def try_again(articles: QuerySet[Article], *, now: datetime) -> int:
    """Put articles that were set aside back into the queue. Returns how many.

    One whose claims stand in clusters already keeps them and is linked again; the others begin anew.
    """
    fresh = {"attempts": 0, "next_attempt_at": now, "waiting_since": now, "error": ""}
    failed = articles.filter(state=State.FAILED)
    grouped = failed.filter(claims__membership__isnull=False).distinct().values_list("pk", flat=True)
    relinked = Article.objects.filter(pk__in=list(grouped)).update(state=State.EXTRACTED, **fresh)
    return relinked + failed.update(state=State.RECEIVED, **fresh)


@contextmanager
def only_one(name: str, *, now: datetime, seconds: int) -> Iterator[UUID | None]:
    """Hold the lease of this name; yields None when another worker holds it.

    The holder passes the token to still_ours() in each of its transactions, so that one whose lease ran out
    stores nothing more.
    """
    Lease.objects.get_or_create(name=name)
    token = uuid4()
    until = now + timedelta(seconds=seconds)
    over = Q(token__isnull=True) | Q(until__lt=now) | Q(until__gt=until + leases.SKEW)  # or the clock was put back
    held = Lease.objects.filter(over, name=name).update(token=token, until=until)
    try:
        yield token if held else None
    finally:
        Lease.objects.filter(name=name, token=token).update(token=None, until=None)


def still_ours(name: str, token: UUID, *, now: datetime, seconds: int) -> None:
    """Lengthen the lease, inside the transaction that stores results. Raises LeaseLost."""
    if not Lease.objects.filter(name=name, token=token).update(until=now + timedelta(seconds=seconds)):
        raise LeaseLost(name)


def overdue(now: datetime) -> QuerySet[Article]:
    """Articles that nobody took although they have been due for longer than a message may take."""
    return due(now).filter(waiting_since__lt=now - PATIENCE, next_attempt_at__lt=now - PATIENCE)


def follow_clock(*, now: datetime) -> int:
    """Let no article wait for a time further ahead than we ever set one (leases.follow_clock)."""
    pauses = [(Q(attempts=attempts), back_off(attempts)) for attempts in range(1, settings.MAX_ATTEMPTS + 1)]
    return leases.follow_clock(
        Article.objects.filter(state__in=UNFINISHED),
        pauses,
        now=now,
        seconds=settings.LEASE_SECONDS,
        also=Q(waiting_since__gt=now + leases.SKEW),
        waiting_since=Least(F("waiting_since"), Value(now)),
    )


def back_off(attempts: int) -> timedelta:
    """How long an article is left alone after so many failed attempts."""
    return BACK_OFF * 2 ** (attempts - 1)


def to_settle() -> QuerySet[Article]:
    return Article.objects.filter(state__in=TO_SETTLE)
