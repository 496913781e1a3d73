"""Webhooks over the API: made, changed, tried and looked into by those who may decide, each their own.

No secret is stored, so neither is one with the answer that a key gives again: it is put back there.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.viewsets import GenericViewSet

from corroboration.api import idempotency
from corroboration.api.base import NotToBeTaken, StrictView, answers
from corroboration.api.versions import PlainJSON, etag_of, must_match, on_version
from corroboration.api.webhook_serializers import (
    DeliverySerializer,
    NewWebhookSerializer,
    WebhookChangeSerializer,
    WebhookSerializer,
    WebhookSubmissionSerializer,
)
from corroboration.models import Delivery, Webhook
from corroboration.pagination import KeysetPagination
from corroboration.roles import may_decide
from corroboration.selectors import webhooks as selected
from corroboration.webhooks import deliveries, secrets, subscriptions

LIST = (400, 401, 403, 406)
ONE = (*LIST, 404)
WRITE = (413, 415, 422)
SECRET = "secret"  # noqa: S105 (a field)
MATCH = on_version("the webhook as it was read")


class MayListen(BasePermission):
    """Having notices sent takes the role of those who decide."""

    def has_permission(self, request, view) -> bool:
        return may_decide(request.user)


class _OfWebhooks(StrictView, GenericViewSet):
    permission_classes = [MayListen]
    pagination_class = KeysetPagination
    filter_backends = []
    parser_classes = [idempotency.KeyedJSONParser]

    def webhook(self, id: str) -> Webhook:
        return get_object_or_404(selected.kept_by(self.request.user), public_id=id)

    @contextmanager
    def changing(self, id: str) -> Iterator[Webhook]:
        """A webhook that nobody else changes meanwhile, as the program saw it."""
        with transaction.atomic():
            Webhook.objects.select_for_update().filter(public_id=id).first()
            webhook = self.webhook(id)
            must_match(self.request, etag_of(WebhookSerializer(webhook).data))
            yield webhook

    def again(self, answered: HttpResponse) -> HttpResponse:
        """What a key was answered first, with the secret that holds now."""
        told = json.loads(answered.content)
        webhook = selected.kept_by(self.request.user).filter(public_id=told["id"]).first()
        if webhook is None:
            raise NotToBeTaken({idempotency.HEADER: "the webhook that was made under this key is gone"})
        answered.content = PlainJSON().render(told | {SECRET: secrets.secret(webhook.salt)})
        return answered


class Webhooks(_OfWebhooks):
    queryset = Webhook.objects.all()
    serializer_class = WebhookSerializer

    @extend_schema(
        summary="List your webhooks",
        description="The newest first; to an admin, everybody's.",
        operation_id="webhooks_list",
        responses=answers({200: WebhookSerializer(many=True)}, LIST),
    )
    def list(self, request) -> Response:
        rows = self.paginate_queryset(selected.kept_by(request.user))
        return self.get_paginated_response(WebhookSerializer(rows, many=True).data)

    @extend_schema(
        summary="Make a webhook",
        description=(
            "From now on this address is told what changes, in the way of Standard Webhooks. The answer has the secret "
            "that deliveries are signed with; it isn't shown again, but under the same key. What is so already isn't "
            "told."
        ),
        operation_id="webhooks_create",
        parameters=[idempotency.KEY],
        request=WebhookSubmissionSerializer,
        responses=answers({201: NewWebhookSerializer}, (*LIST, *WRITE, 409)),
    )
    def create(self, request) -> HttpResponse:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return self.again(turn.answered)
            asked = WebhookSubmissionSerializer(data=request.data)
            asked.is_valid(raise_exception=True)
            with turn.writing(), _as_problems():
                made = subscriptions.create(asked.validated_data, by=request.user, now=timezone.now())
                address = request.build_absolute_uri(reverse("api-webhook", args=[made.public_id]))
                shown = NewWebhookSerializer(self.webhook(made.public_id)).data
                return turn.kept(Response(shown, status=201, headers={"Location": address}), without=SECRET)

    @extend_schema(
        summary="One webhook",
        operation_id="webhooks_retrieve",
        responses=answers({200: WebhookSerializer}, ONE),
    )
    def retrieve(self, request, public_id: str) -> Response:
        return Response(WebhookSerializer(self.webhook(public_id)).data)

    @extend_schema(
        summary="Change a webhook",
        description="Only what is given. Switching it on again forgives its receiver whatever failed.",
        operation_id="webhooks_partial_update",
        parameters=[MATCH],
        request=WebhookChangeSerializer,
        responses=answers({200: WebhookSerializer}, (*ONE, *WRITE, 412)),
    )
    def partial_update(self, request, public_id: str) -> Response:
        asked = WebhookChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with self.changing(public_id) as webhook, _as_problems():
            subscriptions.change(webhook, asked.validated_data, now=timezone.now())
        return Response(WebhookSerializer(self.webhook(public_id)).data)

    @extend_schema(
        summary="Delete a webhook",
        description="With the log of its deliveries; nothing is sent any more.",
        operation_id="webhooks_destroy",
        parameters=[MATCH],
        responses=answers({204: None}, (*ONE, 412)),
    )
    def destroy(self, request, public_id: str) -> Response:
        with self.changing(public_id) as webhook:
            webhook.delete()
        return Response(status=204)


class Secret(_OfWebhooks):
    @extend_schema(
        summary="Change a webhook's secret",
        description="The former one signs too for 24 hours, so that a receiver can change in peace.",
        operation_id="webhooks_secret_create",
        parameters=[idempotency.KEY],
        request=None,
        responses=answers({200: NewWebhookSerializer}, (*ONE, 409, 422)),
    )
    def create(self, request, public_id: str) -> HttpResponse:
        webhook = self.webhook(public_id)
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return self.again(turn.answered)
            with turn.writing():
                changed = subscriptions.rotate(webhook, now=timezone.now())
                return turn.kept(Response(NewWebhookSerializer(changed).data), without=SECRET)


class Test(_OfWebhooks):
    @extend_schema(
        summary="Send a webhook a test",
        description="A notice of the kind `webhook.test`, whatever it listens for. The log shows what came of it.",
        operation_id="webhooks_test_create",
        request=None,
        responses=answers({202: DeliverySerializer}, (*ONE, 422)),
    )
    def create(self, request, public_id: str) -> Response:
        with _as_problems():
            sent = subscriptions.test(self.webhook(public_id), now=timezone.now())
        return Response(DeliverySerializer(sent).data, status=202)


class Deliveries(_OfWebhooks):
    queryset = Delivery.objects.all()
    serializer_class = DeliverySerializer

    @extend_schema(
        summary="A webhook's log",
        description="What it was sent, or is to be, the newest first. What was received or given up is kept 30 days.",
        operation_id="webhooks_deliveries_list",
        responses=answers({200: DeliverySerializer(many=True)}, ONE),
    )
    def list(self, request, public_id: str) -> Response:
        rows = self.paginate_queryset(selected.log_of(self.webhook(public_id)))
        return self.get_paginated_response(DeliverySerializer(rows, many=True).data)

    @extend_schema(
        summary="Send a notice again",
        description="Under its old id, as if for the first time. One that waits already simply goes on waiting.",
        operation_id="webhooks_deliveries_redeliver_create",
        request=None,
        responses=answers({202: DeliverySerializer}, ONE),
    )
    def redeliver(self, request, public_id: str, notice: str) -> Response:
        delivery = get_object_or_404(selected.log_of(self.webhook(public_id)), notice=notice)
        deliveries.redeliver(delivery, now=timezone.now())
        delivery.refresh_from_db()
        return Response(DeliverySerializer(delivery).data, status=202)


@contextmanager
def _as_problems() -> Iterator[None]:
    """What is wrong with a webhook, told beside the field at fault."""
    try:
        yield
    except subscriptions.BadWebhook as bad:
        named = {name or api_settings.NON_FIELD_ERRORS_KEY: fault for name, fault in bad.faults.items()}
        raise NotToBeTaken(named) from None
