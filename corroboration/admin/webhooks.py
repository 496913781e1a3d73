"""Webhooks as an admin keeps them: everybody's, how their receivers do, and the log of what they were sent."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timesince import timesince

from claims.admin import ReadOnlyAdmin
from claims.forms import LinesField
from corroboration.engine.topics import all_topics
from corroboration.models import Delivery, NoticeKind, Webhook
from corroboration.selectors import webhooks as selected
from corroboration.webhooks import deliveries, secrets, subscriptions
from corroboration.webhooks.models import URL_LENGTH
from corroboration.webhooks.sending import message_id

SHOWN = 100  # characters of an answer in the list
EDITED = ("name", "url", "kinds", "sources", "cluster", "place", "topic", "since")
HEALTH = ("owner", "created_at", "how", "failing_since", "last_success_at", "quiet_until")


class WebhookForm(forms.ModelForm):
    """What a webhook is told, and where."""

    url = forms.URLField(
        label="Address", max_length=URL_LENGTH, assume_scheme="https", widget=AdminURLFieldWidget(attrs={"dir": "ltr"})
    )
    kinds = forms.MultipleChoiceField(choices=NoticeKind.choices, widget=forms.CheckboxSelectMultiple)
    sources = LinesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text="Slugs of sources, one a line; one must take part. None: whichever.",
    )
    topic = forms.ChoiceField(
        required=False, choices=[("", "whichever"), *((each, each) for each in all_topics())], initial=""
    )

    class Meta:
        model = Webhook
        fields = (*EDITED, "active")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, fault in subscriptions.faults({n: v for n, v in cleaned.items() if n in EDITED}).items():
            self.add_error(name, fault)
        return cleaned


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """The secret of a new one, and of one whose secret is changed, is shown once, above the list."""

    form = WebhookForm
    list_display = ["__str__", "url", "owner", "how", "waiting", "last_success_at"]
    list_filter = ["active"]
    search_fields = ["name", "url", "owner__username"]
    readonly_fields = HEALTH
    actions = ["test", "rotate", "switch_on", "switch_off"]
    show_full_result_count = False

    def get_queryset(self, request) -> QuerySet[Webhook]:
        return selected.webhooks()

    def get_fields(self, request, obj=None):
        return [*EDITED, "active", *HEALTH] if obj else list(EDITED)

    def get_readonly_fields(self, request, obj=None):
        return HEALTH if obj else ()

    @admin.display(description="how it does")
    def how(self, webhook: Webhook) -> str:
        if not webhook.active:
            return webhook.switched_off or "switched off"
        if webhook.failing_since is not None:
            return f"failing for {timesince(webhook.failing_since)}"
        return "well" if webhook.last_success_at else "nothing sent yet"

    @admin.display(description="waiting")
    def waiting(self, webhook: Webhook) -> int:
        return webhook.waiting  # type: ignore[attr-defined]

    def save_model(self, request, obj: Webhook, form, change) -> None:
        given = {name: form.cleaned_data[name] for name in form.cleaned_data}
        if change:
            subscriptions.change(Webhook.objects.get(pk=obj.pk), given, now=timezone.now())
            return
        made = subscriptions.create(given, by=request.user, now=timezone.now())
        obj.pk, obj.public_id = made.pk, made.public_id
        self._show(request, made)

    def _show(self, request, webhook: Webhook) -> None:
        secret = secrets.secret(webhook.salt)
        self.message_user(request, f"The secret of {webhook}, which is not shown again: {secret}", messages.WARNING)

    @admin.action(description="Send a test", permissions=["change"])
    def test(self, request, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            try:
                subscriptions.test(webhook, now=timezone.now())
            except subscriptions.BadWebhook as bad:
                self.message_user(request, f"{webhook}: {bad}", messages.WARNING)
            else:
                self.message_user(request, f"{webhook}: a test is on its way; the log shows what comes of it.")

    @admin.action(description="Change the secret", permissions=["change"])
    def rotate(self, request, webhooks: QuerySet[Webhook]) -> None:
        for webhook in webhooks:
            self._show(request, subscriptions.rotate(webhook, now=timezone.now()))

    @admin.action(description="Switch on", permissions=["change"])
    def switch_on(self, request, webhooks: QuerySet[Webhook]) -> None:
        self._switch(request, webhooks, active=True)

    @admin.action(description="Switch off", permissions=["change"])
    def switch_off(self, request, webhooks: QuerySet[Webhook]) -> None:
        self._switch(request, webhooks, active=False)

    def _switch(self, request, webhooks: QuerySet[Webhook], *, active: bool) -> None:
        for webhook in webhooks:
            subscriptions.change(webhook, {"active": active}, now=timezone.now())
        self.message_user(request, f"Switched {'on' if active else 'off'}: {len(webhooks)}.", messages.SUCCESS)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The log: what was sent to whom, how it was answered, and what is still to come."""

    list_display = ["kind", "webhook", "state", "attempts", "status", "said", "due"]
    list_filter = ["state", "status", "webhook"]
    list_select_related = ["notice", "webhook"]
    search_fields = ["notice__public_id", "notice__thing"]
    ordering = ["-made_at", "-pk"]
    actions = ["redeliver"]
    fields = [*("notice", "message", "webhook", "state", "attempts", "made_at", "tried_at", "next_attempt_at")]
    fields += ["status", "answer", "error", "tells"]

    @admin.display(description="notice", ordering="notice__kind")
    def kind(self, delivery: Delivery) -> str:
        return delivery.notice.kind

    @admin.display(description="error, or answer")
    def said(self, delivery: Delivery) -> str:
        return (delivery.error or delivery.answer)[:SHOWN]

    @admin.display(description="next attempt")
    def due(self, delivery: Delivery) -> Any:
        return delivery.next_attempt_at if delivery.state == Delivery.State.WAITING else None

    @admin.display(description="webhook-id")
    def message(self, delivery: Delivery) -> str:
        return message_id(delivery.notice)

    @admin.display(description="what it tells")
    def tells(self, delivery: Delivery) -> Any:
        return delivery.notice.data

    def has_redeliver_permission(self, request) -> bool:
        return request.user.has_perm("corroboration.change_webhook")

    @admin.action(description="Send again", permissions=["redeliver"])
    def redeliver(self, request, rows: QuerySet[Delivery]) -> None:
        done = sum(deliveries.redeliver(row, now=timezone.now()) for row in rows)
        self.message_user(request, f"To be sent again: {done}.", messages.SUCCESS if done else messages.WARNING)
