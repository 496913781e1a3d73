"""Where and when the event of a cluster was, by what most of its members say."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from claims.engine.values import Interval
from corroboration.engine.copies import copy_key
from corroboration.engine.values import Telling

T = TypeVar("T")
WIDER = 0.5  # of a vote: who says "in July" agrees with "on 12 July", but has not said it


@dataclass(frozen=True, slots=True)
class Scene:
    """The place ("" unknown; with its gazetteer id) and the days of an event (None: unknown, or open on that side)."""

    place: str = ""
    place_id: str = ""
    start: date | None = None
    end: date | None = None

    @property
    def days(self) -> Interval | None:
        return Interval(self.start, self.end) if self.start or self.end else None


def told_once(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings in order, each text once: a wire under a hundred titles has one vote."""
    found: dict[str, Telling] = {}
    for telling in sorted(tellings, key=lambda t: t.order):
        found.setdefault(copy_key(telling) or telling.id, telling)
    return list(found.values())


def scene(told: Sequence[Telling]) -> Scene:
    """Where and when by most of these tellings, which stand in their order.

    What is chosen was said by somebody: the days are never stretched to hold what a background paragraph tells.
    """
    place_id, place = _place(told)
    dated = [t.claim.frame.time for t in told if t.claim.frame.time]
    closed = [days for days in dated if days.start and days.end]  # "since 2012" tells of a state, not when it happened
    days = most_said(closed or dated, _within)
    return Scene(place, place_id, days.start, days.end) if days else Scene(place, place_id)


def most_said(values: Sequence[T], within: Callable[[T, T], bool]) -> T | None:
    """The value with most votes, where one that holds it gives it a part of its own; the earliest of equals."""
    counted = Counter(values)
    votes = {
        value: count + WIDER * sum(n for other, n in counted.items() if other != value and within(value, other))
        for value, count in counted.items()
    }
    return max(votes, key=lambda value: (votes[value], counted[value]), default=None)


def _place(told: Sequence[Telling]) -> tuple[str, str]:
    frames = [t.claim.frame for t in told if t.claim.frame.place]
    keys = [frame.place_id or frame.place.casefold() for frame in frames]
    paths = {key: frame.place_path for key, frame in zip(keys, frames, strict=True)}
    chosen = most_said(keys, lambda place, wider: wider in paths[place])
    if chosen is None:
        return "", ""
    names = [(f.place_id, f.place) for key, f in zip(keys, frames, strict=True) if key == chosen]
    return Counter(names).most_common(1)[0][0]


def _within(days: Interval, wider: Interval) -> bool:
    return (wider.start is None or (days.start is not None and wider.start <= days.start)) and (
        wider.end is None or (days.end is not None and days.end <= wider.end)
    )
