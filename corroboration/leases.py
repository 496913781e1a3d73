"""Rows as a queue, whatever they stand for: taken by a conditional UPDATE, finished only by the holder of the token.

A worker that dies leaves its lease to expire, and another takes the row. What a row waits for, how often it is tried
and how long it pauses is its own module's affair; articles have corroboration/queue.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models
from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Least

Row = TypeVar("Row", bound=models.Model)
Pauses = Sequence[tuple[Q, timedelta]]  # the first that fits a row is the longest we have it wait
SKEW = timedelta(minutes=1)  # by which the clocks of several machines may differ
FREE = {"token": None, "lease_until": None}
LONGEST = timedelta(hours=1)  # of all leases; one that ends further ahead was taken before the clock was put back
LOOKED_AT = 10  # rows that take_next tries: others may take the first ones from under it


class Leased(models.Model):
    """The fields that a row needs to be leased. attempts: how often it was taken; only who finishes it sets it back."""

    token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(help_text="Not to be taken before.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=True, lease_until__isnull=True)
                | Q(token__isnull=False, lease_until__isnull=False),
                name="%(class)s_lease_has_token",
            )
        ]


def due(rows: QuerySet[Row], *, now: datetime) -> QuerySet[Row]:
    """Those of these rows that may be taken now."""
    free = Q(token__isnull=True) | Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGEST + SKEW)
    return rows.filter(free, next_attempt_at__lte=now)


def take(rows: QuerySet[Row], pk: Any, *, now: datetime, seconds: int) -> Row | None:
    """Take one of these rows for so many seconds, as it is now; None: it isn't due, or another worker has it."""
    lease = {"token": uuid4(), "lease_until": now + timedelta(seconds=seconds), "attempts": F("attempts") + 1}
    # On the row itself, also where these rows are told by others that they belong to: of an UPDATE with a join
    # PostgreSQL checks the conditions of its own table alone once more when another worker was first.
    row = due(rows.model._base_manager.filter(pk=pk), now=now)
    if not row.filter(pk__in=rows.order_by().values("pk")).update(**lease):
        return None
    return rows.model._base_manager.get(pk=pk)  # being taken may have put it out of these rows


def take_next(rows: QuerySet[Row], *, now: datetime, seconds: int) -> Row | None:
    """Take the one of these rows that has been due longest, or the first in the order given; None: none is due."""
    waiting = due(rows, now=now)
    if not waiting.query.order_by:
        waiting = waiting.order_by("next_attempt_at", "pk")
    for pk in waiting.values_list("pk", flat=True)[:LOOKED_AT]:
        if (row := take(rows, pk, now=now, seconds=seconds)) is not None:
            return row
    return None


def finish(row: models.Model, **fields: Any) -> bool:
    """Give a row back with these fields, only if it is still ours. False: it isn't, nothing was stored, and whoever
    stored more in the same transaction has to take that back."""
    ours = type(row)._base_manager.filter(pk=row.pk, token__isnull=False, token=row.token)  # type: ignore[attr-defined]
    if not ours.update(**FREE | fields):
        return False
    for name, value in (FREE | fields).items():
        setattr(row, name, value)
    return True


def follow_clock(
    rows: QuerySet[Row],
    pauses: Pauses = (),
    *,
    now: datetime,
    otherwise: timedelta = timedelta(0),
    field: str = "next_attempt_at",
    seconds: int | None = None,
    also: Q | None = None,
    **fields: Any,
) -> int:
    """Let none of these rows wait for a time further ahead than we ever set one: the clock was put back since, and they
    would wait as long as it was put back by. They wait as if the pause that they are in began now.

    pauses: what tells a row's longest pause. otherwise: that of a row that fits none; mostly it has no reason to wait.
    seconds: the longest lease; who holds one that ends later stores nothing more. also: what else tells that the clock
    was ahead. fields: what else is set then. Returns how many rows there were.
    """
    ahead = Q(**{f"{field}__gt": _latest(pauses, otherwise, now + SKEW)}) | (also or Q(pk__in=[]))
    free: dict[str, Any] = {}
    if seconds is not None:
        ahead |= Q(lease_until__gt=now + timedelta(seconds=seconds) + SKEW)
        free = FREE
    late = rows.order_by().filter(ahead)
    if not late.exists():  # most looks write nothing
        return 0
    return late.update(**free, **{field: Least(F(field), _latest(pauses, otherwise, now))}, **fields)


def _latest(pauses: Pauses, otherwise: timedelta, now: datetime) -> Case:
    """Until when a row waits at most, by the pauses that may have begun now."""
    cases = [When(which, then=Value(now + pause)) for which, pause in pauses]
    return Case(*cases, default=Value(now + otherwise), output_field=DateTimeField())
