"""Numbers with their bounds, nouns and what is no number. Expectations written before the code ran."""

import pytest

from claims.engine.quantities import Counted, find_quantities
from claims.engine.values import Bound
from tests.claims.describing import parser, reference


def counted(text: str) -> tuple[Counted, ...]:
    return find_quantities(list(parser()(text)), reference().quantities)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "bound", "unit"),
    [
        ("At least 17 people drowned", 17, 17, None, Bound.AT_LEAST, "person"),
        ("More than 6,500 villagers fled", 6500, 6500, None, Bound.MORE_THAN, "villager"),
        ("well over 30000 residents fled", 30000, 30000, None, Bound.MORE_THAN, "person"),
        ("up to 40 trucks waited", 40, None, 40, Bound.AT_MOST, "vehicle"),
        ("as many as 40 trucks waited", 40, None, 40, Bound.AT_MOST, "vehicle"),
        ("fewer than 90 soldiers came", 90, None, 90, Bound.LESS_THAN, "fighter"),
        ("about 200 miners waited", 200, 180, 220, Bound.ABOUT, "miner"),
        ("some 5 thousand people left", 5000, 4500, 5500, Bound.ABOUT, "person"),
        ("1.5 million people left", 1_500_000, 1_500_000, 1_500_000, Bound.EXACT, "person"),
        ("twenty-two people died", 22, 22, 22, Bound.EXACT, "person"),
        ("one hundred and twenty soldiers died", 120, 120, 120, Bound.EXACT, "fighter"),
        ("between 20 and 30 militants died", None, 20, 30, Bound.RANGE, "fighter"),
        ("200-300 fighters came", None, 200, 300, Bound.RANGE, "fighter"),
        ("dozens of people were hurt", None, 24, None, Bound.VAGUE, "person"),
        ("tens of people were hurt", None, 20, None, Bound.VAGUE, "person"),
        ("several hundred families left", None, 200, 1000, Bound.VAGUE, "family"),
        ("a handful of guards stayed", None, 2, 7, Bound.VAGUE, "fighter"),
        ("two dozen houses burned", 24, 21.6, 26.4, Bound.ABOUT, "house"),
        ("The toll rose to 70 a monitoring group said", 70, 70, 70, Bound.EXACT, ""),
        ("The toll rose to 70", 70, 70, 70, Bound.EXACT, ""),
        ("350 or more were hurt", 350, 350, None, Bound.AT_LEAST, ""),
        ("at least a dozen people were hurt", 12, 12, None, Bound.AT_LEAST, "person"),
        ("a blast that left dozen people dead", 12, 10.8, 13.2, Bound.ABOUT, "person"),
        ("no fewer than nine rebels surrendered", 9, 9, None, Bound.AT_LEAST, "fighter"),
        ("more than a quarter of a million people fled", 250_000, 250_000, None, Bound.MORE_THAN, "person"),
        ("half a million people fled", 500_000, 450_000, 550_000, Bound.ABOUT, "person"),
        ("3.5 million people fled", 3_500_000, 3_500_000, 3_500_000, Bound.EXACT, "person"),
        ("between 500 and 1300 people died", None, 500, 1300, Bound.RANGE, "person"),
        ("500 to 1,300 people died", None, 500, 1300, Bound.RANGE, "person"),
        ("up to 1300 people died", 1300, None, 1300, Bound.AT_MOST, "person"),
        ("2m people fled", 2_000_000, 2_000_000, 2_000_000, Bound.EXACT, "person"),
        ("a 30-member team arrived", 30, 30, 30, Bound.EXACT, "person"),
        ("They shelled the group 12 people fled", 12, 12, 12, Bound.EXACT, "person"),
    ],
)
def test_it_reads_a_number(
    text: str, value: float | None, low: float | None, high: float | None, bound: Bound, unit: str
) -> None:
    (found,) = counted(text)
    quantity = found.quantity
    assert (quantity.value, quantity.bound, quantity.unit) == (value, bound, unit)
    assert quantity.low == pytest.approx(low)
    assert quantity.high == pytest.approx(high)


@pytest.mark.parametrize(
    ("text", "role", "unit"),
    [
        ("It lies 40km west of the river", "distance", "km"),
        ("They freed 805 square kilometres", "territory", "square km"),
        ("Jets flew over 90 sorties", "strikes", "sortie"),
        ("It cost $5 million", "money", "$"),
        ("Some 12 percent agreed", "percent", "percent"),
        ("The war is in its seventh year", "duration", "year"),
        ("It was hit for the second time", "sequence", "time"),
        ("A quarter of the houses burned", "share", "house"),
        ("It lies 15 kilometres (10 miles) from the border", "distance", "km"),
    ],
)
def test_some_nouns_tell_the_role(text: str, role: str, unit: str) -> None:
    (found,) = counted(text)
    assert (found.quantity.role, found.quantity.unit) == (role, unit)


@pytest.mark.parametrize(
    "text",
    [
        "a 32-year-old man was arrested",
        "the 4th Mountain Division arrived",
        "Brigade 88 left the hill",
        "It began at 10:30 am",
        "Flight 912 vanished",
        "Highway 5 was closed",
        "One of the guards fled",
        "Mi-24 helicopters landed at T4",
        "the 2014 campaign failed",
        "Jane Roe, 32, was arrested",
        "They won 31 - 24",
        "no number at all",
        "girls under the age of 12 were spared",
        "A 5 year old girl was found",
        "The army sent its 18th brigade",
        "A third attack followed",
        "on the forty-fifth day",
        "This one was hit",
        "on the one hand they agreed",
        "Rebels stormed the 3000 Housing Project",
        "It was posted at 1850 on Sunday",
        "in 2-1/2 years of war",
        "It was the second convoy",
        "a two-stage deal",
        "It began at around 715 pm",
        "The council met at 1900 GMT",
        "Group 14 claimed it",
    ],
)
def test_some_numbers_count_nothing(text: str) -> None:
    assert counted(text) == ()


def test_numbers_that_dates_hold_are_left_out() -> None:
    tokens = list(parser()("12 people died on 14 May"))
    taken = frozenset(token.i for token in tokens if token.text in ("14", "May"))
    assert [c.quantity.value for c in find_quantities(tokens, reference().quantities, taken)] == [12]


@pytest.mark.parametrize("text", ["9" * 100_000, "1,234" * 5_000, "seven " * 300, "3 " * 500, "-" * 1000, "½ ⅓ ²"])
def test_hostile_numbers_do_no_harm(text: str) -> None:
    tokens = list(parser().make_doc(text))
    find_quantities(tokens, reference().quantities)
