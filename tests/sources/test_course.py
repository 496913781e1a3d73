"""A record over time is, on each day, the record of that day (columns.score), to what a picture shows."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.engine.columns import Row, packed, score, standing, unpacked
from sources.engine.course import course
from sources.engine.reliability import Prior

DAY = date(2020, 1, 1)
DAYS = [DAY + timedelta(days=30 * number) for number in range(13)]
PRIORS = [Prior()] * 6 + [Prior(false_values=3.0)] * 7


def row(claim: str = "a", since: int = 0, until: int | None = None, up: float = 0.5, down: float = 0.0, weight=1.0):
    begun = DAY + timedelta(days=since)
    return Row(claim, begun, begun, begun + timedelta(days=until) if until else None, up, down, weight)


@st.composite
def ledgers(draw) -> list[Row]:
    """Claims with up to four lines that begin and end on different days."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        weight = draw(st.sampled_from([1.0, 0.5, 0.0]))
        for _ in range(draw(st.integers(1, 4))):
            share, borne_out = draw(st.sampled_from([0.0, 0.1, 0.25])) * weight, draw(st.booleans())
            ends = draw(st.none() | st.integers(1, 300))
            up, down = (share, 0.0) if borne_out else (0.0, share)
            found.append(row(f"c{number}", draw(st.integers(0, 400)), ends, up, down, weight))
    return found


@settings(max_examples=80, deadline=None)
@given(ledgers(), st.sampled_from([None, 90.0, 730.0]))
def test_each_point_is_the_record_of_its_day(rows, half_life) -> None:
    lines = unpacked([packed(rows)])
    found = course(lines, DAYS, PRIORS, half_life)
    for point, day, prior in zip(found, DAYS, PRIORS, strict=True):
        exact = score(standing(lines, day), prior, day, half_life)
        assert point.on == day
        assert point.mean == pytest.approx(exact.mean, abs=1e-4)
        assert [point.low, point.high] == pytest.approx([exact.low, exact.high], abs=1 / 41 + 1e-9)


@pytest.mark.parametrize("half_life", [None, 365.0])
def test_letter_and_interval_are_those_of_the_day(half_life) -> None:
    rows = [row(f"c{n}", since=n * 5, up=1.0) for n in range(60)] + [
        row(f"d{n}", n * 9, 90, 0.0, 1.0) for n in range(9)
    ]
    lines = unpacked([packed(rows)])
    exact = [score(standing(lines, day), Prior(), day, half_life) for day in DAYS]
    found = course(lines, DAYS, [Prior()] * len(DAYS), half_life)
    assert [point.letter for point in found] == [each.letter for each in exact]
    assert [point.low for point in found] == pytest.approx([each.low for each in exact])
    assert "F" in {point.letter for point in found[:3]} and found[-1].letter != "F"


def test_before_the_first_line_it_is_what_was_believed_before() -> None:
    [before, after] = course(unpacked([packed([row(since=40, up=1.0)])]), [DAY, DAYS[-1]], [Prior()] * 2, None)
    assert before.mean == score(unpacked([]), Prior(), DAY, None).mean
    assert before.letter == "F" and after.mean > before.mean


def test_no_days_no_points() -> None:
    assert course(unpacked([]), [], [], 730.0) == []


def test_a_day_is_the_same_whatever_other_days_are_asked_for() -> None:
    numbers = np.random.default_rng(1).integers(0, 360, 20_000)
    rows = [row(f"c{n % 9000}", int(day), up=0.3) for n, day in enumerate(numbers)]
    lines = unpacked([packed(rows)])
    few, many = DAYS[::6], DAYS
    assert course(lines, many, [Prior()] * len(many), 730.0)[::6] == pytest.approx(
        course(lines, few, [Prior()] * len(few), 730.0)
    )


def test_what_is_long_past_counts_for_nothing_and_breaks_nothing() -> None:
    rows = [row(f"c{n % 40}", since=n % 3, up=1.0) for n in range(120)]
    [point] = course(unpacked([packed(rows)]), [DAY + timedelta(days=20_000)], [Prior()], 100.0)
    assert point.mean == pytest.approx(Prior().mean, abs=0.02) and point.letter == "F"
