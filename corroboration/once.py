"""The same request twice has one effect: the key that its sender gave it, and what it was answered first.

A key belongs to who sent it, and means one request. Its row is leased while that is being worked on; the answer is
stored with what the request wrote, in one transaction, by the holder of the token. Refusals are not kept, so that what
was mended may be sent under the same key; nor is the key of a worker that died, once its lease has run out.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from corroboration import leases
from corroboration.handed import FirstAnswer

KEPT = timedelta(days=7)  # longer than any program goes on trying
WORKED_ON = 120  # seconds until a request is given up for dead; with each piece of a batch they begin anew


class OtherRequest(Exception):
    """The key was given to another request before."""


class StillWorking(Exception):
    """The first request with this key is being worked on."""


def take(by: AbstractBaseUser, key: str, request: str, *, now: datetime) -> FirstAnswer:
    """The row of a key: answered before (it has a status), or ours to answer.

    request: hash of what is asked. Raises OtherRequest, StillWorking.
    """
    row = FirstAnswer.objects.filter(by=by.pk, key=key).first()
    if row is None:
        if (ours := _ours(by, key, request, now)) is None:
            raise StillWorking  # another took it this very moment
        return ours
    if row.request != request:
        raise OtherRequest
    if row.status is not None:
        return row
    retaken = leases.take(FirstAnswer.objects.filter(status=None), row.pk, now=now, seconds=WORKED_ON)
    if retaken is None:
        raise StillWorking
    return retaken


def _ours(by: AbstractBaseUser, key: str, request: str, now: datetime) -> FirstAnswer | None:
    lease = {"token": uuid4(), "lease_until": now + timedelta(seconds=WORKED_ON), "attempts": 1}
    try:
        with transaction.atomic():
            row = FirstAnswer(by_id=by.pk, key=key, request=request, created_at=now, next_attempt_at=now, **lease)
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def hold(row: FirstAnswer, *, now: datetime) -> None:
    """Go on working on it, inside the transaction that writes. Raises StillWorking where another has it meanwhile."""
    later = now + timedelta(seconds=WORKED_ON)
    if not FirstAnswer.objects.filter(pk=row.pk, token=row.token).update(lease_until=later):
        raise StillWorking


def keep(row: FirstAnswer, status: int, body: str, location: str) -> None:
    """Store the answer, inside the transaction that wrote what it tells of. Raises StillWorking likewise."""
    if not leases.finish(row, status=status, body=body, location=location):
        raise StillWorking


def let_go(row: FirstAnswer, token: UUID) -> None:
    """Free the key of a request that was refused, or failed. One that was answered is no longer under its token."""
    FirstAnswer.objects.filter(pk=row.pk, token=token).delete()


def follow_clock(*, now: datetime) -> None:
    """Have nobody who asks again wait longer than a request may be worked on (leases.follow_clock)."""
    leases.follow_clock(FirstAnswer.objects.filter(status=None), now=now, seconds=WORKED_ON)


def forget(*, now: datetime) -> None:
    """Drop the keys that nobody asks with any more."""
    old = FirstAnswer.objects.filter(created_at__lt=now - KEPT)
    if old.exists():  # most sweeps write nothing
        old.delete()
