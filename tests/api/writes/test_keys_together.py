"""The same request by several threads at one moment, in transactions of their own: one effect."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from claims.models import Article
from corroboration import once
from corroboration.api import idempotency
from corroboration.api.base import StrictView
from corroboration.handed import FirstAnswer
from sources.models import Source
from tests.api.test_articles import ADDRESS, GOOD
from tests.api.writes.asking import keyed, writer_named
from tests.factories import make_source, make_user

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = 6
_number = count(1)


class Adding(StrictView):
    """A write that isn't idempotent by itself: each adds a source."""

    permission_classes = []
    authentication_classes = []
    parser_classes = [idempotency.KeyedJSONParser]

    def post(self, request) -> Response:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            with turn.writing():
                source = make_source(f"Herald {next(_number)} of them")
                time.sleep(0.05)
                return turn.kept(Response({"source": source.slug}, status=201))


def add(user, key: str = "k1"):
    request = APIRequestFactory().post("/add/", {"a": 1}, format="json", **keyed(key))
    force_authenticate(request, user)
    return Adding.as_view()(request)


def together(ask, times: int = TOGETHER) -> list:
    """The answers of so many threads that ask at one moment."""
    start = Barrier(times)

    def asking(turn: int):
        start.wait()
        try:
            return ask(turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(asking, range(times)))


def test_one_of_several_at_one_moment_has_an_effect():
    user = make_user("importer")
    answers = together(lambda turn: add(user))
    assert Source.objects.count() == 1
    first = [answer for answer in answers if answer.status_code == 201 and not answer.get("Idempotent-Replayed")]
    assert len(first) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    later = add(user)
    assert (later["Idempotent-Replayed"], later.content) == ("true", idempotency.PlainJSON().render(first[0].data))


def test_keys_of_several_people_are_several_requests():
    people = [make_user(f"importer-{number}") for number in range(TOGETHER)]
    answers = together(lambda turn: add(people[turn]))
    assert Counter(answer.status_code for answer in answers) == {201: TOGETHER}
    assert Source.objects.count() == TOGETHER


def test_one_of_several_takes_over_what_a_dead_worker_left():
    user = make_user("importer")
    add(user)
    begun = timezone.now() - timedelta(seconds=2 * once.WORKED_ON)
    lease = {"token": "00000000-0000-0000-0000-000000000001", "next_attempt_at": begun, "created_at": begun}
    FirstAnswer.objects.update(status=None, body="", lease_until=begun + timedelta(seconds=once.WORKED_ON), **lease)
    Source.objects.all().delete()
    answers = together(lambda turn: add(user))
    assert Source.objects.count() == 1
    assert {answer.status_code for answer in answers} <= {201, 409}


def test_an_article_sent_twice_at_one_moment_is_accepted_once():
    clients = [writer_named("importer") for _ in range(2)]
    answers = together(lambda turn: clients[turn].post(ADDRESS, GOOD, format="json", **keyed("k1")), 2)
    assert Article.objects.count() == 1
    assert {answer.status_code for answer in answers} <= {202, 409}
    results = [answer.json()["result"] for answer in answers if answer.status_code == 202]
    assert results and set(results) == {"accepted"}
