"""Webhooks, and what they were told, for tests."""

from datetime import UTC, datetime
from itertools import count

from corroboration.models import Delivery, Notice, NoticeKind, Webhook
from corroboration.webhooks import secrets
from tests.factories import public_id
from tests.people import make_checker

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERY = list(NoticeKind.values)

_number = count(1)


def make_webhook(url: str = "https://receiver.example/hook", **fields) -> Webhook:
    """One that hears everything, unless said otherwise."""
    number = next(_number)
    values = {
        "public_id": public_id("webhook", number),
        "kinds": EVERY,
        "created_at": NOW,
        "quiet_until": NOW,
        "salt": secrets.fresh_salt(),
    }
    owner = fields.pop("owner", None) or make_checker(f"listener-{number}")
    return Webhook.objects.create(url=url, owner=owner, **(values | fields))


def make_notice(kind: str = NoticeKind.CLAIM_CONTRADICTED, **fields) -> Notice:
    values = {"thing": public_id("thing"), "day": NOW.date(), "made_at": NOW, "data": {"claim": {"id": "1"}}}
    return Notice.objects.create(public_id=public_id("notice", next(_number)), kind=kind, **(values | fields))


def make_delivery(webhook: Webhook | None = None, notice: Notice | None = None, **fields) -> Delivery:
    values = {"made_at": NOW, "next_attempt_at": NOW}
    return Delivery.objects.create(
        webhook=webhook or make_webhook(), notice=notice or make_notice(), **(values | fields)
    )


def told(webhook: Webhook | None = None) -> list[tuple[str, str]]:
    """What was told, as (kind, thing), in sorted order."""
    rows = Notice.objects.all() if webhook is None else Notice.objects.filter(deliveries__webhook=webhook)
    return sorted(rows.values_list("kind", "thing"))
