"""Are two claims of one cluster told of one happening, and do their numbers count the same?"""

import pytest

from corroboration.engine.comparable import one_count, one_happening
from corroboration.engine.numbers import counts_of
from corroboration.engine.relations import relate
from corroboration.engine.values import Stance
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

MONITOR = voice("Flood Watch", Kind.MONITOR)
NEXT_WEEK = "2021-05-11"


@pytest.mark.parametrize(
    ("left", "right", "expected", "why"),
    [
        ({}, {}, True, "undated news of one day"),
        ({}, {"published": NEXT_WEEK}, True, "undated news a week apart: the cluster has weighed that"),
        ({}, {"published": "2021-06-11"}, False, "undated news a month apart"),
        ({"time": "2021-05-03"}, {"time": "2021-05-04"}, False, "two days that the texts name"),
        ({"time": "2021-05-03", "time_explicit": False}, {"time": "2021-05-09"}, True, "one of them taken over"),
        ({"time": ("2021-05-01", "2021-05-09")}, {"time": "2021-05-04"}, True, "a day within a week"),
        ({"text": "Gunmen often raid the depot"}, {"text": "Gunmen raided the depot"}, False, "a habit"),
        ({"text": "Gunmen often raid the depot"}, {"text": "Gunmen often raid it"}, True, "one habit"),
    ],
)
def test_one_happening(left, right, expected, why):
    one, other = telling("c1", **left), telling("c2", outlet="Courier", **right)
    assert one_happening(one, other) is one_happening(other, one) is expected, why


@pytest.mark.parametrize(
    ("left", "right", "expected", "why"),
    [
        ((9, "9 people died"), (14, "14 people died"), True, "stages"),
        ((9, "9 people died"), (90, "90 people died"), False, "tenfold"),
        ((9, "another 9 people died"), (14, "14 people died"), False, "those on top of others"),
        ((9, "nine others died"), (14, "14 people died"), False, "others, the number in letters"),
        ((5, "five of the dead were nurses"), (14, "14 people died"), False, "a part of the dead"),
        ((40, "40 rebels were killed"), (60, "60 soldiers were killed"), False, "two sides"),
        ((40, "40 rebels were killed"), (60, "60 militants were killed"), True, "a general name for the side"),
        ((40, "40 militants were killed"), (60, "60 soldiers were killed"), False, "that name and the other side"),
        (
            (40, "40 people were killed by soldiers"),
            (60, "60 rebels were killed"),
            True,
            "who killed them is no victim",
        ),
        ((40, "40 people died in a week of raids"), (50, "50 people died"), False, "over a week"),
        ((40, "40 people died in three days of raids"), (50, "50 people died"), False, "over many days"),
    ],
)
def test_one_count(left, right, expected, why):
    one = telling("c1", slot="killed", value=left[0], text=left[1])
    other = telling("c2", outlet="Courier", slot="killed", value=right[0], text=right[1])
    counts = counts_of(one, other)
    assert counts is not None
    assert one_count(*counts) is one_count(*counts[::-1]) is expected, why


def test_the_injured_told_as_others_are_all_of_the_injured():
    one = telling("c1", slot="injured", value=30, text="30 others were hurt")
    counts = counts_of(one, telling("c2", outlet="Courier", slot="injured", value=40, text="40 were hurt"))
    assert one_count(*counts)


def test_the_toll_of_a_quarter_is_no_early_toll_of_its_town():
    quarter = telling("c1", slot="killed", value=9, text="9 died", place_path=("mill-lane", "lipnik", "moravia"))
    town = telling("c2", outlet="Courier", slot="killed", value=20, text="20 died", place_path=("lipnik", "moravia"))
    assert not one_count(*counts_of(quarter, town))


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (
            {"slot": "damage", "target": "the chemical works", "action": "destroy", "text": "The works were razed"},
            {"slot": "damage", "target": "a clinic", "action": "destroy", "text": "Shells ruined a clinic"},
            "two targets",
        ),
        (
            {"slot": "weapon", "text": "They clashed with the guards", "place": "Lipnik"},
            {"slot": "weapon", "text": "A car bomb went off", "place": "Hranice"},
            "one names no weapon, and the places differ",
        ),
        (
            {"slot": "control", "actor": "Red Militia", "target": "Lipnik", "text": "The Red Militia retook Lipnik"},
            {"slot": "control", "actor": "River Clan", "target": "Lipnik", "text": "The River Clan retook Lipnik"},
            "two captors of one town don't bear each other out",
        ),
        (
            {"slot": "perpetrator", "actor": "isis", "place": "Lipnik", "text": "ISIS raided the mill"},
            {"slot": "perpetrator", "actor": "turkey", "place": "Hranice", "text": "Turkey shelled a school"},
            "two attacks have two culprits",
        ),
        (
            {"slot": "perpetrator", "actor": "isis", "text": "ISIS struck"},
            {"slot": "perpetrator", "actor": "Aleppo", "actor_id": "aleppo", "text": "Aleppo was struck"},
            "a town is no culprit",
        ),
        (
            {"slot": "other", "text": "Barrels fell on Holešov"},
            {"slot": "other", "text": "Officials look into reports from Holešov"},
            "only a town's name in common",
        ),
        (
            {"slot": "damage", "target": "mill", "chain": [MONITOR], "text": "The mill of Lipnik was burnt"},
            {
                "slot": "damage",
                "target": "mill",
                "modality": "denied",
                "denied_by": [MONITOR],
                "text": "The mill burnt",
            },
            "who denies the one says the other",
        ),
        (
            {"slot": "progress", "actor": "army", "action": "retreat", "text": "The army pulled back at dawn"},
            {"slot": "progress", "actor": "army", "action": "capture", "text": "The army took three hamlets"},
            "one side's retreat and its advance",
        ),
        (
            {"slot": "killed", "action": "kill", "target": "a nurse", "text": "A nurse died of her burns"},
            {"slot": "killed", "action": "kill", "text": "It left many victims"},
            "deaths without a number",
        ),
        (
            {"slot": "killed", "value": 4, "target": "4", "text": "4 died", "time": ("2021-04-28", "2021-05-04")},
            {"slot": "killed", "value": 4, "target": "4", "text": "4 were killed"},
            "some day of a week, and today, at places that neither names",
        ),
    ],
)
def test_silence_where_two_matters_may_be_meant(left, right, why):
    assert relate(telling("c1", **left), telling("c2", outlet="Courier", **right)) is None, why


def test_a_government_and_its_states_army_are_no_two_culprits():
    left = telling("c1", slot="perpetrator", actor="army", actor_id="syria-army", text="The army shelled the mill")
    right = telling(
        "c2",
        outlet="Courier",
        slot="perpetrator",
        actor="government",
        actor_id="syria-government",
        text=left.claim.text,
    )
    assert relate(left, right).stance is Stance.CORROBORATES


def test_one_voice_that_gives_two_numbers_in_one_article_counts_two_things():
    one = telling("c1", article="a", position=1, slot="killed", value=9, chain=[MONITOR, voice("Wire", Kind.AGENCY)])
    other = telling("c2", article="a", position=2, slot="killed", value=14, chain=[MONITOR])
    assert relate(one, other) is None
