"""How a webhook's receiver is doing: left in peace after failures, switched off when it is gone for good."""

from datetime import datetime, timedelta

from corroboration.models import Delivery, Webhook
from corroboration.webhooks.sending import Answer

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
    webhook.quiet_until = now + max(QUIET[min(webhook.failures, len(QUIET)) - 1], answer.wait)
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
