"""Which pairs of episodes are worth comparing: those that share a key, and are near in publication within it.

An episode's keys depend on the episode alone and on tables that ship with the project, and whom it meets depends on
the set of episodes alone. So the pairs are the same in whatever order articles arrive.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from corroboration.engine.profiles import EVER, NEVER, TENTHS, Days, Profile
from corroboration.engine.values import UNDATED, Episode
from corroboration.engine.words import COMMON_ZIPF

NEIGHBOUR_CAP = 12  # episodes met on each side within one key: holds the cost of an episode flat
BUCKET_DAYS = 14  # two bucketings of this width, half a width apart: events 7 days apart or less share a bucket
LONGEST_DAYS = 45  # a longer interval ("in 2016", "since March") is placed by its two ends only
RARE_WORDS = 6  # keys made from words: the rarest few name the people, places and things of an event
RARE_WEIGHT = COMMON_ZIPF - 4.5  # at most some 30 in a million words: "bombing", "Obama", "rehab"; not "police", "told"
PLACES, ACTORS, STRETCHES = 3, 2, 3  # of one kind that make keys: an episode that names twenty places is a list
WINDOW = 6  # episodes of one article meet when they stand within this many of each other


class Member(NamedTuple):
    """An episode under one key: the id of its head, and when it was published."""

    id: str
    published_at: datetime


def keys(episode: Episode) -> tuple[str, ...]:
    """The keys under which an episode looks for others about its event, sorted."""
    if episode.head.remains:  # without its words it is compared with nobody
        return ()
    profile = episode.profile
    dated = [f"{name}@{bucket}" for name in _names(profile) for bucket in _buckets(episode)]
    window = profile.turn // WINDOW
    inside = (f"in:{profile.article}:{window}", f"in:{profile.article}:{window + 1}")
    return tuple(sorted({*dated, *inside}))


def meetings(members: Sequence[Member], cap: int = NEIGHBOUR_CAP) -> set[tuple[str, str]]:
    """The pairs (left < right) that meet within one key: those at most `cap` apart in order of publication.

    A later member stands behind all earlier ones, so it never parts two that met before.
    """
    ordered = [member.id for member in sorted(members, key=lambda member: (member.published_at, member.id))]
    return {
        (one, other) if one < other else (other, one)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 : place + 1 + cap]
    }


def _names(profile: Profile) -> Iterable[str]:
    """What an episode is about, each worth a key: its places, its actors with the kind of event, its rarest words."""
    paths = (profile.places or profile.taken_places)[:PLACES]
    yield from sorted({f"place:{path[0]}" for path in paths})
    wider = sorted({path[1] for path in paths if len(path) > 1})
    yield from (f"place:{place}:{kind}" for place in wider for kind in profile.families)
    for actor in profile.actors[:ACTORS]:
        yield from (f"actor:{actor}:{kind}" for kind in profile.families or ("",))
    rare = sorted(profile.words, key=lambda root: (-profile.words[root], root))[:RARE_WORDS]
    yield from (f"word:{root}" for root in rare if profile.words[root] >= RARE_WEIGHT * TENTHS)


def _buckets(episode: Episode) -> tuple[str, ...]:
    """Stretches of days that the episode's times touch, in both bucketings.

    A time that was taken over may be wrong, so such an episode is also looked for around its publication.
    """
    profile, published = episode.profile, episode.published_at.date().toordinal()
    days: list[int] = []
    for time in (profile.times or profile.taken_times)[:STRETCHES]:
        days += _days(*_closed(time, published))
    if not profile.times or episode.published_at == UNDATED:
        days.append(published)
    halves = {f"a{day // BUCKET_DAYS}" for day in days} | {
        f"b{(day + BUCKET_DAYS // 2) // BUCKET_DAYS}" for day in days
    }
    return tuple(sorted(halves))


def _closed(time: Days, published: int) -> Days:
    """The interval with its open end taken as the other end."""
    start, end = time
    if start == NEVER and end == EVER:
        return published, published
    return (end if start == NEVER else start), (start if end == EVER else end)


def _days(start: int, end: int) -> list[int]:
    return [start, end] if end - start > LONGEST_DAYS else [*range(start, end, BUCKET_DAYS), end]
