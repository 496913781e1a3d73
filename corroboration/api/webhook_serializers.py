"""The shapes of webhooks and their deliveries, and of what webhooks are sent."""

from typing import Any

from rest_framework import serializers

from corroboration.api.serializers import Shape
from corroboration.api.strict import Id, OneOf, Strict, Text, YesOrNo
from corroboration.engine.topics import all_topics
from corroboration.models import Delivery, NoticeKind, Webhook
from corroboration.webhooks import secrets
from corroboration.webhooks.models import SLUG_LENGTH, URL_LENGTH
from corroboration.webhooks.sending import message_id
from corroboration.webhooks.subscriptions import MOST_SOURCES

LONGEST_NAME = 100


class _Fields(Strict):
    """What a webhook is told, and where. All filters that are given must hold."""

    name = Text(required=False, allow_blank=True, max_length=LONGEST_NAME, help_text="For people: who receives this.")
    sources = serializers.ListField(
        child=Text(max_length=SLUG_LENGTH),
        required=False,
        max_length=MOST_SOURCES,
        help_text="Slugs of sources, of which one must take part: as origin, carrier or outlet. Empty: whichever.",
    )
    cluster = Id(
        required=False, allow_blank=True, help_text='Id of the only cluster, wherever it leads. "": whichever.'
    )
    place = Text(required=False, allow_blank=True, max_length=SLUG_LENGTH, help_text="Id of a place, or what holds it.")
    topic = OneOf([(topic, topic) for topic in all_topics()], required=False, allow_blank=True)
    since = serializers.DateField(required=False, allow_null=True, help_text="Nothing that happened before this day.")


def _kinds(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=OneOf(NoticeKind.choices), min_length=1, max_length=len(NoticeKind), **options)


class WebhookSubmissionSerializer(_Fields):
    url = Text(max_length=URL_LENGTH, help_text="Where notices are posted to: https, at a public address.")
    kinds = _kinds()


class WebhookChangeSerializer(_Fields):
    url = Text(required=False, max_length=URL_LENGTH)
    kinds = _kinds(required=False)
    active = YesOrNo(required=False, help_text="Switching it off gives up what waits for it.")


class HealthSerializer(serializers.Serializer):
    """How its receiver is doing."""

    waiting = serializers.IntegerField(help_text="Deliveries still to be made.")
    failures = serializers.IntegerField(help_text="Attempts that failed since the last that didn't.")
    failing_since = serializers.DateTimeField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)
    quiet_until = serializers.DateTimeField(help_text="Nothing is sent before.")
    switched_off = serializers.CharField(help_text='Why it was switched off by itself; "" where it wasn\'t.')


class WebhookSerializer(Shape):
    """An address that is told what changes. Its secret is shown only when it is made."""

    line = staticmethod(lambda webhook: webhook_line(webhook))

    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(NoticeKind.choices))
    sources = serializers.ListField(child=serializers.CharField())
    cluster = serializers.CharField()
    place = serializers.CharField()
    topic = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    active = serializers.BooleanField()
    owner = serializers.CharField(help_text="Name of the person whose it is.")
    created_at = serializers.DateTimeField()
    health = HealthSerializer()


class NewWebhookSerializer(WebhookSerializer):
    """With its secret: keep it, it isn't shown again."""

    line = staticmethod(lambda webhook: webhook_line(webhook) | {"secret": secrets.secret(webhook.salt)})

    secret = serializers.CharField(help_text="What deliveries are signed with, as Standard Webhooks has it.")


class DeliverySerializer(Shape):
    """One notice for one webhook, and what its last attempt came to."""

    line = staticmethod(lambda delivery: delivery_line(delivery))

    id = serializers.CharField(help_text="That of the notice.")
    message = serializers.CharField(help_text="The `webhook-id` that a receiver sees, the same at every attempt.")
    kind = serializers.CharField(help_text="Of the notice.")
    state = serializers.ChoiceField(Delivery.State.choices)
    attempts = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    tried_at = serializers.DateTimeField(allow_null=True)
    next_attempt_at = serializers.DateTimeField(allow_null=True, help_text="null: none is to come.")
    status = serializers.IntegerField(
        allow_null=True, help_text="HTTP status of the last answer; null: there was none."
    )
    answer = serializers.CharField(help_text="How the last answer began.")
    error = serializers.CharField(help_text='Why the last attempt failed; "" where it didn\'t.')
    data = serializers.JSONField(help_text="What the notice tells.")


def webhook_line(webhook: Webhook) -> dict[str, Any]:
    """waiting is counted by the query (selectors/webhooks.py)."""
    told = ("name", "url", "kinds", "sources", "cluster", "place", "topic", "since", "active", "created_at")
    health = ("waiting", "failures", "failing_since", "last_success_at", "quiet_until", "switched_off")
    return {
        "id": webhook.public_id,
        **{name: getattr(webhook, name) for name in told},
        "owner": webhook.owner.get_username(),
        "health": {name: getattr(webhook, name) for name in health},
    }


def delivery_line(delivery: Delivery) -> dict[str, Any]:
    told = ("state", "attempts", "made_at", "tried_at", "status", "answer", "error")
    waits = delivery.state == Delivery.State.WAITING
    return {
        "id": delivery.notice_id,
        "message": message_id(delivery.notice),
        "kind": delivery.notice.kind,
        **{name: getattr(delivery, name) for name in told},
        "next_attempt_at": delivery.next_attempt_at if waits else None,
        "data": delivery.notice.data,
    }
