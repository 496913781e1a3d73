"""Which pairs of claims are worth comparing: those that share a key, and are near in time within it.

A claim's keys depend on the claim alone and on tables that ship with the project, and whom it meets depends on the
set of earlier claims alone. So the pairs are the same in whatever order articles arrive.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from corroboration.engine.families import families
from corroboration.engine.values import Telling
from corroboration.engine.words import COMMON_ZIPF, words_of

NEIGHBOUR_CAP = 12  # earlier claims met on each side within one key: holds the cost of a claim flat
BUCKET_DAYS = 14  # two bucketings of this width, half a width apart: claims 7 days apart or less share a bucket
LONGEST_DAYS = 45  # a longer interval ("in 2016", "since March") is placed by its two ends only
RARE_WORDS = 5  # keys made from words: the rarest few name the people, places and things of an event
RARE_WEIGHT = COMMON_ZIPF - 4.5  # at most some 30 in a million words: "bombing", "Obama", "rehab"; not "police", "told"
WINDOW = 6  # claims of one article meet when they stand within this many places of each other


class Member(NamedTuple):
    """A claim under one key: its id, when it was published, and the day it is about (blocking.event_day)."""

    id: str
    published_at: datetime
    event_day: int


def event_day(telling: Telling) -> int:
    """The day a claim is about, as a proleptic ordinal: the middle of its time, else the day it was published."""
    start, end = _span(telling)
    return (start + end) // 2


def keys(telling: Telling) -> tuple[str, ...]:
    """The keys under which a claim looks for others about its event, sorted."""
    buckets = _buckets(telling)
    dated = [f"{name}@{bucket}" for name in _names(telling) for bucket in buckets]
    window = telling.position // WINDOW
    return tuple(sorted({*dated, f"in:{telling.article}:{window}", f"in:{telling.article}:{window + 1}"}))


def meetings(members: Sequence[Member], cap: int = NEIGHBOUR_CAP) -> set[tuple[str, str]]:
    """The pairs (left < right) that meet within one key.

    Each claim meets the `cap` nearest in event time on each side among those before it in (published_at, id).
    Time O(n log n + n * cap): the claims stand in a list chained by event time, and leave it latest first, so that
    what a claim finds beside itself are the earlier ones.
    """
    by_time = sorted(members, key=lambda member: (member[2], member[1], member[0]))
    after = [*range(1, len(by_time)), -1]
    before = [*range(-1, len(by_time) - 1)] if by_time else []
    met: set[tuple[str, str]] = set()
    for place in sorted(range(len(by_time)), key=lambda i: (by_time[i][1], by_time[i][0]), reverse=True):
        mine = by_time[place][0]
        for chain in (before, after):
            other, left = chain[place], cap
            while other >= 0 and left:
                theirs = by_time[other][0]
                met.add((mine, theirs) if mine < theirs else (theirs, mine))
                other, left = chain[other], left - 1
        previous, following = before[place], after[place]
        if previous >= 0:
            after[previous] = following
        if following >= 0:
            before[following] = previous
    return met


def _names(telling: Telling) -> Iterable[str]:
    """What a claim is about, each worth a key: its places, its actor with the kind of action, its rarest words."""
    frame = telling.claim.frame
    kinds = families(telling)
    if frame.place_path or frame.place_id:
        yield f"place:{frame.place_id or frame.place_path[0]}"
    for wider in frame.place_path[1:2]:
        yield from (f"place:{wider}:{kind}" for kind in kinds)
    if frame.actor_id:
        yield from (f"actor:{frame.actor_id}:{kind}" for kind in kinds or ("",))
    words = words_of(telling.claim.statement)
    yield from (f"word:{root}" for root in words.rare[:RARE_WORDS] if words.weights[root] >= RARE_WEIGHT)


def _span(telling: Telling) -> tuple[int, int]:
    """First and last day of what a claim is about. An open end is taken as the other end."""
    published = telling.published_at.date()
    time = telling.claim.frame.time
    start = (time and (time.start or time.end)) or published
    end = (time and (time.end or time.start)) or published
    return min(start, end).toordinal(), max(start, end).toordinal()


def _buckets(telling: Telling) -> tuple[str, ...]:
    """Stretches of days that the claim's time touches, in both bucketings.

    An inherited time may be wrong, so such a claim is also looked for around its publication.
    """
    start, end = _span(telling)
    days = [start, end] if end - start > LONGEST_DAYS else [*range(start, end, BUCKET_DAYS), end]
    if not telling.claim.frame.time_explicit:
        days.append(telling.published_at.date().toordinal())
    halves = {f"a{day // BUCKET_DAYS}" for day in days} | {
        f"b{(day + BUCKET_DAYS // 2) // BUCKET_DAYS}" for day in days
    }
    return tuple(sorted(halves))
