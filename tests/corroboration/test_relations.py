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


# --- clashes


@pytest.mark.parametrize(
    ("left", "right", "type", "why"),
    [
        (
            {"slot": "perpetrator", "actor": "Red Militia", "time": "2021-05-03"},
            {"slot": "perpetrator", "actor": "River Clan", "time": "2021-05-03"},
            "perpetrator",
            "",
        ),
        ({"slot": "place", "place": "Lipnik"}, {"slot": "place", "place": "Hranice"}, "place", ""),
        ({"slot": "time", "time": "2021-05-02"}, {"slot": "time", "time": "2021-05-03"}, "time", "two days"),
        (
            {"slot": "weapon", "text": "killed by a car bomb"},
            {"slot": "weapon", "text": "killed in an air strike"},
            "weapon",
            "a bomb on the ground, and one from the air",
        ),
        (
            {"slot": "cause", "text": "A bomb went off"},
            {"slot": "cause", "text": "A gas leak caused the blast"},
            "outcome",
            "an attack and an accident",
        ),
        (
            {"slot": "progress", "text": "Rebels are advancing on the bridge", "published": LATE},
            {"slot": "territory", "text": "Rebels captured the bridge", "published": EARLY},
            "outcome",
            "told under kindred slots",
        ),
        (
            {"slot": "control", "text": "Rebels captured the bridge"},
            {"slot": "control", "text": "The assault on the bridge was repelled"},
            "outcome",
            "taken, and held",
        ),
        (
            {"slot": "happened", "action": "shell", "chain": [MONITOR], "text": "The army shelled the mill"},
            {"slot": "happened", "action": "shell", "polarity": False, "text": "The army did not shell the mill"},
            "denial",
            "opposite polarity",
        ),
        (
            {"slot": "weapon", "text": "Gas was used on the quarter"},
            {"slot": "weapon", "modality": "denied", "denied_by": [MINISTRY], "text": "Gas was used on the quarter"},
            "denial",
            "a denial",
        ),
        (
            {"slot": "killed", "value": 12},
            {"slot": "killed", "value": 12, "modality": "denied", "denied_by": [MINISTRY]},
            "denial",
            "a count denied",
        ),
        ({"slot": "killed", "value": 12}, {"slot": "killed", "value": 14}, "number", "two exact counts"),
        (
            {"slot": "perpetrator", "actor": "syria-army", "time": "2021-05-03"},
            {"slot": "perpetrator", "actor": "rebels", "time": "2021-05-03"},
            "perpetrator",
            "a general name excludes the other side of a war",
        ),
    ],
)
def test_clashes(left, right, type, why):
    found = relate(telling("c1", **left), telling("c2", outlet="Courier", **right))
    assert found is not None, why
    assert (found.stance, found.type) == (Stance.CONTRADICTS, type), why


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (
            {"slot": "perpetrator", "actor": "Red Militia"},
            {"slot": "perpetrator", "actor": "men", "actor_id": ""},
            "unknown",
        ),
        (
            {"slot": "perpetrator", "actor": "Red Militia"},
            {"slot": "perpetrator", "actor": "River Clan", "modality": "hedged"},
            "hedged",
        ),
        (
            {"slot": "damage", "actor": "Red Militia"},
            {"slot": "damage", "actor": "River Clan"},
            "the slot asks for another",
        ),
        (
            {"slot": "time", "time": "2021-05-02"},
            {"slot": "time", "time": "2021-05-03", "time_explicit": False},
            "inherited",
        ),
        (
            {"slot": "place", "place": "Lipnik"},
            {"slot": "place", "place": "Hranice", "other_places": ("lipnik",)},
            "both named",
        ),
        (
            {
                "slot": "weapon",
                "text": "Gas was used",
                "modality": "denied",
                "chain": [MONITOR],
                "denied_by": [MINISTRY],
            },
            {"slot": "weapon", "text": "Gas was used"},
            "a denied claim stands for its claimant",
        ),
        (
            {"slot": "strikes", "text": "It was initially believed to be a double blast", "modality": "denied"},
            {"slot": "strikes", "text": "a double blast"},
            "an early account, since corrected, stands for those who gave it",
        ),
        (
            {"slot": "perpetrator", "actor": "isis"},
            {"slot": "perpetrator", "actor": "rebels"},
            "a general name excludes nobody",
        ),
        (
            {"slot": "control", "text": "Rebels are advancing on the bridge", "published": EARLY},
            {"slot": "control", "text": "Rebels captured the bridge", "published": LATE},
            "an earlier stage",
        ),
        (
            {"slot": "killed", "value": 12, "modality": "denied"},
            {"slot": "killed", "value": 14},
            "another number denied",
        ),
        (
            {"slot": "killed", "value": 12, "published": EARLY},
            {"slot": "killed", "value": 13, "published": "2021-05-11"},
            "days apart, as far as is known",
        ),
        (
            {"slot": "perpetrator", "actor": "Red Militia", "text": "The militia used gas in this war"},
            {"slot": "perpetrator", "actor": "River Clan", "text": "The clan is behind the attack"},
            "a deed of this war excludes no other",
        ),
        (
            {"slot": "perpetrator", "actor": "united-nations", "chain": [voice("United Nations", Kind.OFFICIAL)]},
            {"slot": "perpetrator", "actor": "syria-army"},
            "who says so is no culprit",
        ),
    ],
)
def test_no_clash(left, right, why):
    assert stance(left, right) is not Stance.CONTRADICTS, why


def test_a_voice_that_denies_its_own_word_later_takes_it_back():
    said = {"slot": "damage", "chain": [MONITOR], "text": "The mill of Lipnik was burnt", "published": EARLY}
    denied = {"slot": "damage", "modality": "denied", "denied_by": [MONITOR], "text": "The mill of Lipnik was burnt"}
    assert stance(said, {**denied, "published": LATE}) is Stance.CONTRADICTS
    assert stance({**said, "published": LATE}, {**denied, "published": EARLY}) is None


def test_an_outcome_told_no_later_than_its_stage_clashes():
    left = {"slot": "control", "text": "Rebels are advancing on the bridge", "published": LATE}
    assert (
        stance(left, {"slot": "control", "text": "Rebels captured the bridge", "published": EARLY})
        is Stance.CONTRADICTS
    )


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


def test_a_branch_of_a_state_is_no_other_perpetrator_than_the_state():
    left = {"slot": "perpetrator", "actor": "Russian jets", "actor_id": "russia-air-force"}
    assert stance(left, {"slot": "perpetrator", "actor": "Russia", "actor_id": "russia"}) is not Stance.CONTRADICTS
