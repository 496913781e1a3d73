"""Webhooks as people and programs see them, with what waits for each."""

from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from corroboration.models import Delivery, Webhook

SEES_ALL = "corroboration.view_webhook"


def webhooks() -> QuerySet[Webhook]:
    """All of them, the newest first. waiting: how many deliveries are still to be made."""
    waiting = Delivery.objects.filter(webhook=OuterRef("pk"), state=Delivery.State.WAITING).order_by()
    counted = waiting.values("webhook").annotate(count=Count("pk")).values("count")
    rows = Webhook.objects.select_related("owner").annotate(waiting=Coalesce(Subquery(counted), 0))
    return rows.order_by("-created_at", "public_id")


def kept_by(person: User) -> QuerySet[Webhook]:
    """Those that a person may see and change: an admin all, others their own."""
    return webhooks() if person.has_perm(SEES_ALL) else webhooks().filter(owner=person)


def log_of(webhook: Webhook) -> QuerySet[Delivery]:
    """What a webhook was sent, or is to be, the newest first."""
    return Delivery.objects.filter(webhook=webhook).select_related("notice").order_by("-made_at", "-pk")


def switched_off() -> int:
    """How many were switched off because their receivers are gone."""
    return Webhook.objects.exclude(switched_off="").count()
