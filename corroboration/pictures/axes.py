"""Axes of plots: round numbers and round dates to write beside them.

A plot is as wide as there is room: what lies along it is told in parts of its width, what lies across it in pixels.
So its words keep their size, and names that don't meet in the narrowest plot meet in none.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

NARROWEST = 230.0  # pixels of a plot's width on the narrowest page
STEPS = (1.0, 2.0, 5.0)  # times a power of ten: what numbers are written beside an axis
LOPSIDED = 25.0  # times the middle number is the largest: on an even scale half of them would lie on the floor

HOUR, DAY = 3600, 86400  # seconds
STRETCHES = (HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24_000)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_TICKS = 5
LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"))
LETTER = 6.2  # pixels of a letter beside an axis
PADDING = 0.04  # of a plot's width before the first and after the last moment


@dataclass(frozen=True, slots=True)
class Heights:
    """A scale of numbers from 0 up. logarithmic: of 1 + the number, so that 0 has its place."""

    highest: float
    logarithmic: bool
    ticks: tuple[float, ...]

    def part(self, number: float) -> float:
        """How far up a number lies: 0 at the floor, 1 at the top."""
        held = min(self.highest, max(0.0, number))
        if self.logarithmic:
            return math.log1p(held) / math.log1p(self.highest)
        return held / self.highest


def heights(numbers: Sequence[float]) -> Heights:
    """A scale that holds these numbers (0 or more); logarithmic where one is so large that it would hide the others."""
    largest = max([1.0, *numbers])
    middle = sorted(numbers)[(len(numbers) - 1) // 2] if numbers else 1.0
    if largest > LOPSIDED * max(1.0, middle):
        powers = [10.0**power for power in range(math.floor(math.log10(largest)) + 1)]
        return Heights(_round_steps(largest)[0], True, (0.0, *powers[:: -math.ceil(len(powers) / MOST_TICKS)][::-1]))
    step = next(step for step in _round_steps(largest / MOST_TICKS) if step >= 1)
    count = math.ceil(largest / step)
    return Heights(count * step, False, tuple(step * at for at in range(count + 1)))


def _round_steps(least: float) -> Sequence[float]:
    """Round numbers from this one up."""
    power = 10.0 ** math.floor(math.log10(least))
    found = [step * power * scale for scale in (1, 10, 100) for step in STEPS]
    return [step for step in found if step >= least * (1 - 1e-9)]


def short(number: float) -> str:
    """A number beside an axis: "500", "20,000", "3 M"."""
    for size, word in LARGE:
        if number >= size:
            return f"{number / size:,.10g} {word}"
    return f"{number:,.10g}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment written below a plot. at: part of its width."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Times:
    """A scale of moments, from the first to the last with some room beside both."""

    first: datetime
    last: datetime

    def part(self, moment: datetime) -> float:
        """How far along a moment lies; the middle where there is but one."""
        if self.first == self.last:
            return 0.5
        return PADDING + (1 - 2 * PADDING) * ((moment - self.first) / (self.last - self.first))

    def ticks(self) -> list[Tick]:
        """Round moments with their words, evenly chosen, as many as the narrowest plot has room for."""
        marks = round_moments(self.first, self.last) or [self.first]
        years = len(marks) > 1 and all((mark.month, mark.day, mark.hour) == (1, 1, 0) for mark in marks)
        tries = (self._told(marks[::every], years) for every in range(1, len(marks) + 1))
        return next(ticks for ticks in tries if _fit(ticks))

    def _told(self, marks: Sequence[datetime], years: bool) -> list[Tick]:
        befores = [None, *marks[:-1]]
        said = (str(mark.year) if years else _said(mark, before) for mark, before in zip(marks, befores, strict=True))
        return [Tick(self.part(mark), text) for mark, text in zip(marks, said, strict=True)]


def times(moments: Sequence[datetime]) -> Times:
    return Times(min(moments), max(moments))


def round_moments(first: datetime, last: datetime) -> list[datetime]:
    """At most MOST_TICKS and one round moments between two: hours, days, months or years apart."""
    start, end = ((moment - EPOCH).total_seconds() for moment in (first, last))
    for stretch in STRETCHES:
        if end - start <= MOST_TICKS * stretch:
            marks = range(math.ceil(start / stretch), math.floor(end / stretch) + 1)
            return [EPOCH + timedelta(seconds=mark * stretch) for mark in marks]
    start, end = (12 * moment.year + moment.month - 1 for moment in (first, last))
    apart = next((months for months in MONTHS if end - start <= MOST_TICKS * months), MONTHS[-1])
    marks = range(-(-start // apart) * apart, end + 1, apart)
    months = (datetime(mark // 12, mark % 12 + 1, 1, tzinfo=UTC) for mark in marks if mark >= 12)
    return [month for month in months if first <= month <= last]


def _said(mark: datetime, before: datetime | None) -> str:
    """A moment in as few words as it takes after the one before it; the first with its year."""
    if mark.hour:
        clock = f"{mark:%H:%M}"
        return clock if before else f"{day(mark)}, {clock}"
    year = f" {mark.year}" if before is None or before.year != mark.year else ""
    if mark.day == 1 and (before is None or (mark - before).days >= 28):
        return f"{mark:%b}{year}"
    return f"{day(mark)}{year}"


def day(moment: datetime) -> str:
    """ "4 May" """
    return f"{moment.day} {moment:%b}"


def _fit(ticks: Sequence[Tick]) -> bool:
    """Whether no two words meet in the narrowest plot."""
    return all((right.at - left.at) * NARROWEST >= _room(left) + _room(right) for left, right in pairwise(ticks))


def _room(tick: Tick) -> float:
    """Pixels that a tick's words take to either side."""
    return LETTER * len(tick.text) / 2 + 3
