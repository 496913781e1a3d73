"""Webhooks over the API: what is asked for is checked, one's own stay one's own, and a secret is shown once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from corroboration.models import Delivery, Webhook
from corroboration.webhooks import secrets, subscriptions
from tests.factories import make_cluster, make_source, public_id
from tests.people import make_admin, make_checker, make_reader
from tests.webhooks.hooks import EVERY, make_delivery, make_notice, make_webhook

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/webhooks/"
GOOD = {"url": "https://receiver.example/hook", "kinds": ["claim.contradicted"]}


def client_of(person) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(person)
    return client


@pytest.fixture
def vera():
    return make_checker("vera")


@pytest.fixture
def client(vera) -> APIClient:
    return client_of(vera)


def faults(response, status: int = 422) -> dict[str, str]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_one_is_made_with_a_secret_that_is_shown_once(client, vera):
    make_source("Morning Herald")
    asked = GOOD | {"name": "Desk", "sources": ["morning-herald"], "topic": "airstrike", "since": "2026-01-01"}
    response = client.post(ADDRESS, asked, format="json")
    assert response.status_code == 201
    made, row = response.json(), Webhook.objects.get()
    assert made["secret"] == secrets.secret(row.salt)
    assert response["Location"] == f"http://testserver{ADDRESS}{row.public_id}/"
    again = client.get(response["Location"]).json()
    assert again == {name: value for name, value in made.items() if name != "secret"}
    assert {name: again[name] for name in asked} == asked
    assert (again["owner"], again["active"], again["health"]["waiting"]) == ("vera", True, 0)
    assert client.get(ADDRESS).json()["results"] == [again]


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("url", "http://receiver.example/", "https://"),
        ("url", "https://10.0.0.1/", "may not be asked"),
        ("url", "https://[::1]/", "may not be asked"),
        ("url", "https://user:word@receiver.example/", "may not be asked"),
        ("url", "https://receiver.example:8443/", "may not be asked"),
        ("kinds", ["claim.contradicted"] * 2, "twice"),
        ("sources", ["nobody-at-all"], "no source"),
        ("cluster", "0" * 24, "no cluster"),
        ("place", "atlantis", "no place"),
    ],
)
def test_what_cannot_be_is_told_by_field(client, field, value, fault):
    told = faults(client.post(ADDRESS, GOOD | {field: value}, format="json"))
    assert list(told) == [field] and fault in told[field]
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("url", "https://receiver.example/" + "x" * 1000, "1000"),
        ("url", 7, "expected a string"),
        ("kinds", [], "at least"),
        ("kinds", ["claim.read"], "expected one of"),
        ("cluster", "junk", "hex digits"),
        ("topic", "gossip", "expected one of"),
        ("since", "yesterday", "format"),
        ("colour", "red", "unknown field"),
    ],
)
def test_what_is_malformed_is_told_by_field(client, field, value, fault):
    told = faults(client.post(ADDRESS, GOOD | {field: value}, format="json"), 400)
    assert list(told) == [field] or field == "kinds"
    assert fault in " ".join(told.values())
    assert not Webhook.objects.exists()


def test_plain_http_needs_a_network_that_the_operator_opened(client, settings):
    settings.FETCH_NETWORKS = ["10.1.0.0/16"]
    assert client.post(ADDRESS, GOOD | {"url": "http://10.1.2.3/hook"}, format="json").status_code == 201


def test_one_may_have_so_many(client, vera, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST_WEBHOOKS", 1)
    make_webhook(owner=vera)
    assert "already" in faults(client.post(ADDRESS, GOOD, format="json"))[""]


def test_it_is_changed_switched_off_and_on_and_deleted(client, vera):
    hook = make_webhook(owner=vera)
    cluster, waits = make_cluster(), make_delivery(hook)
    address = f"{ADDRESS}{hook.public_id}/"
    changed = client.patch(address, {"cluster": cluster.public_id, "active": False}, format="json").json()
    assert (changed["cluster"], changed["active"], changed["url"]) == (cluster.public_id, False, hook.url)
    assert Delivery.objects.get(pk=waits.pk).state == "dead"
    assert client.patch(address, {"active": True}, format="json").json()["active"] is True
    assert "https" in faults(client.patch(address, {"url": "ftp://x.example"}, format="json"))["url"]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_ones_own_are_ones_own_and_an_admin_keeps_all(client, vera):
    mine, other = make_webhook(owner=vera), make_webhook()
    delivery = make_delivery(other)
    below = f"{ADDRESS}{other.public_id}/"
    asked = [
        client.get(below),
        client.patch(below, {"active": False}, format="json"),
        client.delete(below),
        client.post(f"{below}secret/"),
        client.post(f"{below}test/"),
        client.get(f"{below}deliveries/"),
        client.post(f"{below}deliveries/{delivery.notice_id}/redeliver/"),
    ]
    assert {response.status_code for response in asked} == {404}
    assert [row["id"] for row in client.get(ADDRESS).json()["results"]] == [mine.public_id]
    listed = client_of(make_admin()).get(ADDRESS).json()["results"]
    assert {row["id"] for row in listed} == {mine.public_id, other.public_id}
    assert client_of(make_reader()).get(ADDRESS).status_code == 403


def test_a_secret_is_changed_and_the_new_one_shown(client, vera):
    hook = make_webhook(owner=vera)
    old = secrets.secret(hook.salt)
    new = client.post(f"{ADDRESS}{hook.public_id}/secret/").json()["secret"]
    assert new != old
    hook.refresh_from_db()
    assert secrets.in_use(hook, now=hook.former_until - subscriptions.OVERLAP) == [new, old]


def test_a_test_and_the_log_and_a_redelivery(client, vera):
    hook = make_webhook(owner=vera)
    sent = client.post(f"{ADDRESS}{hook.public_id}/test/")
    assert sent.status_code == 202
    assert (sent.json()["kind"], sent.json()["state"]) == ("webhook.test", "waiting")
    Delivery.objects.update(state="dead", status=500, answer="oops", error="answered 500", attempts=10)
    log = client.get(f"{ADDRESS}{hook.public_id}/deliveries/").json()["results"]
    assert [(row["state"], row["status"], row["answer"], row["attempts"]) for row in log] == [("dead", 500, "oops", 10)]
    assert log[0]["next_attempt_at"] is None
    again = client.post(f"{ADDRESS}{hook.public_id}/deliveries/{log[0]['id']}/redeliver/")
    assert again.status_code == 202
    assert (again.json()["state"], again.json()["attempts"], again.json()["message"]) == (
        "waiting",
        0,
        sent.json()["message"],
    )
    assert client.post(f"{ADDRESS}{hook.public_id}/deliveries/{public_id('x')}/redeliver/").status_code == 404


def test_one_that_is_switched_off_is_sent_no_test(client, vera):
    hook = make_webhook(owner=vera, active=False)
    assert "switched off" in faults(client.post(f"{ADDRESS}{hook.public_id}/test/"))[""]


def test_no_answer_but_the_first_shows_a_secret(client, vera):
    hook = make_webhook(owner=vera)
    make_delivery(hook)
    secret = secrets.secret(hook.salt).removeprefix(secrets.PREFIX).encode()
    for address in (ADDRESS, f"{ADDRESS}{hook.public_id}/", f"{ADDRESS}{hook.public_id}/deliveries/"):
        assert secret not in client.get(address).content


def test_lists_ask_the_database_as_often_however_long_they_are(client, vera, django_assert_num_queries):
    hook = make_webhook(owner=vera)
    make_delivery(hook)
    addresses = (ADDRESS, f"{ADDRESS}{hook.public_id}/deliveries/")
    asked = [queries_of(client, address) for address in addresses]
    for _ in range(20):
        make_webhook(owner=vera)
        make_delivery(hook, make_notice(EVERY[0]))
    for address, count in zip(addresses, asked, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


def queries_of(client, address: str) -> int:
    client.get(address)  # what a person may do is asked once
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
