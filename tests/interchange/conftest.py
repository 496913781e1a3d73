"""What the tests of interchange share: the small world, two people, and verdicts given in turn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from claims.models import Claim
from corroboration.decision_values import RATINGS
from corroboration.decisions import decide, undo
from corroboration.models import Decision
from tests.people import make_checker
from tests.world import World, make_world

START = datetime(2021, 6, 1, 12, tzinfo=UTC)


class Desk:
    """A fact-checker who decides once a day."""

    def __init__(self) -> None:
        self.vera, self.otto = make_checker("vera"), make_checker("otto")
        self.clock = START - timedelta(days=1)

    def now(self) -> datetime:
        self.clock += timedelta(days=1)
        return self.clock

    def verdict(self, *claims: Claim, rating: str = "false", reason: str = "By the register.", **value) -> Decision:
        value = {"rating": RATINGS[rating], "verdict": rating} | value
        return decide("verdict", claims, by=self.vera, now=self.now(), value=value, reason=reason)

    def undo(self, decision: Decision) -> Decision:
        return undo(decision, by=self.otto, now=self.now())


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def ask(client: Client) -> Callable[..., dict]:
    """What the API answers to a GET that succeeds."""

    def asked(path: str, query: dict | None = None, **headers) -> dict:
        response = client.get(path, query or {}, headers=headers)
        assert response.status_code == 200, response.content
        return response.json()

    return asked
