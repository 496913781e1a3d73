"""A source's score, interval and letter follow from its ledger, and from nothing else."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.engine.admiralty import SHIPPED_CUTS, letter
from sources.engine.reliability import GRID, Contribution, Prior, ledger_as_of, reliability, shares

DAY = date(2020, 3, 10)
EVEN = Prior(mean=0.5, strength=2.0, false_values=5.0)  # uniform: the posterior is the likelihood alone


def line(
    claim: str = "c1", up: float = 0.0, down: float = 0.0, day: date = DAY, partner: str = "p1", weight: float = 1.0
) -> Contribution:
    return Contribution(claim, "corroborated" if up else "contradicted", partner, day, up, down, weight, "a test")


def test_without_checks_only_the_prior_speaks() -> None:
    score = reliability([])
    assert (score.alpha, score.beta) == (3.2, 0.8)
    assert (score.up, score.down, score.n) == (0.0, 0.0, 0)
    assert score.mean == pytest.approx(0.8, abs=0.01)
    assert not score.enough
    assert score.letter == "F"
    assert any("too few independent checks" in reason for reason in score.reasons)


def test_one_sure_hit_under_a_uniform_prior() -> None:
    """The posterior is proportional to A, so its mean is the sum of A squared over the sum of A: about 2/3."""
    expected = math.fsum(a * a for a in GRID) / math.fsum(GRID)
    assert reliability([line(up=1.0)], EVEN).mean == pytest.approx(expected, abs=1e-9)
    assert expected == pytest.approx(2 / 3, abs=1e-3)


def test_one_sure_miss_under_a_uniform_prior() -> None:
    """The mirror image: proportional to 1 - A."""
    assert reliability([line(down=1.0)], EVEN).mean == pytest.approx(1 / 3, abs=1e-3)


def test_a_check_that_tells_nothing_changes_nothing() -> None:
    assert reliability([line()], EVEN).mean == pytest.approx(reliability([], EVEN).mean, abs=1e-9)


@pytest.mark.parametrize(
    ("held", "up", "down"),
    [
        (1 / 6, 0.0, 0.0),  # five false answers and the true one, nothing known
        (1.0, 1.0, 0.0),
        (0.0, 0.0, 1.0),
        (7 / 12, 0.5, 0.0),  # halfway from 1/6 to 1
        (1 / 12, 0.0, 0.5),  # halfway from 1/6 to 0
    ],
)
def test_the_shares_of_a_check(held: float, up: float, down: float) -> None:
    assert shares(held, Prior()) == (pytest.approx(up), pytest.approx(down))


def test_the_parts_of_one_check_are_one_check() -> None:
    """Two partners that bear a claim out by a half each say the same as one that does so wholly."""
    whole = reliability([line(up=1.0)])
    parts = reliability([line(up=0.5, partner="p1"), line(up=0.5, partner="p2")])
    assert (parts.mean, parts.low, parts.high, parts.n) == (whole.mean, whole.low, whole.high, 1)


@pytest.mark.parametrize(("age", "left"), [(0, 1.0), (90, 0.5), (180, 0.25)])
def test_evidence_fades_by_half_with_each_half_life(age: int, left: float) -> None:
    score = reliability([line(up=1.0)], as_of=DAY + timedelta(days=age), half_life_days=90)
    assert score.up == left
    assert score.alpha == pytest.approx(3.2 + left, abs=1e-9)


def test_what_was_not_known_yet_is_left_out() -> None:
    later = line("c2", up=1.0, day=DAY + timedelta(days=1))
    assert reliability([line(up=1.0), later], as_of=DAY) == reliability([line(up=1.0)], as_of=DAY)


@pytest.mark.parametrize(
    ("mean", "low", "high", "enough", "expected"),
    [
        (0.95, 0.9, 0.98, True, "A"),
        (0.90, 0.85, 0.95, True, "A"),
        (0.95, 0.7, 1.0, True, "B"),  # good on average, but doubt is left
        (0.85, 0.7, 0.95, True, "B"),
        (0.80, 0.55, 0.95, True, "C"),
        (0.65, 0.5, 0.8, True, "C"),
        (0.50, 0.4, 0.6, True, "D"),
        (0.20, 0.1, 0.3, True, "E"),
        (0.95, 0.9, 0.98, False, "F"),  # too few checks
        (0.60, 0.3, 0.3 + SHIPPED_CUTS.widest + 0.01, True, "F"),  # too wide to tell
    ],
)
def test_letters(mean: float, low: float, high: float, enough: bool, expected: str) -> None:
    assert letter(mean, low, high, enough) == expected


def test_many_checks_earn_a_letter() -> None:
    good = reliability([line(f"c{i}", up=0.95) for i in range(40)])
    bad = reliability([line(f"c{i}", down=0.95) for i in range(40)])
    assert (good.letter, bad.letter) == ("A", "E")
    assert good.low > 0.8 > 0.3 > bad.high


LINES = st.lists(
    st.builds(
        line,
        claim=st.sampled_from(["c1", "c2", "c3", "c4"]),
        up=st.sampled_from([0.0, 0.1, 1 / 3]),
        down=st.sampled_from([0.0, 0.2]),
        day=st.integers(0, 400).map(lambda days: DAY + timedelta(days=days)),
        partner=st.sampled_from(["p1", "p2", "p3"]),
    ),
    max_size=12,
)


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_makes_no_difference(lines: list[Contribution], random) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert reliability(lines, half_life_days=100) == reliability(shuffled, half_life_days=100)


@given(LINES, st.sampled_from([None, 30.0, 365.0]))
def test_the_ledger_adds_up_to_what_is_shown(lines: list[Contribution], half_life: float | None) -> None:
    day = DAY + timedelta(days=200)
    score = reliability(lines, as_of=day, half_life_days=half_life)
    ledger = ledger_as_of(lines, day, half_life)
    assert math.fsum(entry.up for entry in ledger) == pytest.approx(score.up, abs=1e-9)
    assert math.fsum(entry.down for entry in ledger) == pytest.approx(score.down, abs=1e-9)
    assert score.alpha - 3.2 == pytest.approx(score.up, abs=1e-9)
    assert 0 <= score.low <= score.mean <= score.high <= 1
