"""Scores from columns of numbers are those of reliability.py, and a line counts on the days on which it stood."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.engine.columns import Row, columns_of, outside, packed, score, standing, unpacked
from sources.engine.reliability import Contribution, Prior, reliability

DAY = date(2021, 5, 1)
SUMS = ("mean", "low", "high", "alpha", "beta", "up", "down")


def line(claim: str = "a", days: int = 0, up: float = 0.5, down: float = 0.0, weight: float = 1.0) -> Contribution:
    return Contribution(claim, "corroborated", "p", DAY + timedelta(days=days), up, down, weight, "seen")


@st.composite
def ledgers(draw) -> list[Contribution]:
    """Some claims, each with up to three lines that share a check between them."""
    lines = []
    for number in range(draw(st.integers(0, 8))):
        weight, held = draw(st.sampled_from([1.0, 0.5, 0.0])), draw(st.floats(-1, 1))
        parts = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
        for part in parts:
            share = round(weight * abs(held) * part / sum(parts), 9)
            days = draw(st.integers(0, 900))
            lines.append(line(f"c{number}", days, share if held > 0 else 0.0, share if held < 0 else 0.0, weight))
    return lines


@settings(max_examples=60, deadline=None)
@given(ledgers(), st.sampled_from([None, 90.0, 730.0]), st.sampled_from([5.0, 1.0, 7.5]))
def test_columns_and_objects_give_one_score(ledger, half_life, false_values) -> None:
    prior, day = Prior(false_values=false_values), DAY + timedelta(days=1000)
    expected = reliability(ledger, prior, day, half_life)
    found = score(columns_of(ledger, {}), prior, day, half_life)
    assert [getattr(found, name) for name in SUMS] == pytest.approx([getattr(expected, n) for n in SUMS], abs=2e-9)
    assert (found.n, found.letter, found.enough) == (expected.n, expected.letter, expected.enough)


def test_a_line_counts_on_the_days_on_which_it_stood() -> None:
    rows = [
        Row("a", DAY, DAY, DAY + timedelta(days=10), 0.5, 0.0, 1.0),
        Row("a", DAY, DAY + timedelta(days=10), None, 0.25, 0.0, 1.0),
    ]
    lines = unpacked([packed(rows)])
    on = {days: standing(lines, DAY + timedelta(days=days))["up"].tolist() for days in (-1, 0, 9, 10, 500)}
    assert on == {-1: [], 0: [0.5], 9: [0.5], 10: [0.25], 500: [0.25]}
    assert len(outside(standing(lines, DAY), ["a"])) == 0
    assert len(outside(standing(lines, DAY), ["b"])) == 1


def test_equal_lines_give_equal_blocks() -> None:
    rows = [Row(claim, DAY, DAY, None, 0.5, 0.0, 1.0) for claim in "abc"]
    assert packed(rows) == packed(rows[::-1])
    assert len(unpacked([packed(rows[:1]), packed([]), packed(rows[1:])])) == 3
