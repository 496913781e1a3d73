"""Same event? Feature by feature, then whole pairs that differ in what tells events apart."""

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine import features
from corroboration.engine.clustering import JOIN
from corroboration.engine.features import UNDATED, UNKNOWN
from corroboration.engine.matching import LINK_FLOOR, score
from corroboration.engine.tables import table
from tests.corroboration.factories import telling
from tests.corroboration.tellings import claims

OSTRAVA, OPAVA, MORAVIA, LVIV = (
    ("ostrava", "moravia", "cz"),
    ("opava", "moravia", "cz"),
    ("moravia", "cz"),
    ("lviv", "ua"),
)

BLAST = {
    "text": "A car bomb killed 12 people in Ostrava on Monday",
    "place_path": OSTRAVA,
    "place": "Ostrava",
    "action": "kill",
    "slot": "killed",
    "value": 12,
    "time": "2021-05-03",
}


def pair(left: dict, right: dict):
    return telling("a", **{"outlet": "Herald", **left}), telling("b", **{"outlet": "Gazette", **right})


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"time": "2021-05-03"}, {"time": "2021-05-03"}, 1.0),
        ({"time": "2021-05-03"}, {"time": "2021-05-04"}, 0.7),
        ({"time": "2021-05-03"}, {"time": "2021-05-20"}, 0.0),
        ({"time": ("2021-05-01", "2021-05-31")}, {"time": "2021-05-20"}, 0.7),
        ({"time": "2021-05-03"}, {"time": None}, UNKNOWN),
        ({"time": "2021-05-03", "time_explicit": False}, {"time": "2021-05-03"}, 0.55),
        ({"time": "2016-05-03", "time_explicit": False}, {"time": "2021-05-03"}, 0.35),
    ],
)
def test_time(left, right, expected):
    """A date that a text doesn't give itself never counts as a match, and hardly as a clash."""
    assert features.time(*pair(left, right)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2021-05-04", "2021-05-04", 1.0),
        ("2021-05-04", "2021-05-11", UNKNOWN),
        ("2021-05-04", "2021-07-04", 0.0),
        ("2021-05-04", UNDATED, UNKNOWN),
    ],
)
def test_publication(left, right, expected):
    assert features.published(*pair({"published": left}, {"published": right})) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"place_path": OSTRAVA}, {"place_path": OSTRAVA}, 1.0),
        ({"place_path": OSTRAVA}, {"place_path": MORAVIA}, 0.7),
        ({"place_path": OSTRAVA}, {"place_path": ("cz",)}, UNKNOWN),
        ({"place_path": OSTRAVA}, {"place_path": ()}, UNKNOWN),
        ({"place_path": OSTRAVA, "other_places": ("lviv",)}, {"place_path": LVIV}, 0.6),
        ({"place_path": OSTRAVA, "place": "Ostrava", "text": "In Ostrava"}, {"place_path": LVIV}, 0.45),
        (
            {"place_path": OSTRAVA, "place": "Ostrava", "text": "In Ostrava"},
            {"place_path": LVIV, "place": "Lviv", "text": "In Lviv"},
            0.0,
        ),
        (
            {"place_path": OSTRAVA, "place": "Ostrava", "text": "In Ostrava"},
            {"place_path": OPAVA, "place": "Opava", "text": "In Opava"},
            0.35,
        ),
    ],
)
def test_place(left, right, expected):
    assert features.place(*pair(left, right)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"action": "kill"}, {"action": "kill"}, 1.0),
        ({"action": "kill"}, {"action": "claim-responsibility"}, 0.8),
        ({"action": "kill"}, {"action": "arrest"}, 0.0),
        ({"action": "be", "text": "It was loud"}, {"action": "kill"}, UNKNOWN),
        ({"action": "hear", "text": "They heard the blast"}, {"action": "kill"}, 0.8),
    ],
)
def test_kind_of_action(left, right, expected):
    assert features.action(*pair(left, right)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"actor": "Blue Front", "action": "besiege"}, {"actor": "Blue Front", "action": "besiege"}, 1.0),
        ({"actor": "Blue Front", "action": "besiege"}, {"actor": "Army", "action": "besiege"}, 0.1),
        ({"actor": "Blue Front", "action": "kill"}, {"actor": "Army", "action": "kill"}, 0.4),
        ({"actor": "Blue Front"}, {"actor": ""}, UNKNOWN),
        ({"actor": "the Blue Front", "actor_id": ""}, {"actor": "Blue Front", "actor_id": ""}, 0.9),
    ],
)
def test_actor(left, right, expected):
    assert features.actor(*pair(left, right)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"value": 48, "slot": "killed"}, {"value": 48, "slot": "killed"}, 1.0),
        ({"value": 44, "slot": "killed"}, {"value": 48, "slot": "killed"}, UNKNOWN),
        ({"value": 44, "slot": "killed"}, {"value": 400_000, "slot": "killed"}, 0.0),
        ({"value": 44, "slot": "killed"}, {"value": 400_000, "slot": "displaced"}, UNKNOWN),
        ({"value": 2, "slot": "killed"}, {"value": 2, "slot": "killed"}, UNKNOWN),
        ({"value": None, "slot": "killed"}, {"value": 48, "slot": "killed"}, UNKNOWN),
    ],
)
def test_number(left, right, expected):
    assert features.number(*pair(left, right)) == expected


def test_words_speak_against_only_where_no_dates_are_known():
    told = {"text": "The Karvina mine was flooded"}, {"text": "Dozens of shoppers were hurt"}
    assert features.words(*pair(*told)) == UNKNOWN
    assert features.words(*pair(*({**side, "published": UNDATED} for side in told))) == 0.0


def test_names():
    same = {"text": "Then Karel Novak left Opava"}, {"text": "Yesterday Novak resigned"}
    other = {"text": "Then Karel Novak left Opava"}, {"text": "Yesterday Dvorak resigned"}
    assert features.names(*pair(*same)) == 1.0
    assert features.names(*pair(*other)) == 0.0


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"time": "2020-11-01"}, {"time": None, "published": "2021-05-04"}, 0.35),
        ({"time": "2021-04-20"}, {"time": None, "published": "2021-05-04"}, UNKNOWN),
        ({"time": "2020-11-01"}, {"time": None, "published": UNDATED}, UNKNOWN),
        ({"time": "2020-11-01", "time_explicit": False}, {"time": None, "published": "2021-05-04"}, UNKNOWN),
    ],
)
def test_a_claim_without_a_date_is_taken_for_news(left, right, expected):
    assert features.time(*pair(left, right)) == expected


def test_the_dead_of_a_war_are_not_those_of_a_bomb():
    told = {"action": "kill", "slot": "killed", "value": 90_000}, {"action": "kill", "slot": "killed", "value": 40}
    assert features.occasion(*pair(*told)) == 0.0
    flood = {"action": "flood", "slot": "other", "value": 90_000}, {"action": "flood", "slot": "other", "value": 40}
    assert features.occasion(*pair(*flood)) == UNKNOWN


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 1.0),
        ({"place_path": LVIV, "place": "Lviv", "text": "In Lviv"}, UNKNOWN),
        ({"place_path": ()}, 0.85),
        ({"action": "arrest", "slot": "other"}, UNKNOWN),
        ({"published": "2021-05-09"}, UNKNOWN),
        ({"time": "2021-03-02"}, UNKNOWN),
        ({"published": UNDATED}, UNKNOWN),
    ],
)
def test_news(change, expected):
    assert features.news(*pair(BLAST, {**BLAST, **change})) == expected


def test_earlier_occasions_are_not_the_one_in_the_news():
    told = {"text": "The group has previously bombed Ostrava"}, {"text": "A bomb went off in Ostrava"}
    assert features.occasion(*pair(*told)) == 0.0
    assert features.occasion(*pair(told[0], told[0])) == UNKNOWN


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("a rising toll", {"text": "The toll of the Ostrava blast rose to 19", "value": 19}),
        (
            "the wounded",
            {"text": "Thirty were wounded in the explosion", "action": "injure", "slot": "injured", "value": 30},
        ),
        (
            "the culprit",
            {"text": "The Blue Front claimed the Ostrava attack", "action": "claim-responsibility", "time": None},
        ),
        ("told a day later", {"published": "2021-05-05", "text": "Monday's blast in Ostrava killed 14", "value": 14}),
        ("the province only", {"text": "A bomb killed 12 in Moravia", "place_path": MORAVIA, "place": "Moravia"}),
    ],
)
def test_aspects_of_one_event_join(why, change):
    change = {"time_explicit": True, **change}
    assert score(*pair(BLAST, {**BLAST, **change})).score >= JOIN, why


@pytest.mark.parametrize(
    ("why", "change"),
    [
        (
            "another town, another day",
            {"text": "A car bomb killed 12 people in Lviv", "place_path": LVIV, "place": "Lviv", "time": "2021-05-01"},
        ),
        (
            "years before",
            {"text": "A bomb in Ostrava killed 5 in 2016", "value": 5, "time": ("2016-01-01", "2016-12-31")},
        ),
        (
            "the war's dead",
            {
                "text": "More than 400,000 people have been killed in the war",
                "value": 400_000,
                "time": None,
                "place_path": (),
                "published": "2021-06-25",
            },
        ),
        (
            "another kind of event",
            {
                "text": "The mayor resigned",
                "action": "resign",
                "slot": "happened",
                "value": None,
                "time": "2021-04-20",
                "place_path": OPAVA,
            },
        ),
    ],
)
def test_look_alikes_stay_apart(why, change):
    assert score(*pair(BLAST, {**BLAST, **change})).score < LINK_FLOOR, why


@given(claims("a"), claims("b"))
def test_the_score_is_symmetric_and_its_features_explain_it(left, right):
    link = score(left, right)
    assert link == score(right, left)
    assert (link.left, link.right) == ("a", "b")
    assert 0 <= link.score <= 1
    assert link.features.keys() == features.FEATURES.keys()
    assert all(0 <= value <= 1 for value in link.features.values())


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_scored(left, right):
    assert 0 <= score(telling("a", text=left), telling("b", text=right)).score <= 1


def test_every_feature_tells_the_reader_what_it_is():
    assert all(function.__doc__ for function in features.FEATURES.values())


def test_every_class_of_a_family_is_one_that_extraction_gives():
    data = resources.files("claims") / "data"
    actions = tomllib.loads((data / "actions.toml").read_text(encoding="utf-8"))["action"]
    slots = tomllib.loads((data / "slots.toml").read_text(encoding="utf-8"))["names"]
    named = {name for family in table("action_families").values() for name in family["classes"]}
    assert named <= {action["id"] for action in actions} | set(slots)
