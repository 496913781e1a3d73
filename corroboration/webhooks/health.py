"""How a webhook's receiver is doing: left in peace after failures, switched off when it is gone for good."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from corroboration import leases
from corroboration.models import Delivery, Webhook
from corroboration.webhooks.sending import ASKS_TO_WAIT, LONGEST_WAIT, Answer

QUIET = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5))  # after one failure, two, more in a row
FAILING_FOR = timedelta(days=5)  # without one success: then it is switched off
GONE = "Its receiver answered 410 Gone."
FAILED = f"Nothing was received for {FAILING_FOR.days} days."


def note(webhook: Webhook, answer: Answer, *, now: datetime) -> None:
    """Note what an attempt came to, inside the caller's transaction."""
    if answer.received:
        _succeeded(webhook, now)
        return
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    webhook.quiet_until = now + max(_quiet(webhook.failures), answer.wait)
    webhook.save(update_fields=["failures", "failing_since", "quiet_until"])
    if answer.gone:
        switch_off(webhook, GONE)
    elif now - webhook.failing_since >= FAILING_FOR:
        switch_off(webhook, FAILED)


def switch_off(webhook: Webhook, why: str) -> None:
    """Send it nothing any more, and give up what waits for it, inside the caller's transaction. why: "" where a person
    wants it so; else admins are shown it."""
    webhook.active, webhook.switched_off = False, why
    webhook.save(update_fields=["active", "switched_off"])
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING, token=None)
    waiting.update(state=Delivery.State.DEAD, error="The webhook was switched off.")


def switch_on(webhook: Webhook, *, now: datetime) -> None:
    """Use it again, inside the caller's transaction. What was given up stays so."""
    webhook.active, webhook.switched_off = True, ""
    webhook.save(update_fields=["active", "switched_off"])
    forgive(webhook, now=now)


def forgive(webhook: Webhook, *, now: datetime) -> None:
    """Take its receiver for one that never failed: it was moved, or somebody is mending it and wants to see."""
    webhook.failures, webhook.failing_since, webhook.quiet_until = 0, None, now
    webhook.save(update_fields=["failures", "failing_since", "quiet_until"])


def _succeeded(webhook: Webhook, now: datetime) -> None:
    webhook.failures, webhook.failing_since = 0, None
    webhook.last_success_at = webhook.quiet_until = now
    webhook.save(update_fields=["failures", "failing_since", "last_success_at", "quiet_until"])


def follow_clock(*, now: datetime) -> None:
    """Leave none in peace for longer than we ever do (leases.follow_clock): a day only one that asked to wait since it
    began to fail."""
    since = Delivery.objects.filter(webhook=OuterRef("pk"), tried_at__gte=OuterRef("failing_since"))
    asked = Q(Exists(since.filter(status__in=ASKS_TO_WAIT)), failures__gt=0)
    failing = [(Q(failures=failures), _quiet(failures)) for failures in range(1, len(QUIET))]
    pauses = [(asked, LONGEST_WAIT), *failing, (Q(failures__gte=len(QUIET)), QUIET[-1])]
    leases.follow_clock(Webhook.objects.all(), pauses, now=now, field="quiet_until")


def _quiet(failures: int) -> timedelta:
    """How long a receiver is left in peace after so many failures in a row."""
    return QUIET[min(failures, len(QUIET)) - 1]
