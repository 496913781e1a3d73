"""Webhooks in the admin: everybody's are kept there, and what became of what they were sent is seen."""

import pytest
from django.urls import reverse

from corroboration.models import Delivery, Webhook
from corroboration.selectors.needs_look import needs_look
from corroboration.webhooks import health, secrets
from tests.pages.conftest import strict_templates
from tests.people import make_admin
from tests.webhooks.hooks import NOW, make_delivery, make_webhook

__all__ = ["strict_templates"]
pytestmark = pytest.mark.django_db

HOOKS, LOG = "admin:corroboration_webhook_changelist", "admin:corroboration_delivery_changelist"
ADD = "admin:corroboration_webhook_add"
GOOD = {"url": "https://receiver.example/hook", "kinds": ["verdict.given"], "name": "Desk"}


@pytest.fixture
def admin(client):
    client.force_login(make_admin("ada"))
    return client


def act(client, page: str, action: str, *rows) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(page), data, follow=True).content.decode()


def test_one_is_added_and_its_secret_shown_once(admin):
    page = admin.post(reverse(ADD), GOOD, follow=True).content.decode()
    row = Webhook.objects.get()
    assert (row.owner.username, row.kinds, row.active) == ("ada", ["verdict.given"], True)
    assert secrets.secret(row.salt).removesuffix("=") in page
    assert secrets.secret(row.salt).removesuffix("=") not in admin.get(reverse(HOOKS)).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [("url", "https://192.168.0.1/", "may not be asked"), ("place", "atlantis", "no place"), ("kinds", [], "required")],
)
def test_what_is_wrong_is_told_beside_its_field(admin, field, value, fault):
    response = admin.post(reverse(ADD), GOOD | {field: value})
    assert fault in str(response.context["adminform"].form.errors[field])
    assert not Webhook.objects.exists()


def test_one_is_changed_and_switched_off_and_on(admin):
    hook = make_webhook()
    address = reverse("admin:corroboration_webhook_change", args=[hook.pk])
    assert hook.url in admin.get(address).content.decode()
    assert admin.post(address, GOOD | {"sources": "", "active": "on"}).status_code == 302
    hook.refresh_from_db()
    assert (hook.name, hook.kinds) == ("Desk", ["verdict.given"])
    act(admin, HOOKS, "switch_off", hook)
    assert not Webhook.objects.get().active
    act(admin, HOOKS, "switch_on", hook)
    assert Webhook.objects.get().active


def test_a_test_is_sent_and_a_secret_changed(admin):
    hook, off = make_webhook(), make_webhook(active=False)
    page = act(admin, HOOKS, "test", hook, off)
    assert "on its way" in page and "switched off" in page
    assert Delivery.objects.get().webhook == hook
    page = act(admin, HOOKS, "rotate", hook)
    hook.refresh_from_db()
    assert secrets.secret(hook.salt).removesuffix("=") in page


def test_the_log_shows_what_came_of_each_and_sends_again(admin):
    hook = make_webhook()
    row = make_delivery(hook, state="dead", status=500, answer="<b>oops</b>", error="answered 500", attempts=10)
    page = admin.get(reverse(LOG)).content.decode()
    assert "answered 500" in page
    one = admin.get(reverse("admin:corroboration_delivery_change", args=[row.pk])).content.decode()
    assert f"msg_{row.notice_id}" in one
    assert "&lt;b&gt;oops" in one
    assert secrets.secret(hook.salt).removeprefix(secrets.PREFIX)[:20] not in page + one
    assert "To be sent again: 1." in act(admin, LOG, "redeliver", row)
    assert Delivery.objects.get().state == "waiting"
    assert "To be sent again: 0." in act(admin, LOG, "redeliver", row)


def test_one_that_switched_itself_off_needs_a_look(admin):
    make_webhook(active=False)
    assert needs_look(now=NOW).deaf == 0
    make_webhook(active=False, switched_off=health.FAILED)
    assert needs_look(now=NOW).deaf == 1
    assert "switched off, because nothing was received" in admin.get(reverse("admin:index")).content.decode()
    assert health.FAILED in admin.get(reverse(HOOKS)).content.decode()


def test_lists_ask_the_database_as_often_however_long_they_are(admin, django_assert_max_num_queries):
    hook = make_webhook()
    for _ in range(20):
        make_webhook(owner=hook.owner)
        make_delivery(hook)
    for page in (HOOKS, LOG):
        with django_assert_max_num_queries(14):
            admin.get(reverse(page))
