"""A claim as the cutting of episodes sees it: what it is about, when and where, and the cues in its words."""

from collections.abc import Mapping
from dataclasses import dataclass

from claims.engine.values import Interval
from corroboration.engine.cues import Cues, cues
from corroboration.engine.families import families
from corroboration.engine.occasions import tells_of_others
from corroboration.engine.topics import topics
from corroboration.engine.values import Telling
from corroboration.engine.words import Words, words_of

TELLING_NUMBER = 3  # "two people" is said of many events


@dataclass(frozen=True, slots=True)
class Aspect:
    """One claim. place: path of the place that its own words name, () where it was taken over; taken_place: the
    other way round. time, taken_time: likewise. age: days from the end of its own time to its publication.
    numbers: those that tell something.
    """

    telling: Telling
    words: Words
    cues: Cues
    families: frozenset[str]
    topics: frozenset[str]
    place: tuple[str, ...]
    taken_place: tuple[str, ...]
    time: Interval | None
    taken_time: Interval | None
    age: int
    occasion: bool
    numbers: frozenset[float]
    tolls: Mapping[str, float]

    @property
    def position(self) -> int:
        return self.telling.position


def aspect(telling: Telling) -> Aspect:
    """What a claim says, in the form that claims of one article are compared in."""
    claim, frame = telling.claim, telling.claim.frame
    words, own = words_of(claim.statement), names_its_place(telling)
    explicit = frame.time if frame.time_explicit else None
    ended = explicit.end if explicit is not None else None
    return Aspect(
        telling=telling,
        words=words,
        cues=cues(claim.text),
        families=frozenset(families(telling)),
        topics=topics(words),
        place=frame.place_path if own else (),
        taken_place=() if own else frame.place_path,
        time=explicit,
        taken_time=None if frame.time_explicit else frame.time,
        age=(telling.published_at.date() - ended).days if ended is not None else 0,
        occasion=tells_of_others(telling),
        numbers=frozenset(q.value for q in claim.quantities if q.value is not None and q.value >= TELLING_NUMBER),
        tolls={q.role: q.value for q in claim.quantities if q.role in ("killed", "injured") and q.value},
    )


def names_its_place(telling: Telling) -> bool:
    """Whether the place of a claim stands in its own words, in any spelling."""
    return not words_of(telling.claim.frame.place).weights.keys().isdisjoint(words_of(telling.claim.text).weights)
