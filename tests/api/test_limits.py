"""Limits of the API: who has which, and what is said of them."""

from base64 import b64encode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from knox.models import AuthToken
from rest_framework.test import APIRequestFactory

from corroboration.limits import counting
from corroboration.limits.addresses import address_of
from tests.api.test_problems import problem
from tests.factories import PASSWORD, make_user

CLAIMS, TOKEN, EXTRACT = "/api/v1/claims/", "/api/v1/auth/token/", "/api/v1/extract/"
SEARCH = "/api/v1alpha1/claims:search?query=bridge"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(own_counts, monkeypatch):
    """By a clock that stands still."""
    monkeypatch.setattr(counting.time, "time_ns", lambda: 1_800_000_000_000_000_000)


def statuses(count: int, ask) -> list[int]:
    return [ask().status_code for _ in range(count)]


def basic(name: str, password: str) -> dict:
    return {"HTTP_AUTHORIZATION": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


def test_who_asks_too_often_is_told_when_to_come_back(client, limit, conforms):
    limit(anonymous=(2, 60))
    assert statuses(2, lambda: client.get(CLAIMS)) == [200, 200]
    refused = client.get(CLAIMS)
    body = problem(refused, 429)
    conforms(refused)
    assert refused["Retry-After"] == "30"
    assert refused["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert refused["RateLimit"] == '"anonymous";r=0;t=60'
    assert body["detail"] == "The limit “anonymous” is 2 in 60 seconds, and is used up. Ask again in 30 seconds."


def test_what_is_left_is_said_with_every_answer(client, limit):
    limit(anonymous=(10, 60))
    answers = [client.get(CLAIMS), client.get(CLAIMS, HTTP_IF_NONE_MATCH="*"), client.get(f"{CLAIMS}nothing/")]
    assert [answer.get("RateLimit") for answer in answers] == ['"anonymous";r=9;t=6', '"anonymous";r=8;t=12', None]
    assert client.get(f"{CLAIMS}?x=y")["RateLimit"] == '"anonymous";r=7;t=18'


def test_without_a_limit_nothing_is_said(client):
    assert not client.get(CLAIMS).has_header("RateLimit")


def test_reads_writes_and_extractions_have_limits_of_their_own(writer, limit):
    limit(reads=(1, 60), writes=(1, 60), extract=(1, 60))
    for ask in (
        lambda: writer.get(CLAIMS),
        lambda: writer.post("/api/v1/articles/", {}),
        lambda: writer.post(EXTRACT, {}),
    ):
        assert statuses(2, ask)[1] == 429
    assert statuses(1, lambda: writer.head(CLAIMS)) == [429]


def test_a_persons_tokens_share_their_limit_and_others_have_their_own(client, limit):
    limit(reads=(2, 60), anonymous=(5, 60))
    ann, ben = make_user("ann"), make_user("ben")
    tokens = [AuthToken.objects.create(user)[1] for user in (ann, ann, ann, ben)]
    asked = [client.get(CLAIMS, HTTP_AUTHORIZATION=f"Token {token}").status_code for token in tokens]
    assert asked == [200, 200, 429, 200]
    assert client.get(CLAIMS).status_code == 200


def test_a_wrong_token_and_a_closed_door_count_too(client, limit, settings):
    limit(anonymous=(2, 60))
    assert statuses(3, lambda: client.get(CLAIMS, HTTP_AUTHORIZATION="Token " + "f" * 64)) == [401, 401, 429]
    settings.PUBLIC_READ = False
    assert client.get(CLAIMS).status_code == 429
    assert statuses(3, lambda: client.get(CLAIMS, REMOTE_ADDR="192.0.2.1")) == [401, 401, 429]


def test_a_wrong_key_of_the_search_for_checks_counts_too(client, limit):
    limit(anonymous=(2, 60), reads=(1, 60))
    junk = SEARCH + "&key=" + "f" * 64
    assert statuses(3, lambda: client.get(junk)) == [400, 400, 429]
    right = SEARCH + "&key=" + AuthToken.objects.create(make_user("ann"))[1]
    assert statuses(2, lambda: client.get(right)) == [200, 429]
    assert client.get(junk)["Retry-After"] == "30"


def test_passwords_of_a_name_are_tried_a_few_times_from_wherever(client, limit):
    make_user("ann")
    limit(passwords_of_name=(2, 60))
    wrong = [client.post(TOKEN, **basic("ann", "wrong"), REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(3)]
    assert wrong == [401, 401, 429]
    refused = client.post(TOKEN, **basic("ann", PASSWORD))
    assert problem(refused, 429)["status"] == 429
    assert refused["RateLimit-Policy"] == '"passwords-of-name";q=2;w=60'
    assert client.post(TOKEN, **basic("ben", "wrong")).status_code == 401


def test_an_address_tries_the_passwords_of_a_few_names(client, limit):
    limit(passwords_of_address=(2, 60))
    tried = [client.post(TOKEN, **basic(f"name-{n}", "wrong")).status_code for n in range(3)]
    assert tried == [401, 401, 429]
    assert client.post(TOKEN, **basic("ann", "wrong"), REMOTE_ADDR="192.0.2.1").status_code == 401


def test_the_schema_has_the_limit_too(client, limit):
    limit(anonymous=(1, 60))
    refused = [client.get("/api/v1/schema/") for _ in range(2)]
    assert [answer.status_code for answer in refused] == [200, 429]
    assert refused[1]["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("proxies", "said", "asked_from", "address"),
    [
        (0, "198.51.100.7", "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "192.0.2.1", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9,198.51.100.7", "192.0.2.1", "203.0.113.9"),
        (2, "198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "unknown", "192.0.2.1", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "192.0.2.1", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
        (0, "", "", ""),
    ],
)
def test_an_address_is_believed_of_as_many_proxies_as_are_trusted(proxies, said, asked_from, address, settings):
    settings.TRUSTED_PROXIES = proxies
    asked = {"REMOTE_ADDR": asked_from} | ({"HTTP_X_FORWARDED_FOR": said} if said else {})
    assert address_of(APIRequestFactory().get("/", **asked)) == address


@pytest.mark.django_db(transaction=True)
def test_of_300_requests_at_once_as_many_are_answered_as_may(live_server, limit):
    limit(anonymous=(10, 60))

    def ask(_) -> int:
        try:
            with urlopen(f"{live_server.url}{CLAIMS}") as answer:
                return answer.status
        except HTTPError as refused:
            with refused:
                return refused.code

    with ThreadPoolExecutor(50) as pool:
        answered = list(pool.map(ask, range(300)))
    assert Counter(answered) == {200: 10, 429: 290}
