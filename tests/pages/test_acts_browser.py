"""Each act at the desk in a real browser, by mouse and by keyboard: what is asked, what is stored, what is said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from corroboration.acts.proposals import ACTS
from corroboration.models import Decision
from tests.pages.hands import Hand, Keyboard, Mouse, named, panel, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind
HERALD, COURIER, AGENCY = ("morning-herald", "h-1"), ("evening-courier", "c-1"), ("agence-morave", "am-1")
MINISTRY = {"source": "interior-ministry", "name": "Interior Ministry", "kind": "official", "speaks_for": ""}


@dataclass(frozen=True)
class Doing:
    """An act as somebody does it. claims: places of the ticked ones in the world's. steps: what is done once it was
    begun. names: the articles of the claims that the decision names."""

    claims: tuple[int, ...]
    steps: Callable[[Hand], None]
    kind: str
    says: str
    names: tuple[tuple[str, str], ...]
    value: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def _nothing(hand: Hand) -> None:
    """Done at once."""


def _agree(hand: Hand) -> None:
    expect(panel(hand.page).locator(".says")).to_contain_text("Is that meant?")
    hand.send()


def _verdict(hand: Hand) -> None:
    hand.choose("mostly true")
    hand.fill("Why", "Two reports agree.")
    hand.fill("Evidence", "https://example.org/report")
    hand.send()


def _split(hand: Hand) -> None:
    hand.fill("Why", "Another day.")
    hand.send()


def _merge(hand: Hand) -> None:
    expect(panel(hand.page).get_by_role("radio", name="The mayor of Ostrava will speak")).to_be_checked()
    hand.send()
    _agree(hand)


def _attribution(hand: Hand) -> None:
    hand.fill("Origin", "Interior Ministry")
    hand.send()


def _relation(hand: Hand) -> None:
    hand.choose("differ, and both may be true")
    hand.send()


def _note(hand: Hand) -> None:
    hand.fill("Note", "Ask the ministry again.")
    hand.send()


def _assign(hand: Hand) -> None:
    hand.pick("To", "vera")
    hand.send()


DOINGS = {
    "verdict": Doing(
        (2,),
        _verdict,
        Kind.VERDICT,
        "1 claim: mostly true.",
        (HERALD,),
        {"rating": 0.75, "verdict": "mostly true", "links": ["https://example.org/report"]},
        "Two reports agree.",
    ),
    "split": Doing(
        (3,),
        _split,
        Kind.SPLIT,
        "Split 1 claim off from the other 5 of this cluster.",
        (HERALD, AGENCY, HERALD, HERALD, COURIER, COURIER),
        {"off": 1},
        "Another day.",
    ),
    "merge": Doing(
        (),
        _merge,
        Kind.SAME_EVENT,
        "The 1 claim of “The mayor of Ostrava will speak” and the 6 claims here tell of one event.",
        (AGENCY, HERALD, HERALD, HERALD, COURIER, COURIER, AGENCY),
    ),
    "same-event": Doing((2, 5), _agree, Kind.SAME_EVENT, "These 2 claims tell of one event.", (HERALD, COURIER)),
    "different-event": Doing(
        (2, 5), _agree, Kind.DIFFERENT_EVENT, "These 2 claims tell of different events.", (HERALD, COURIER)
    ),
    "attribution": Doing(
        (2,),
        _attribution,
        Kind.ATTRIBUTION,
        "1 claim came through: Interior Ministry.",
        (HERALD,),
        {"chain": [MINISTRY]},
    ),
    "not-a-claim": Doing((5,), _nothing, Kind.NOT_A_CLAIM, "1 claim: not a claim.", (COURIER,)),
    "copy": Doing((2, 5), _nothing, Kind.INDEPENDENCE, "One voice.", (HERALD, COURIER), {"independent": False}),
    "independent": Doing((2, 5), _nothing, Kind.INDEPENDENCE, "Two voices.", (HERALD, COURIER), {"independent": True}),
    "relation": Doing(
        (2, 5), _relation, Kind.RELATION, "The two are related so.", (HERALD, COURIER), {"relation": "differs"}
    ),
    "note": Doing((), _note, Kind.NOTE, "Note added.", (AGENCY,), reason="Ask the ministry again."),
    "assign": Doing((), _assign, Kind.ASSIGN, "Assigned to vera.", (AGENCY,), {"to": "vera"}),
    "reviewed": Doing((), _nothing, Kind.REVIEWED, "Marked as reviewed.", (AGENCY,)),
}


@pytest.fixture
def vera(db):
    return make_checker("vera")


def test_every_act_is_tried():
    assert DOINGS.keys() == ACTS.keys()


@pytest.mark.parametrize("with_hand", [Mouse, Keyboard])
@pytest.mark.parametrize("name", DOINGS)
def test_an_act_is_asked_for_and_becomes_one_decision(open_page, world, vera, name, with_hand):
    doing = DOINGS[name]
    page = open_page(path(world.cluster), user=vera)
    hand = with_hand(page)
    hand.tick(*[world.claims[index] for index in doing.claims])
    hand.begin(name)
    doing.steps(hand)
    expect(toast(page)).to_contain_text(doing.says)
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason, decision.by) == (doing.kind, doing.reason, vera)
    assert sorted(named(decision)) == sorted(doing.names)
    assert decision.value | doing.value == decision.value
    expect(panel(page)).to_be_hidden()
    assert page.url.endswith(path(world.cluster)), "one stays where one was"
