"""Two counts of one thing: the same, both possible, an update, or a clash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corroboration.engine.numbers import compare_counts, counts_of, is_running
from corroboration.engine.relations import relate, successor
from corroboration.engine.values import Finding, Stance
from tests.corroboration.factories import quantity, telling, voice

SAME_DAY = ("2021-05-04T09:00", "2021-05-04T10:00")
NEXT_DAY = ("2021-05-04T09:00", "2021-05-05T09:00")


def compare(first: tuple, second: tuple, when=SAME_DAY, slot="killed", one_voice=False, context="") -> Finding:
    left = telling("c1", outlet="Herald", published=when[0], slot=slot, value=first[0], bound=first[1])
    right = telling(
        "c2", outlet="Courier", published=when[1], slot=slot, value=second[0], bound=second[1], number_context=context
    )
    counts = counts_of(left, right)
    assert counts is not None
    return compare_counts(*counts, one_voice=one_voice)


@pytest.mark.parametrize(
    ("first", "second", "stance", "why"),
    [
        ((37, "exact"), (37, "exact"), Stance.CORROBORATES, "equal"),
        ((37, "exact"), (37, "at least"), Stance.CORROBORATES, "equal, and the bound allows it"),
        ((600, "about"), (600, "more than"), Stance.CORROBORATES, "equal, told roughly"),
        ((600, "about"), (630, "exact"), Stance.CORROBORATES, "630 is about 600"),
        ((600, "about"), (700, "exact"), Stance.CONTRADICTS, "700 is not about 600"),
        ((40, "at least"), (45, "exact"), Stance.DIFFERS, "45 is at least 40"),
        ((40, "at least"), (45, "at least"), Stance.DIFFERS, "two floors"),
        ((60, "at most"), (55, "exact"), Stance.DIFFERS, "55 is at most 60"),
        ((60, "at most"), (60, "at least"), Stance.DIFFERS, "opposite bounds say different things of one number"),
        ((37, "exact"), (41, "exact"), Stance.CONTRADICTS, "two exact counts of one moment"),
        ((41, "at least"), (37, "exact"), Stance.CONTRADICTS, "a floor above the other's count"),
        ((12, "exact"), (41, "exact"), Stance.DIFFERS, "far below on the same day: an early count"),
        ((0, "exact"), (41, "exact"), Stance.CONTRADICTS, "none is no early count"),
    ],
)
def test_counts_of_a_toll_at_one_moment(first, second, stance, why):
    assert compare(first, second).stance is stance, why
    assert compare(second, first).stance is stance, f"{why} (the other way round)"


@pytest.mark.parametrize(
    ("first", "second", "options", "stance", "why"),
    [
        ((37, "exact"), (41, "exact"), {"when": NEXT_DAY}, Stance.DIFFERS, "a toll that rose, two voices"),
        ((41, "exact"), (37, "exact"), {"when": NEXT_DAY}, Stance.CONTRADICTS, "a toll doesn't fall"),
        ((37, "exact"), (41, "exact"), {"context": "has risen to"}, Stance.DIFFERS, "the words say that it rose"),
        (
            (41, "exact"),
            (37, "exact"),
            {"context": "the previous toll"},
            Stance.DIFFERS,
            "the words say that it was early",
        ),
        ((37, "at least"), (41, "at least"), {"when": NEXT_DAY, "one_voice": True}, Stance.SUPERSEDES, "update"),
        ((37, "exact"), (41, "at least"), {"one_voice": True}, Stance.SUPERSEDES, "update on the same day"),
        ((37, "at least"), (41, "at least"), {"one_voice": True}, Stance.DIFFERS, "floors of one day: no order known"),
        ((37, "at least"), (41, "exact"), {"one_voice": True}, Stance.SUPERSEDES, "a floor, then the count"),
        ((41, "exact"), (37, "exact"), {"when": NEXT_DAY, "one_voice": True}, Stance.DIFFERS, "an old count passed on"),
        (
            (37, "exact"),
            (41, "exact"),
            {"slot": "strikes", "when": NEXT_DAY},
            Stance.CONTRADICTS,
            "not a running count",
        ),
        ((37, "at least"), (41, "exact"), {"slot": "strikes"}, Stance.DIFFERS, "41 is at least 37"),
    ],
)
def test_time_words_and_voices_decide_what_unequal_tolls_are(first, second, options, stance, why):
    assert compare(first, second, **options).stance is stance, why


@pytest.mark.parametrize(
    ("vague", "value", "bound", "options", "stance", "why"),
    [
        ((24, None), 140, "exact", {}, Stance.CORROBORATES, "140 are dozens"),
        ((3, 12), 50, "exact", {}, Stance.DIFFERS, "several are not 50"),
        ((200, None), 50, "exact", {"slot": "killed"}, Stance.DIFFERS, "hundreds, where another has 50"),
        ((24, None), 140, "exact", {"when": NEXT_DAY, "one_voice": True}, Stance.SUPERSEDES, "dozens, then 140"),
        ((24, None), 140, "exact", {"one_voice": True}, Stance.SUPERSEDES, "dozens and, the same day, 140"),
        ((4, None), 32, "exact", {}, Stance.CORROBORATES, "32 are many"),
        ((4, None), 320, "exact", {}, Stance.DIFFERS, "of 320 nobody says many"),
        ((24, None), 60, "exact", {"when": NEXT_DAY, "one_voice": True}, Stance.CORROBORATES, "60 still are dozens"),
        ((200, 1000), 2600, "exact", {"slot": "evacuated"}, Stance.CONTRADICTS, "2,600 are not several hundred"),
        ((200, 1000), 700, "exact", {"slot": "evacuated"}, Stance.CORROBORATES, "700 are several hundred"),
        (
            (200, 1000),
            1500,
            "exact",
            {"slot": "evacuated"},
            Stance.CORROBORATES,
            "words are stretched before they clash",
        ),
    ],
)
def test_words_in_place_of_a_number(vague, value, bound, options, stance, why):
    slot, when = options.get("slot", "injured"), options.get("when", SAME_DAY)
    left = telling("c1", published=when[0], slot=slot, value=None, bound="vague", low=vague[0], high=vague[1])
    right = telling("c2", outlet="Courier", published=when[1], slot=slot, value=value, bound=bound)
    counts = counts_of(left, right)
    assert counts is not None
    assert compare_counts(*counts, one_voice=options.get("one_voice", False)).stance is stance, why


def test_a_range_agrees_with_a_number_inside_it_and_differs_from_one_beyond():
    span = telling("c1", slot="strikes", value=None, bound="range", low=40, high=50)
    inside = telling("c2", outlet="Courier", slot="strikes", value=45)
    beyond = telling("c3", outlet="Courier", slot="strikes", value=70)
    assert compare_counts(*counts_of(span, inside), one_voice=False).stance is Stance.CORROBORATES
    assert compare_counts(*counts_of(span, beyond), one_voice=False).stance is Stance.CONTRADICTS


def test_what_one_hospital_received_is_a_floor():
    total = telling("c1", slot="killed", value=48)
    part = telling(
        "c2", outlet="Courier", slot="killed", value=44, text="The hospital received the bodies of 44 miners."
    )
    assert compare_counts(*counts_of(total, part), one_voice=False).stance is Stance.DIFFERS


def test_reasons_are_read_by_people():
    finding = compare((44, "exact"), (48, "at least"))
    assert finding.reasons[0] == "44 exactly against at least 48, published at about the same time"


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ({"value": 12, "unit": "child"}, {"value": 40}, "a part never compares with the total"),
        ({"value": 12, "role": "injured"}, {"value": 40}, "the number counts the injured"),
        ({}, {"value": 40}, "silence is no number"),
        ({"value": 3, "role": "distance", "unit": "km"}, {"value": 40}, "a distance is no toll"),
        ({"value": 98, "text": "98 young pilgrims were killed"}, {"value": 112}, "the noun behind it counts a part"),
        ({"value": None, "bound": "vague", "low": 2}, {"value": 40}, "a number of people is no number"),
    ],
)
def test_what_cannot_be_compared(left, right, why):
    assert counts_of(telling("c1", slot="killed", **left), telling("c2", slot="killed", **right)) is None, why


def test_an_older_count_of_a_voice_that_another_outlet_prints_later_is_replaced():
    monitor = voice("Flood Watch")
    high = telling("c1", outlet="Herald", published=NEXT_DAY[0], slot="killed", value=31, chain=[monitor])
    low = telling("c2", outlet="Courier", published=NEXT_DAY[1], slot="killed", value=22, chain=[monitor])
    found = relate(high, low)
    assert found is not None
    assert found.stance is Stance.SUPERSEDES
    assert successor(high, low, found) is high
    again = telling("c3", outlet="Herald", published=NEXT_DAY[1], slot="killed", value=22, chain=[monitor])
    assert relate(high, again).stance is Stance.DIFFERS  # the same outlet may have corrected itself


@pytest.mark.parametrize(
    ("civilians", "people", "stance", "why"),
    [
        (31, 31, Stance.CORROBORATES, "all of them were"),
        (28, 31, Stance.DIFFERS, "some of them may have been"),
        (33, 31, Stance.CONTRADICTS, "more than all"),
    ],
)
def test_civilians_and_people(civilians, people, stance, why):
    left = telling("c1", outlet="Herald", slot="killed", value=civilians, unit="civilian")
    right = telling("c2", outlet="Courier", slot="killed", value=people, unit="person")
    assert relate(left, right).stance is stance, why


def test_of_two_numbers_of_one_toll_the_higher_is_the_answer():
    rose = telling("c1", slot="killed", quantities=(quantity(20, role="killed"), quantity(43, role="killed")))
    other = telling("c2", outlet="Courier", slot="killed", value=43)
    assert compare_counts(*counts_of(rose, other), one_voice=False).stance is Stance.CORROBORATES


@pytest.mark.parametrize(("slot", "running"), [("killed", True), ("killed-children", True), ("strikes", False)])
def test_which_counts_run(slot, running):
    assert is_running(slot) is running


@given(
    st.tuples(st.integers(0, 500), st.sampled_from(["exact", "at least", "more than", "at most", "about"])),
    st.tuples(st.integers(0, 500), st.sampled_from(["exact", "at least", "more than", "at most", "about"])),
    st.sampled_from(["killed", "strikes"]),
    st.booleans(),
)
def test_the_order_of_the_two_changes_nothing(first, second, slot, one_voice):
    left = telling("c1", slot=slot, value=first[0], bound=first[1])
    right = telling("c2", outlet="Courier", slot=slot, value=second[0], bound=second[1])
    there, back = counts_of(left, right), counts_of(right, left)
    assert compare_counts(*there, one_voice=one_voice) == compare_counts(*back, one_voice=one_voice)
