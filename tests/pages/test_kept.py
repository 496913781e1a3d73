"""What pages count anew only when something was settled."""

from uuid import uuid4

import pytest

from corroboration.gathering import STATE
from corroboration.models import Lease
from sources.models import Source
from tests import factories

pytestmark = pytest.mark.django_db


def settle() -> None:
    Lease.objects.update_or_create(name=STATE, defaults={"token": uuid4()})


def test_claims_are_counted_again_when_something_was_settled(client, world):
    settle()
    before = client.get("/").context["home"].claims
    factories.make_claim(factories.make_article())
    assert client.get("/").context["home"].claims == before
    settle()
    assert client.get("/").context["home"].claims == before + 1


def test_citations_are_counted_again_when_something_was_settled_and_names_are_those_of_now(client, world):
    def counts() -> list[tuple[str, int]]:
        return [(each.name, each.count) for each in client.get("/sources/agence-morave/").context["shown"].cited_by]

    settle()
    assert counts() == [(world.courier.name, 2)]
    factories.make_claim(factories.make_article(world.courier), chain=[world.agency])
    Source.objects.filter(pk=world.courier.pk).update(name="Renamed")
    assert counts() == [("Renamed", 2)]
    settle()
    assert counts() == [("Renamed", 3)]
