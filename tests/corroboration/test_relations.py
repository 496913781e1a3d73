"""How two claims of one event stand to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.relations import judge, later, questions, relate, successor
from corroboration.engine.values import Finding, Stance
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

MONITOR = voice("Flood Watch", Kind.MONITOR)
MINISTRY = voice("Interior Ministry")
EARLY, LATE = "2021-05-04T08:00", "2021-05-05T08:00"


LIPNIK = {"place": "Lipnik", "place_id": "lipnik", "place_path": ("lipnik", "vod")}
TRESK = {"place": "Tresk", "place_id": "tresk", "place_path": ("tresk", "gor")}


def stance(left: dict, right: dict) -> Stance | None:
    one, other = telling("c1", **{"outlet": "Herald", **left}), telling("c2", **{"outlet": "Courier", **right})
    found = relate(one, other)
    assert found == relate(other, one)
    return found.stance if found else None


# --- what is not compared


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ({"slot": "killed", "value": 4}, {"slot": "injured", "value": 4}, "the dead and the injured"),
        ({"slot": "killed", "value": 4}, {"slot": "killed-children", "value": 4}, "a part and the total"),
        ({"slot": "killed", "value": 4}, {"slot": "killed"}, "silence is no number"),
        ({"slot": "place", "article": "a"}, {"slot": "place", "article": "a"}, "one article, one voice"),
        (
            {"slot": "place", "article": "a", "chain": [MONITOR]},
            {"slot": "place", "article": "a", "chain": [MONITOR]},
            "one article, one chain",
        ),
        (
            {"slot": "cause", "text": "It is not clear whether a valve had failed"},
            {"slot": "cause", "text": "A valve had failed"},
            "an open question decides nothing",
        ),
        (
            {"slot": "other", "text": "Rain fell on the valley for a week"},
            {"slot": "other", "text": "The mayor visited the school"},
            "a wide slot and other words",
        ),
        (
            {"slot": "damage", "action": "destroy", "text": "it destroyed a mill", "target": "a mill", **LIPNIK},
            {"slot": "damage", "action": "destroy", "text": "a lorry was wrecked", **LIPNIK},
            "what is hit in one place is not one thing",
        ),
        (
            {"slot": "killed", "value": 3, **LIPNIK},
            {"slot": "killed", "value": 3, **TRESK},
            "few in two places are equal by chance",
        ),
        ({"slot": "damage", "modality": "planned"}, {"slot": "damage"}, "a plan and a fact"),
        (
            {"slot": "cause", "text": "Rain burst the dam"},
            {"slot": "damage", "text": "The dam broke"},
            "other questions",
        ),
        (
            {"slot": "injured", "value": 2, "place": "Hranice"},
            {"slot": "injured", "value": 140, "place": "Lipnik"},
            "counts of two places",
        ),
    ],
)
def test_nothing_decides(left, right, why):
    assert stance(left, right) is None, why


def test_two_voices_in_one_article_are_compared():
    left = {"slot": "killed", "value": 4, "article": "a", "chain": [MONITOR]}
    assert stance(left, {"slot": "killed", "value": 4, "article": "a", "chain": [MINISTRY]}) is Stance.CORROBORATES


# --- agreement


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (
            {"slot": "happened", "text": "A dam burst above the town of Lipnik"},
            {"slot": "happened", "text": "Above the town of Lipnik, a dam has burst"},
            "reworded",
        ),
        ({"slot": "target", "target_id": "mill"}, {"slot": "target", "target_id": "mill"}, "the same target"),
        (
            {"slot": "happened", "text": "Gunmen often raid the depot of Lipnik"},
            {"slot": "happened", "text": "The depot of Lipnik is often raided by gunmen"},
            "one habit",
        ),
        ({"slot": "damage", "text": "Roofs were gone"}, {"slot": "damage", "text": "Much was ruined"}, "a narrow slot"),
        (
            {"slot": "place", "place_id": "mill-lane", "place_path": ("mill-lane", "lipnik")},
            {"slot": "place", "place_id": "lipnik", "place_path": ("lipnik",)},
            "a street and its town",
        ),
        (
            {"slot": "weapon", "text": "a lorry packed with explosives"},
            {"slot": "weapon", "text": "it was a car bomb"},
            "vehicle bombs",
        ),
        (
            {"slot": "perpetrator", "actor": "Red Militia", "modality": "denied"},
            {"slot": "perpetrator", "actor": "Red Militia", "modality": "denied"},
            "two who deny it",
        ),
        (
            {"slot": "happened", "value": 9, "role": "killed"},
            {"slot": "killed", "value": 9},
            "a toll told beside what the slot asks for",
        ),
        (
            {"slot": "cause", "text": "Heavy rain above Lipnik burst the dam at Mill Lane"},
            {"slot": "happened", "text": "Heavy rain above Lipnik burst the dam at Mill Lane"},
            "one statement, whose slot was read otherwise",
        ),
    ],
)
def test_agreement(left, right, why):
    assert stance(left, right) is Stance.CORROBORATES, why


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"slot": "damage"}, ("damage",)),
        ({"slot": "territory"}, ("progress", "territory")),
        ({"slot": "happened", "value": 9, "role": "killed"}, ("happened", "killed")),
        ({"slot": "distance", "value": 9, "role": "distance"}, ("distance",)),
    ],
)
def test_the_questions_that_a_claim_answers(details, expected):
    assert questions(telling(**details)) == expected


# --- updates


@pytest.mark.parametrize(("other", "expected"), [([MINISTRY], None), ([], Stance.CORROBORATES)])
def test_a_word_for_a_number_bears_out_no_other_voice(other, expected):
    number = telling("c1", slot="killed", value=32, chain=[MONITOR])
    word = telling("c2", outlet="Courier", slot="killed", value=None, bound="vague", low=4, chain=other)
    found = judge(number, word)
    assert (found.finding.stance if found else None) is expected


def test_a_later_higher_toll_of_one_voice_replaces_the_earlier():
    first = telling("c1", outlet="Herald", published=EARLY, slot="killed", value=9, bound="at least", chain=[MONITOR])
    second = telling("c2", outlet="Courier", published=LATE, slot="killed", value=14, bound="at least", chain=[MONITOR])
    found = judge(first, second)
    assert (found.a, found.b, found.finding.stance) == ("c2", "c1", Stance.SUPERSEDES)
    assert found.independence.verdict is False
    assert judge(second, first) == found


def test_a_toll_called_previous_is_the_one_replaced_though_it_stands_later():
    new = telling("c1", article="a", position=0, slot="killed", value=70, chain=[voice("a nurse", Kind.UNNAMED)])
    old = telling("c2", article="a", position=5, slot="killed", value=20, number_context="The previous toll")
    found = judge(new, old)
    assert (found.a, found.b, found.finding.stance) == ("c1", "c2", Stance.SUPERSEDES)


def test_two_voices_quoted_in_one_article_are_not_one_running_toll():
    left = {"slot": "killed", "value": 9, "bound": "at least", "article": "a", "chain": [MONITOR]}
    right = {"slot": "killed", "value": 14, "bound": "at least", "article": "a", "chain": [MINISTRY]}
    assert stance(left, right) is Stance.DIFFERS


NOBODY_YET = {"slot": "responsibility", "text": "No one immediately claimed responsibility for the raid"}
CLAIMED = {"slot": "responsibility", "text": "The Red Militia claimed responsibility for the raid"}


@pytest.mark.parametrize(("when", "expected"), [((EARLY, LATE), Stance.SUPERSEDES), ((LATE, EARLY), None)])
def test_what_had_not_happened_yet_is_updated_by_what_came_later(when, expected):
    assert stance({**NOBODY_YET, "published": when[0]}, {**CLAIMED, "published": when[1]}) is expected


def test_the_update_is_the_claim_that_tells():
    assert judge(telling("c2", **NOBODY_YET), telling("c1", outlet="Courier", **CLAIMED)).a == "c1"


# --- order


def test_later_is_by_publication_then_place_in_the_article_then_id():
    first, second = telling("c9", published=EARLY), telling("c1", published=LATE)
    assert later(first, second) is second
    top, below = telling("c9", article="a", position=1), telling("c1", article="a", position=2)
    assert later(top, below) is below
    one, other = telling("c1", outlet="Herald", position=7), telling("c2", outlet="Courier", position=1)
    assert later(one, other) is other


def test_without_an_update_the_later_claim_comes_first():
    one, other = telling("c1", published=LATE), telling("c2", published=EARLY)
    assert successor(one, other, Finding(Stance.CORROBORATES, "wording", 1.0, ())) is one


TEXTS = ["", "No one immediately claimed it", "Rebels captured the bridge", "x" * 5_000, "لم يعرف", "It was repelled"]
SLOTS = ["killed", "perpetrator", "place", "time", "weapon", "control", "happened", "other"]
DETAILS = st.fixed_dictionaries(
    {
        "text": st.sampled_from(TEXTS),
        "modality": st.sampled_from(["asserted", "hedged", "planned", "denied"]),
        "polarity": st.booleans(),
        "actor": st.sampled_from(["", "Red Militia", "River Clan"]),
        "place": st.sampled_from(["", "Lipnik", "Hranice"]),
        "value": st.sampled_from([0, 12, 14, 90]),
        "bound": st.sampled_from(["exact", "at least", "at most"]),
        "published": st.sampled_from([EARLY, LATE]),
        "day_only": st.booleans(),
    }
)


@given(DETAILS, DETAILS, st.sampled_from(SLOTS))
def test_the_order_of_the_two_changes_nothing(left, right, slot):
    one, other = telling("c1", slot=slot, **left), telling("c2", outlet="Courier", slot=slot, **right)
    found = judge(one, other)
    assert found == judge(other, one)
    if found is not None:
        assert 0 <= found.finding.score <= 1
        assert all(found.finding.reasons)


@pytest.mark.parametrize("text", ["x" * 100_000, "not " * 50_000, "\u202e" * 1_000, "12 " * 50_000, "لا " * 50_000])
def test_any_text_can_be_related(text):
    left = telling("c1", slot="killed", text=text, value=12)
    assert judge(left, telling("c2", outlet="Courier", slot="killed", text=text, value=12)).finding.score > 0
    relate(telling("c1", slot="weapon", text=text), telling("c2", slot="weapon", text=text, modality="denied"))
