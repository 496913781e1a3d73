"""What two episodes have in common, feature by feature, with values worked out by hand from small profiles."""

import tomllib
from dataclasses import replace
from datetime import date
from importlib import resources
from math import log

import numpy as np
import pytest
from hypothesis import given, settings

from corroboration.engine.comparison import AROUND, COUNTRY, ELSEWHERE, PROVINCE, SAME, Comparison, lie
from corroboration.engine.features import FEATURES
from corroboration.engine.profiles import EVER, NEVER, Profile, profile_of
from corroboration.engine.tables import table
from tests.corroboration.factories import telling
from tests.corroboration.tellings import articles, cut

BLANK = Profile(
    article="",
    turn=0,
    published=None,
    size=1,
    words={},
    names=(),
    numbers=(),
    topics={},
    families=(),
    places=(),
    taken_places=(),
    times=(),
    taken_times=(),
    actors=(),
    slots=(),
    background=0,
    state=0,
    planned=0,
    occasion=0,
    texts=("",),
)
OSTRAVA, OPAVA, MORAVIA = ("ostrava", "moravia", "cz"), ("opava", "moravia", "cz"), ("moravia", "cz")
BRNO, LVIV, CZ = ("brno", "cz"), ("lviv", "galicia", "ua"), ("cz",)


def days(first: str, last: str = "") -> tuple[int, int]:
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last or first).toordinal()


def at(*paths: tuple[str, ...]) -> dict:
    return {"places": tuple(sorted(paths))}


def on(*times: tuple[int, int]) -> dict:
    return {"times": tuple(sorted(times))}


def published(day: str) -> dict:
    return {"published": days(day)[0]}


MAY_3, MAY_4, MAY_5, MAY_7, MAY_12 = (days(f"2021-05-{day:02}") for day in (3, 4, 5, 7, 12))
IN_MAY, SINCE_MAY = days("2021-05-01", "2021-05-31"), (days("2021-05-01")[0], EVER)
A, B = {"article": "a"}, {"article": "b"}


def value(feature: str, left: dict, right: dict) -> float:
    one, other = replace(BLANK, **{**A, **left}), replace(BLANK, **{**B, **right})
    forth, back = (np.asarray(FEATURES[feature](Comparison([x], [y])), float) for x, y in ((one, other), (other, one)))
    assert forth.shape == back.shape == (1, 1)
    assert forth[0, 0] == back[0, 0]
    return float(forth[0, 0])


@pytest.mark.parametrize(
    ("feature", "left", "right", "expected"),
    [
        ("same_article", A, A, 1),
        ("same_article", A, B, 0),
        ("next_to", {**A, "turn": 1}, {**A, "turn": 2}, 1),
        ("next_to", {**A, "turn": 1}, {**A, "turn": 3}, 0),
        ("next_to", {**A, "turn": 1}, {**B, "turn": 2}, 0),
        # their own dates
        ("same_days", on(MAY_3), on(MAY_3), 1),
        ("same_days", on(MAY_3), on(MAY_4), 0),
        ("same_days", on(MAY_3), on(IN_MAY), 1),
        ("same_days", on(MAY_3), on(SINCE_MAY), 1),
        ("same_days", on(MAY_3), on((NEVER, MAY_7[1])), 1),
        ("same_days", on(MAY_3, MAY_12), on(MAY_5, MAY_12), 1),  # the nearest two decide
        ("same_days", on(MAY_3), {}, 0),
        ("same_days", on(MAY_3), {"taken_times": (MAY_3,)}, 0),
        ("days_apart", on(MAY_3), on(MAY_4), 1),
        ("days_apart", on(MAY_3), on(MAY_5), 1),
        ("days_apart", on(MAY_4), on(MAY_7), 0),
        ("days_apart", {}, on(MAY_7), 0),
        ("week_apart", on(MAY_4), on(MAY_7), 1),
        ("week_apart", on(MAY_5), on(MAY_12), 1),
        ("week_apart", on(MAY_4), on(MAY_12), 0),
        ("week_apart", {}, on(MAY_12), 0),
        ("long_apart", on(MAY_4), on(MAY_12), 1),
        ("long_apart", on(days("2016-01-01", "2016-12-31")), on(MAY_12), 1),
        ("long_apart", on(SINCE_MAY), on((NEVER, MAY_3[0] - 30)), 1),
        ("long_apart", on(MAY_4), {}, 0),
        # a date of one beside what the other took over from the text around it
        ("taken_days_fit", on(MAY_3), {"taken_times": (MAY_4,)}, 1),
        ("taken_days_fit", on(MAY_3), {"taken_times": (MAY_5,)}, 0),
        ("taken_days_fit", on(MAY_3), {**on(MAY_12), "taken_times": (MAY_4,)}, 0),  # has a date of its own
        ("taken_days_fit", {"taken_times": (MAY_3,)}, {"taken_times": (MAY_3,)}, 0),
        ("taken_days_fit", on(MAY_3), {}, 0),
        ("taken_days_clash", on(MAY_3), {"taken_times": (MAY_12,)}, 1),
        ("taken_days_clash", on(MAY_5), {"taken_times": (MAY_12,)}, 0),
        ("taken_days_clash", on(MAY_3), {}, 0),
        # publication
        ("published_together", published("2021-05-04"), published("2021-05-04"), 1),
        ("published_together", published("2021-05-04"), published("2021-05-11"), 0),
        ("published_together", published("2021-05-01"), published("2021-05-08"), 0),
        ("published_together", published("2021-05-04"), {}, 0),
        ("published_together", {}, {}, 0),
        ("published_apart", published("2021-05-04"), published("2021-05-11"), 0),
        ("published_apart", published("2021-05-01"), published("2021-06-07"), 0.5),  # 37 days, 30 beyond a week
        ("published_apart", published("2021-05-01"), published("2026-05-01"), 1),
        ("published_apart", published("2021-05-01"), {}, 0),
        # places
        ("same_place", at(OSTRAVA), at(OSTRAVA), 1),
        ("same_place", at(OSTRAVA, LVIV), at(BRNO, OSTRAVA), 1),  # the nearest two decide
        ("same_place", at(OSTRAVA), at(MORAVIA), 0),
        ("same_place", at(CZ), at(CZ), 0),
        ("same_place", at(OSTRAVA), {"taken_places": (OSTRAVA,)}, 0),
        ("same_region", at(OSTRAVA), at(OPAVA), 1),
        ("same_region", at(CZ), at(CZ), 1),
        ("same_region", at(CZ), at(OSTRAVA), 1),
        ("same_region", at(OSTRAVA), at(MORAVIA), 0),
        ("same_region", at(OSTRAVA), at(OSTRAVA), 0),
        ("same_region", at(OSTRAVA), {}, 0),
        ("other_place", at(OSTRAVA), at(LVIV), 1),
        ("other_place", at(OSTRAVA), at(BRNO), 1),  # a country is shared by nearly all
        ("other_place", at(OSTRAVA, LVIV), at(OSTRAVA), 0),
        ("other_place", at(OSTRAVA), {}, 0),
        ("taken_place_clashes", at(OSTRAVA), {"taken_places": (LVIV,)}, 1),
        ("taken_place_clashes", {"taken_places": (OSTRAVA,)}, {"taken_places": (LVIV,)}, 1),
        ("taken_place_clashes", at(OSTRAVA), {"taken_places": (OPAVA,)}, 0),
        ("taken_place_clashes", at(OSTRAVA), at(LVIV), 0),
        ("taken_place_clashes", at(OSTRAVA), {}, 0),
        # what happened
        ("same_kind", {"families": ("violence",)}, {"families": ("ground", "violence")}, 1),
        ("same_kind", {"families": ("violence",)}, {"families": ("talks",)}, 0),
        ("same_kind", {"families": ("violence",)}, {}, 0),
        ("other_kind", {"families": ("violence",)}, {"families": ("talks",)}, 1),
        ("other_kind", {"families": ("violence",)}, {"families": ("talks", "violence")}, 0),
        ("other_kind", {"families": ("violence",)}, {}, 0),
        ("topics", {"topics": {"siege": 2}}, {"topics": {"siege": 5}}, 1),
        ("topics", {"topics": {"siege": 1}}, {"topics": {"siege": 3, "aid": 4}}, 0.6),  # 3 / (1 * 5)
        ("topics", {"topics": {"siege": 1}}, {"topics": {"aid": 1}}, 0),
        ("topics", {"topics": {"siege": 1}}, {}, 0),
        ("war", {"topics": {"war": 2}, "size": 4}, {"topics": {"war": 3}, "size": 4}, 0.5),
        ("war", {"topics": {"war": 2}, "size": 4}, {}, 0),
        ("same_question", {"slots": ("killed", "weapon")}, {"slots": ("injured", "killed")}, 0.5),
        ("same_question", {"slots": ("killed",)}, {"slots": ("injured", "killed", "weapon")}, 1),
        ("same_question", {"slots": ("killed",)}, {"slots": ("injured",)}, 0),
        ("same_question", {"slots": ("killed",)}, {}, 0),
        ("same_actor", {"actors": ("army", "front")}, {"actors": ("front",)}, 1),
        ("same_actor", {"actors": ("army",)}, {"actors": ("front",)}, 0),
        ("same_actor", {"actors": ("army",)}, {}, 0),
        ("other_actor", {"actors": ("army",)}, {"actors": ("front",)}, 1),
        ("other_actor", {"actors": ("army", "front")}, {"actors": ("front",)}, 0),
        ("other_actor", {"actors": ("army",)}, {}, 0),
        # words, in tenths of weight
        ("words", {"words": {"mine": 30, "flood": 40}}, {"words": {"mine": 30, "flood": 40}}, 1),
        ("words", {"words": {"mine": 30, "flood": 40}}, {"words": {"mine": 50}}, 0.6),  # 30*50 / (50 * 50)
        ("words", {"words": {"mine": 30}}, {"words": {"flood": 30}}, 0),
        ("words", {"words": {"mine": 30}}, {}, 0),
        ("words_at_length", {"words": {"mine": 30}}, {"words": {"mine": 30}}, 0),  # of single claims
        ("words_at_length", {"words": {"mine": 30}, "size": 4}, {"words": {"mine": 30}, "size": 9}, log(4) / 3),
        ("words_at_length", {"words": {"mine": 30}, "size": 90}, {"words": {"mine": 30}, "size": 90}, 1),
        ("words_contained", {"words": {"mine": 30, "flood": 40}}, {"words": {"flood": 40}}, 1),
        ("words_contained", {"words": {"mine": 30, "flood": 40}}, {"words": {"flood": 20, "storm": 20}}, 1),  # 800/800
        ("words_contained", {"words": {"mine": 30, "flood": 40}}, {"words": {"flood": 10, "storm": 30}}, 0.4),
        ("words_contained", {"words": {"mine": 30}}, {}, 0),
        ("shared_words", {"words": {"mine": 30, "flood": 40, "say": 5}}, {"words": {"mine": 9, "flood": 10}}, 1 / 6),
        ("shared_words", {"words": dict.fromkeys("abcdefgh", 10)}, {"words": dict.fromkeys("abcdefgh", 10)}, 1),
        ("shared_words", {"words": {"mine": 30}}, {}, 0),
        # names: what only one of them adds says nothing
        ("names", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("NVK",), "words": {"NVK": 40}}, 1),
        (
            "names",
            {"names": ("NVK", "OPV"), "words": {"NVK": 40, "OPV": 45}},
            {"names": ("DVR", "NVK"), "words": {"DVR": 35, "NVK": 40}},
            40 / 75,
        ),
        ("names", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("DVR",), "words": {"DVR": 40}}, 0),
        ("names", {"names": ("NVK",), "words": {"NVK": 40}}, {"words": {"NVK": 40}}, 0),
        ("no_name_shared", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("DVR",), "words": {"DVR": 40}}, 1),
        ("no_name_shared", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("NVK",), "words": {"NVK": 40}}, 0),
        ("no_name_shared", {"names": ("NVK",), "words": {"NVK": 40}}, {}, 0),
        ("lone_names", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("DVR",), "words": {"DVR": 30}}, 30 / 80),
        ("lone_names", {"names": ("NVK",), "words": {"NVK": 40}}, {"names": ("NVK",), "words": {"NVK": 40}}, 0),
        ("lone_names", {"names": ("NVK",), "words": {"NVK": 40}}, {}, 0),
        # numbers and wording
        ("same_number", {"numbers": (12.0, 48.0)}, {"numbers": (48.0,)}, 1),
        ("same_number", {"numbers": (12.0,)}, {"numbers": (48.0,)}, 0),
        ("same_number", {"numbers": (12.0,)}, {}, 0),
        ("other_number", {"numbers": (12.0,)}, {"numbers": (48.0,)}, 1),
        ("other_number", {"numbers": (12.0, 48.0)}, {"numbers": (48.0,)}, 0),
        ("other_number", {"numbers": (12.0,)}, {}, 0),
        ("wording", {"texts": ("it rained", "a tram derailed")}, {"texts": ("a tram derailed",)}, 1),
        ("wording", {"texts": ("abc",)}, {"texts": ("xyz",)}, 0),
        ("wording", {"texts": ("abc",)}, {}, 0),
        # what kind of telling: shares of the claims
        ("background", {"background": 3, "size": 4}, {"background": 1, "size": 2}, 0.25),
        ("state", {"state": 4, "size": 4}, {}, 1),
        ("planned", {"planned": 1, "size": 4}, {"planned": 1, "size": 4}, 0),
        ("occasion", {"occasion": 1, "size": 4}, {}, 0.25),
    ],
)
def test_feature(feature, left, right, expected):
    assert value(feature, left, right) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("feature", FEATURES)
def test_what_nobody_says_counts_nothing(feature):
    assert value(feature, {}, {}) == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (OSTRAVA, OSTRAVA, SAME),
        (OSTRAVA, MORAVIA, AROUND),
        (OSTRAVA, OPAVA, PROVINCE),
        (OSTRAVA, BRNO, ELSEWHERE),
        (OSTRAVA, CZ, COUNTRY),
        (CZ, CZ, COUNTRY),
        (OSTRAVA, LVIV, ELSEWHERE),
    ],
)
def test_how_two_places_lie(one, other, expected):
    assert lie(one, other) == lie(other, one) == expected


def test_a_profile_gathers_what_its_claims_say():
    """Own places and days apart from those taken over, numbers that tell something, first statements only."""
    told = [
        telling("c1", text="A mine was flooded in Karvina", place="Karvina", place_path=("karvina", "moravia", "cz"),
                time="2021-05-03", actor="Odra", slot="happened"),
        telling("c2", text="Two miners and 31 others were hurt", place_path=("karvina", "moravia", "cz"), position=1,
                time="2021-05-03", time_explicit=False, slot="injured", value=31),
        telling("c3", text="The mine is to be closed", position=2, modality="planned", value=2),
        telling("c4", text="It has been flooded repeatedly since 1990", position=3, actor="Odra"),
    ]  # fmt: skip
    found = profile_of(told, turn=2)
    assert (found.turn, found.size, found.article) == (2, 4, told[0].article)
    assert found.published == date(2021, 5, 4).toordinal()
    assert found.places == (("karvina", "moravia", "cz"),) == found.taken_places
    assert found.times == (MAY_3,) == found.taken_times
    assert found.actors == ("odra",)
    assert found.slots == ("happened", "injured")
    assert found.numbers == (31.0,)
    assert (found.planned, found.occasion, found.background) == (1, 1, 1)
    assert found.texts == tuple(text.casefold() for text in (t.claim.text for t in told[:3]))
    assert {"KRVN", "mine"} <= found.words.keys() and "KRVN" in found.names
    assert all(isinstance(weight, int) for weight in found.words.values())  # sums of whole tenths are exact


@settings(deadline=None)
@given(articles())
def test_features_are_symmetric_and_lie_between_nothing_and_one(told):
    profiles = [episode.profile for episode in cut(told)]
    pairs = Comparison(profiles, profiles)
    for name, feature in FEATURES.items():
        found = np.asarray(feature(pairs), dtype=float)
        assert found.shape == (len(profiles), len(profiles)), name
        assert np.array_equal(found, found.T), name
        assert ((found >= 0) & (found <= 1)).all(), name


def test_every_feature_tells_the_reader_what_it_is():
    assert all(function.__doc__ for function in FEATURES.values())


def test_every_feature_with_a_weight_has_a_reason_and_is_worked_out():
    rows = table("match_weights")["features"]
    assert rows.keys() <= FEATURES.keys()
    assert all(row["why"] and row.keys() & {"dated", "undated"} for row in rows.values())


def test_every_class_of_a_family_is_one_that_extraction_gives():
    data = resources.files("claims") / "data"
    actions = tomllib.loads((data / "actions.toml").read_text(encoding="utf-8"))["action"]
    slots = tomllib.loads((data / "slots.toml").read_text(encoding="utf-8"))["names"]
    named = {name for family in table("action_families").values() for name in family["classes"]}
    assert named <= {action["id"] for action in actions} | set(slots)
