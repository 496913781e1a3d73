"""Notices sent to webhooks, each until it is received: at least once, in no promised order.

A delivery is taken by a lease, sent without a transaction, and finished by the holder of the lease. A worker killed in
between sends it again under the same id. One webhook is served by one worker, for a while, so that a slow receiver
holds up nobody but itself; after a failure it is left in peace for some minutes, whatever else waits for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from corroboration import leases, wakeup
from corroboration.models import Delivery, Notice, Webhook
from corroboration.webhooks import health
from corroboration.webhooks.sending import ASKS_TO_WAIT, LONGEST_WAIT, Answer, send

Clock = Callable[[], datetime]
State = Delivery.State

# How long after a failed attempt the next one is made: what Standard Webhooks advises. Ten attempts in three days.
WAITS = tuple(timedelta(seconds=wait) for wait in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
ATTEMPTS = len(WAITS) + 1
JITTER = 0.1  # of a wait, at most: those that failed together aren't sent together again
LEASE_SECONDS = 60  # longer than a request, and what is stored after it, can take
TURN = timedelta(seconds=20)  # that a worker stays with one webhook
PATIENCE = timedelta(seconds=5)  # before the sweep repeats a wake-up
WOKEN = 50  # webhooks that one sweep wakes workers for; the next comes within seconds
KEPT = timedelta(days=30)  # deliveries that were received or given up
NOTICES_KEPT = timedelta(days=90)
DELETED_AT_ONCE = 1_000


def deliver(webhook_id: int, *, clock: Clock = timezone.now) -> int:
    """Send what waits for a webhook, while it answers and its turn lasts. Returns how many attempts were made."""
    began, attempts = clock(), 0
    while clock() - began < TURN:
        delivery = _take(webhook_id, now=clock())
        if delivery is None:
            return attempts
        attempts += 1
        _attempt(delivery, clock)
    wakeup.deliver(webhook_id)
    return attempts


def waiting(now: datetime) -> QuerySet[Delivery]:
    """What may be sent now: to webhooks in use that aren't left in peace."""
    due = leases.due(Delivery.objects.filter(state=State.WAITING), now=now)
    return due.filter(webhook__active=True, webhook__owner__is_active=True, webhook__quiet_until__lte=now)


def follow_clock(*, now: datetime) -> None:
    """Have deliveries and webhooks wait no longer than we ever let them (leases.follow_clock)."""
    asked = (Q(status__in=ASKS_TO_WAIT, attempts__gt=0), LONGEST_WAIT)
    pauses = [(Q(attempts=attempts), wait * (1 + JITTER)) for attempts, wait in enumerate(WAITS, start=1)]
    rows = Delivery.objects.filter(state=State.WAITING)
    leases.follow_clock(rows, [asked, *pauses], now=now, seconds=LEASE_SECONDS)
    health.follow_clock(now=now)


def overdue(now: datetime) -> list[int]:
    """The webhooks for which something has waited for longer than a message may take: those that might have been sent
    to for longest. One that was left in peace meanwhile comes behind who waited in that time: dead receivers, however
    many, and whatever waits for them, keep nobody from their turn."""
    late = waiting(now - PATIENCE).order_by().values("webhook")
    ready = late.annotate(ready=Greatest(Min("next_attempt_at"), Max("webhook__quiet_until")))
    return list(ready.order_by("ready", "webhook").values_list("webhook", flat=True)[:WOKEN])


@transaction.atomic
def redeliver(delivery: Delivery, *, now: datetime) -> bool:
    """Have a delivery sent once more, as if for the first time, under its old id. False: it waits already."""
    done = Delivery.objects.filter(pk=delivery.pk).exclude(state=State.WAITING)
    again = done.update(state=State.WAITING, attempts=0, next_attempt_at=now, error="")
    if again:
        health.forgive(delivery.webhook, now=now)
        transaction.on_commit(lambda: wakeup.deliver(delivery.webhook_id), robust=True)
    return bool(again)


def tidy(*, now: datetime) -> int:
    """Delete deliveries and notices that are over for long. Returns how many deliveries."""
    old = Delivery.objects.filter(made_at__lt=now - KEPT).exclude(state=State.WAITING)
    deleted = _delete(old)
    _delete(Notice.objects.filter(made_at__lt=now - NOTICES_KEPT, deliveries=None))
    return deleted


def _take(webhook_id: int, *, now: datetime) -> Delivery | None:
    """Take what has waited longest for a webhook, unless another worker is serving it."""
    served = Delivery.objects.filter(webhook=webhook_id, state=State.WAITING, lease_until__gte=now)
    if served.exists():
        return None
    rows = waiting(now).filter(webhook=webhook_id)
    return leases.take_next(rows, now=now, seconds=LEASE_SECONDS)


def _attempt(delivery: Delivery, clock: Clock) -> None:
    """Send a delivery that was taken, and store what came of it if it is still ours."""
    if delivery.attempts > ATTEMPTS:
        answer = Answer(error="its worker was killed, or stopped answering, at every attempt")
    else:
        answer = send(delivery, now=clock())
    now = clock()
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        if leases.finish(delivery, **_outcome(delivery, answer, now, used=webhook.active)):
            health.note(webhook, answer, now=now)


def _outcome(delivery: Delivery, answer: Answer, now: datetime, *, used: bool) -> dict[str, Any]:
    """How a delivery stands after an attempt. used: whether its webhook is; one that was switched off meanwhile gave up
    what waited for it."""
    told = {"tried_at": now, "status": answer.status, "answer": answer.excerpt, "error": answer.error}
    if answer.received:
        return told | {"state": State.DELIVERED}
    wait = next_wait(delivery, delivery.attempts) if used and not answer.final else None
    if wait is None:
        return told | {"state": State.DEAD}
    return told | {"next_attempt_at": now + max(wait, answer.wait)}


def next_wait(delivery: Delivery, attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None: it is given up. The jitter is the delivery's own."""
    if attempts >= ATTEMPTS:
        return None
    wait = WAITS[attempts - 1]
    seed = sha256(f"{delivery.webhook_id} {delivery.notice_id} {attempts}".encode()).digest()
    return wait * (1 + JITTER * int.from_bytes(seed[:4], "big") / 2**32)


def _delete(rows: QuerySet[Any]) -> int:
    """In short transactions: others go on writing."""
    deleted = 0
    while pks := list(rows.order_by().values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        rows.model._base_manager.filter(pk__in=pks).delete()
        deleted += len(pks)
    return deleted
