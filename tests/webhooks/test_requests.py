"""Requests about webhooks that were lost on the way, or that rest on what has changed: once, and not on top of it."""

import pytest

from corroboration.handed import FirstAnswer
from corroboration.models import Webhook
from corroboration.webhooks import secrets
from tests.api.writes.asking import keyed
from tests.people import make_checker
from tests.webhooks.hooks import make_webhook
from tests.webhooks.test_api import ADDRESS, GOOD, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of(make_checker("vera"))


def test_one_asked_for_twice_under_a_key_is_one_and_its_secret_is_told_again(client):
    first, again = (client.post(ADDRESS, GOOD, format="json", **keyed("w1")) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    row = Webhook.objects.get()
    assert first.json()["secret"] == secrets.secret(row.salt)
    assert secrets.PREFIX not in FirstAnswer.objects.get().body


def test_a_secret_is_changed_once_under_a_key(client):
    made = client.post(ADDRESS, GOOD, format="json").json()
    first, again = (client.post(f"{ADDRESS}{made['id']}/secret/", **keyed("s1")) for _ in range(2))
    row = Webhook.objects.get()
    assert again.json() == first.json()
    assert first.json()["secret"] == secrets.secret(row.salt) != made["secret"] == secrets.secret(row.former_salt)
    assert secrets.PREFIX not in FirstAnswer.objects.get().body


def test_one_that_is_gone_is_not_told_again(client):
    client.post(ADDRESS, GOOD, format="json", **keyed("w1"))
    Webhook.objects.all().delete()
    again = client.post(ADDRESS, GOOD, format="json", **keyed("w1"))
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_one_that_has_changed_since_it_was_read_is_left_as_it_is(method, client):
    address = client.post(ADDRESS, GOOD, format="json")["Location"]
    seen = client.get(address)["ETag"]
    client.patch(address, {"name": "Desk"}, format="json")
    refused = getattr(client, method)(address, {}, format="json", HTTP_IF_MATCH=seen)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (412, "If-Match")
    assert Webhook.objects.get().name == "Desk"
    now = client.get(address)["ETag"]
    assert getattr(client, method)(address, {"name": "x"}, format="json", HTTP_IF_MATCH=now).status_code in (200, 204)


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_whose_it_is_not_changes_it_on_no_condition(method, client):
    other = make_webhook()
    answer = getattr(client, method)(f"{ADDRESS}{other.public_id}/", {}, format="json", HTTP_IF_MATCH="*")
    assert answer.status_code == 404
    assert Webhook.objects.get() == other
