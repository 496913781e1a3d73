"""A record over time: what it was on each of many days, in one pass over its lines.

Between two days every line fades by the same share, so a claim whose lines stay the same keeps what they say of it, and
only loses weight. What its check adds to the posterior is therefore gathered once, in a histogram over what the checks
say, from the first day on which they say so to the first on which they don't.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sources.engine.admiralty import SHIPPED_CUTS, Cuts, letter
from sources.engine.columns import Columns
from sources.engine.reliability import GRID, PLACES, Prior, spread

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

STEPS = 2001  # of what a check says, from -1 (it can't hold) over 0 (nothing) to 1: fine enough for a ten-thousandth


@dataclass(frozen=True, slots=True)
class Point:
    """A record on one day: the mean, the ends of its 90% interval, and the letter."""

    on: date
    mean: float
    low: float
    high: float
    letter: str


class Says(NamedTuple):
    """What checks say of claims: from a day (by its place) until another, how much, and with what weight.

    net: in [-1, 1], what counts for the claim less what counts against it, by the weight of its check. weight: faded to
    the last day.
    """

    first: Places
    end: Places
    net: Floats
    weight: Floats


def course(
    lines: Columns,
    days: Sequence[date],
    priors: Sequence[Prior],
    half_life_days: float | None,
    cuts: Cuts = SHIPPED_CUTS,
) -> list[Point]:
    """The record on each of these days, ascending, to a ten-thousandth. lines: all that ever stood by the last of them.

    priors: what was believed before the first check, as of each day.
    """
    if not days:
        return []
    numbers = np.array([day.toordinal() for day in days])
    age = numbers[-1] - lines["day"]
    share = np.ones(len(lines)) if half_life_days is None else np.exp2(-age / half_life_days)
    regained = np.ones(len(days)) if half_life_days is None else np.exp2((numbers[-1] - numbers) / half_life_days)
    first, end = (np.searchsorted(numbers, lines[name]) for name in ("since", "until"))
    up, down, weight = (lines[name] * share for name in ("up", "down", "weight"))
    sums = (_over_time(first, end, up + down, len(days)) * regained).round(PLACES)
    gathered = _gathered(_says(lines["claim"], first, end, up - down, weight, len(days)), len(days))
    found = []
    for place, (day, prior) in enumerate(zip(days, priors, strict=True)):
        mean, low, high = spread((_before(prior) + gathered[place] * regained[place] @ _heights(prior)).tolist())
        enough = bool(sums[place] >= cuts.fewest_checks)
        found.append(Point(day, mean, low, high, letter(mean, low, high, enough, cuts)))
    return found


def _over_time(first: Places, end: Places, values: Floats, days: int) -> Floats:
    """What values add up to on each day, each counted from one place up to another."""
    begun, over = (np.bincount(place, values, days + 1) for place in (first, end))
    return np.cumsum(begun - over)[:days]


def _says(claims: NDArray[np.uint64], first: Places, end: Places, net: Floats, weight: Floats, days: int) -> Says:
    """What the lines of each claim say together, for as long as they are the same lines."""
    counted = np.flatnonzero((first < end) & (weight > 0))
    order = counted[np.lexsort((first[counted], claims[counted]))]
    first, end, net, weight = first[order], end[order], net[order], weight[order]
    if not len(order):
        return Says(first, end, net, weight)
    group = np.cumsum(np.r_[True, claims[order][1:] != claims[order][:-1]]) - 1
    ended = np.bincount(group, end < days)[group] > 0
    stays = ~ended
    return _joined(
        _growing(group[stays], first[stays], net[stays], weight[stays], days),
        _changing(group[ended], first[ended], end[ended], net[ended], weight[ended], days),
    )


def _growing(group: Places, first: Places, net: Floats, weight: Floats, days: int) -> Says:
    """Of claims whose lines all stand to the last day: each line adds to what those before it said."""
    if not len(group):
        return Says(first, first, net, weight)
    opens = np.r_[True, group[1:] != group[:-1]]
    start = np.maximum.accumulate(np.where(opens, np.arange(len(group)), 0))
    so_far = np.cumsum(net)
    total = so_far - so_far[start] + net[start]
    highest = np.maximum.accumulate(group + weight) - group  # a weight is at most 1: no group overtops the next
    whole = np.maximum(highest, weight)  # what is next to nothing gets lost behind the number of a group
    until = np.r_[np.where(opens[1:], days, first[1:]), days]
    return Says(first, until, total / whole, whole)


def _changing(group: Places, first: Places, end: Places, net: Floats, weight: Floats, days: int) -> Says:
    """Of claims of which a line ended: day by day. They are few."""
    found = [Says(first[:0], end[:0], net[:0], weight[:0])]
    for day in range(days) if len(group) else ():
        stood = (first <= day) & (day < end)
        if not stood.any():
            continue
        mine = group[stood]
        opens = np.flatnonzero(np.r_[True, mine[1:] != mine[:-1]])
        whole = np.maximum.reduceat(weight[stood], opens)
        on = np.full(len(opens), day)
        found.append(Says(on, on + 1, np.add.reduceat(net[stood], opens) / whole, whole))
    return _joined(*found)


def _joined(*parts: Says) -> Says:
    return Says(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _gathered(says: Says, days: int) -> Floats:
    """(days, STEPS): how much weight says how much, on each day. What lies between two steps is shared by both."""
    place = (np.clip(says.net, -1.0, 1.0) + 1) / 2 * (STEPS - 1)
    below = np.minimum(place.astype(np.int64), STEPS - 2)
    changes = np.zeros((days + 1) * STEPS)
    for step, part in ((below, below + 1 - place), (below + 1, place - below)):
        for day, sign in ((says.first, 1), (says.end, -1)):
            changes += sign * np.bincount(day * STEPS + step, says.weight * part, len(changes))
    found: Floats = np.cumsum(changes.reshape(days + 1, STEPS), axis=0)[:days]
    return found


def _before(prior: Prior) -> Floats:
    accuracy = np.array(GRID)
    found: Floats = (prior.alpha - 1) * np.log(accuracy) + (prior.beta - 1) * np.log1p(-accuracy)
    return found


@lru_cache(maxsize=16)
def _heights(prior: Prior) -> Floats:
    """(STEPS, accuracies): what a check of weight 1 adds to the log posterior, by what it says (reliability.py)."""
    net, accuracy = np.linspace(-1, 1, STEPS)[:, None], np.array(GRID)
    neutral = prior.unchecked
    held = neutral + net * np.where(net >= 0, 1 - neutral, neutral)
    found: Floats = np.log(held * accuracy + (1 - held) * (1 - accuracy) / prior.false_values)
    return found
