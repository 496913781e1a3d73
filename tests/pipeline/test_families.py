"""Who belongs to whom, from what admins state to what a pair of claims is told to be."""

from datetime import date

import pytest

from claims.models import Attribution
from corroboration.engine.independence import independence
from corroboration.engine.values import Telling
from corroboration.evidence import tellings
from sources.models import Source
from tests.factories import make_article, make_claim, make_ownership, make_source

pytestmark = pytest.mark.django_db


def curated(name: str, kind: str = "outlet", **fields) -> Source:
    return make_source(name, kind=kind, curated=True, **fields)


def told(outlet: Source, origin: Source | None = None, **attribution) -> Telling:
    claim = make_claim(make_article(outlet), "It killed 14 people")
    if origin is not None:
        Attribution.objects.create(
            claim=claim, position=0, source=origin, name=origin.name, kind=origin.kind, **attribution
        )
    return tellings([claim.public_id])[claim.public_id]


def test_a_source_is_of_its_owner_and_of_every_family_that_it_was_put_into():
    paper, owner, family, state = (curated(name) for name in ("Paper", "Owner", "Family", "The State"))
    make_ownership(paper, owner, since=date(2001, 1, 1))
    make_ownership(paper, family)
    make_ownership(family, state)
    assert told(paper).family == {"owner", "family", "the-state"}


def test_what_was_sold_is_no_longer_held():
    paper, owner = curated("Paper"), curated("Owner")
    make_ownership(paper, owner, since=date(2001, 1, 1), until=date(2009, 1, 1))
    assert told(paper).family == frozenset()


def test_two_that_own_each_other_are_one_house():
    one, other = curated("One"), curated("Other")
    make_ownership(one, other)
    make_ownership(other, one)
    assert independence(told(one), told(other)).verdict is False


@pytest.mark.parametrize("family_first", [True, False])
def test_state_media_of_one_state_are_one_voice_whoever_owns_them_besides(family_first):
    agency, television = curated("State Agency", "agency"), curated("State Television")
    state, holding = curated("The State", "official"), curated("A Holding")
    for source in (agency, television):
        for owner in (state, holding)[:: 1 if family_first else -1]:
            if owner is state or source is agency:
                make_ownership(source, owner)
    found = independence(told(curated("Herald"), agency), told(curated("Courier"), television))
    assert found.verdict is False
    assert "belong to one house (the-state)" in found.evidence[0]


def test_he_who_speaks_for_a_ministry_is_of_the_house_that_holds_it():
    minister = curated("Ana Kovar", "person")
    ministry, agency, state = (curated(name, "official") for name in ("Ministry", "State Agency", "The State"))
    make_ownership(ministry, state)
    make_ownership(agency, state)
    found = independence(told(curated("Herald"), minister, speaks_for="ministry"), told(curated("Courier"), agency))
    assert found.verdict is False
    assert "belong to one house (the-state)" in found.evidence[0]
