"""Claims of one event that can't both be so, and those that can."""

import pytest

from corroboration.engine.relations import relate
from corroboration.engine.values import Stance
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice
from tests.corroboration.test_relations import EARLY, LATE, MINISTRY, MONITOR, stance


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
            {"slot": "perpetrator", "actor": "Red Militia", "time": "2021-05-03"},
            {"slot": "perpetrator", "actor": "River Clan", "time": "2021-05-03", "modality": "hedged"},
            "perpetrator",
            "one is called the likely culprit",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "text": "Charges that the army shelled the mill"},
            {
                "slot": "perpetrator",
                "actor": "syria-government",
                "modality": "denied",
                "denied_by": [MINISTRY],
                "text": "The government was behind it",
            },
            "denial",
            "the army's deed is the government's",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "time": "2021-05-03"},
            {"slot": "perpetrator", "actor": "rebels", "time": "2021-05-03"},
            "perpetrator",
            "a general name excludes the other side of a war",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-government", "text": "The government is responsible"},
            {"slot": "perpetrator", "actor": "rebels", "text": "Rebels carried out the gas attack"},
            "perpetrator",
            "each is blamed for the deed in the news",
        ),
        (
            {"slot": "killed", "target": "groom", "text": "The groom was among the dead"},
            {"slot": "other", "target": "", "text": "Bride and groom were safe and well"},
            "outcome",
            "one person's fate, whatever the slots",
        ),
        (
            {"slot": "weapon", "text": "The use of sarin", "modality": "denied", "denied_by": [MINISTRY], "target": ""},
            {"slot": "weapon", "text": "It was a poison gas attack", "target": ""},
            "denial",
            "a deed of the sort that is denied",
        ),
        (
            {"slot": "killed", "value": 31, "chain": [MONITOR], "published": EARLY},
            {"slot": "killed", "value": 40, "chain": [voice("Red Militia", Kind.ARMED_GROUP)], "published": LATE},
            "number",
            "who fights counts for himself: no stage of another's toll",
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
            {"slot": "perpetrator", "actor": "Red Militia", "text": "The militia burns mills"},
            {"slot": "perpetrator", "actor": "River Clan", "modality": "hedged"},
            "hedged, and no one deed",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "text": "The army was behind the gas attack"},
            {"slot": "perpetrator", "actor": "rebels", "text": "The rebels were behind the car bomb"},
            "two deeds",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "text": "Either Russian or Syrian planes hit the mill"},
            {"slot": "perpetrator", "actor": "russia-army", "text": "Russian planes carried out the attack"},
            "left open between two",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "text": "The army was behind the attack"},
            {"slot": "perpetrator", "actor": "rebels", "text": "The Syrian army and rebels were behind the attack"},
            "both named",
        ),
        (
            {
                "slot": "perpetrator",
                "actor": "syria-army",
                "time": "2021-05-04",
                "time_explicit": False,
                "text": "The army was behind the attack",
            },
            {"slot": "perpetrator", "actor": "rebels", "time": "2021-05-08", "text": "Rebels hit the mill on Saturday"},
            "another day's deed",
        ),
        (
            {"slot": "perpetrator", "actor": "syria-army", "text": "The army was behind the gas attack"},
            {
                "slot": "perpetrator",
                "actor": "rebels",
                "text": "Rebels used gas against Syrian army troops on Saturday",
            },
            "nobody gasses himself",
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
        (
            {"slot": "killed", "target": "groom's father", "text": "The groom's father was killed"},
            {"slot": "other", "target": "", "text": "Bride and groom were safe"},
            "two persons' fates",
        ),
        (
            {
                "slot": "perpetrator",
                "actor": "syria-government",
                "modality": "denied",
                "denied_by": [MINISTRY],
                "text": "previous accusations of using gas",
            },
            {"slot": "perpetrator", "actor": "syria-government", "text": "The government was behind the gas attack"},
            "earlier deeds denied",
        ),
        (
            {"slot": "happened", "text": "The truce does not include the red brigades of Lipnik", "polarity": False},
            {"slot": "happened", "text": "Farmers fight the red brigades of Lipnik", "action": "clash"},
            "another thing negated",
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


def test_a_branch_of_a_state_is_no_other_perpetrator_than_the_state():
    left = {"slot": "perpetrator", "actor": "Russian jets", "actor_id": "russia-air-force"}
    assert stance(left, {"slot": "perpetrator", "actor": "Russia", "actor_id": "russia"}) is not Stance.CONTRADICTS
