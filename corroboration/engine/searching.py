"""Which claims are like a sentence that somebody types, and why.

Words find candidates, then frames and wording rank them. How telling a word is comes from the table that ships, never
from the corpus, so that how well a claim fits a sentence depends on the two alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from claims.engine.values import Frame, Interval, Quantity
from corroboration.engine import matching
from corroboration.engine.families import families
from corroboration.engine.profiles import profile_of
from corroboration.engine.values import Telling
from corroboration.engine.words import Words, fold, stem, words_of

FINDS = 1.2  # the least weight of a word that finds claims: "attack" has 1.9, "said" 1.0
INDEXED = 40  # roots of a claim that can be found: the rarest; a sentence of a hundred words has no more
ASKED = 8  # roots of a query that are looked up, the rarest: an event is named by fewer
RANKED = 60  # claims that are compared closely; what shares fewer words than they do fits worse
PLACES = 9  # decimals kept, so that the same pair gives the same bytes on every machine

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


class Held(NamedTuple):
    """What the index says of a claim: the day it speaks of, and which roots of the query it holds."""

    day: int
    roots: Set[str]


@dataclass(frozen=True, slots=True)
class Match:
    """How well a claim fits a query, in [0, 1].

    score: the mean of words and event. words: share of the query's telling words, by weight, that the claim has.
    event: how likely both speak of one event (matching.scores). reasons: in words a reader understands.
    """

    claim: str
    score: float
    words: float
    event: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that fits a query. copies: ids of claims in the same words, folded into it."""

    match: Match
    copies: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.match.claim

    @property
    def score(self) -> float:
        return self.match.score


def roots(text: str) -> tuple[str, ...]:
    """The roots by which a statement is found, the rarest first. Common words find nothing."""
    words = words_of(text)
    telling = _telling(words)
    return tuple(root for root in words.rare if root in telling)[:INDEXED]


def asked(text: str) -> dict[str, float]:
    """The roots by which candidates for a query are looked up, the rarest first, with their weights."""
    words = words_of(text)
    return {root: words.weights[root] for root in roots(text)[:ASKED]}


def event_day(frame: Frame, published_at: datetime) -> int:
    """The day a claim speaks of, as a proleptic ordinal: the first of its time, else the day it was published."""
    return day_named(frame) or published_at.date().toordinal()


def day_named(frame: Frame) -> int | None:
    """The first day of the time that a frame gives; None where it gives none."""
    time = frame.time
    day = time and (time.start or time.end)
    return day.toordinal() if day else None


def shortlist(found: Mapping[str, Held], weights: Mapping[str, float], near: int | None) -> list[str]:
    """Candidates, the likeliest first: by the weight of the words they share with the query.

    Where that ties, those come first that speak of a day nearest the one asked for (near), else of the latest.
    """

    def order(id: str) -> tuple[float, int, str]:
        held = found[id]
        shared = sum(weight for root, weight in weights.items() if root in held.roots)
        return (-round(shared, PLACES), -held.day if near is None else abs(held.day - near), id)

    return sorted(found, key=order)


def rank(query: Telling, candidates: Iterable[Telling]) -> list[Match]:
    """How well each candidate fits, best first.

    Searching 1,365 sentences of ECB+ and 1,480 annotated claims (mean average precision of the first 20): the words
    shared alone 0.618 and 0.161, their cosine 0.615 and 0.159, token_set_ratio 0.543 and 0.147, the chance of one
    event alone 0.604 and 0.171, the mean of shared words and that chance 0.629 and 0.178.
    """
    told = list(candidates)
    if not told:
        return []
    events = matching.scores([profile_of((query,))], [profile_of((each,)) for each in told])[0]
    found = [_match(query, each, event) for each, event in zip(told, events.tolist(), strict=True)]
    return sorted(found, key=lambda match: (-match.score, match.claim))


def _match(query: Telling, candidate: Telling, event: float) -> Match:
    mine, theirs = words_of(query.claim.statement), words_of(candidate.claim.statement)
    wanted = _telling(mine)
    shared = wanted.keys() & theirs.weights.keys()
    covered = sum(wanted[root] for root in sorted(shared)) / (sum(wanted[root] for root in sorted(wanted)) or 1.0)
    return Match(
        claim=candidate.id,
        score=round((covered + event) / 2, PLACES),
        words=round(covered, PLACES),
        event=event,
        reasons=(*_shared_words(candidate.claim.statement, shared), *_details(query, candidate)),
    )


def _telling(words: Words) -> dict[str, float]:
    return {root: weight for root, weight in words.weights.items() if weight >= FINDS}


def _shared_words(statement: str, shared: Set[str]) -> Iterator[str]:
    """The claim's own spelling of the words it shares with the query."""
    shown: dict[str, str] = {}
    for word in _WORD.findall(fold(statement)):
        root = stem(word.casefold())
        if root in shared:
            shown.setdefault(root, word)
    if shown:
        yield f"shares {', '.join(shown.values())}"


def _details(query: Telling, candidate: Telling) -> Iterator[str]:
    """What both say of place, time, people, action and numbers, or say otherwise."""
    mine, theirs = query.claim.frame, candidate.claim.frame
    yield from _place(mine, theirs)
    yield from _time(mine, theirs)
    for role in ("actor", "target"):
        id = getattr(mine, f"{role}_id")
        if id and id == getattr(theirs, f"{role}_id"):
            yield f"same {role}: {getattr(theirs, role)}"
    if mine.action and mine.action == theirs.action:
        yield f"same action: {theirs.action}"
    elif set(families(query)) & set(families(candidate)):
        yield "same kind of event"
    yield from _numbers(query.claim.quantities, candidate.claim.quantities)


def _place(mine: Frame, theirs: Frame) -> Iterator[str]:
    if not mine.place_path or not theirs.place_path:
        return
    if mine.place_path[0] == theirs.place_path[0]:
        yield f"same place: {theirs.place}"
    elif mine.place_path[0] in theirs.place_path or theirs.place_path[0] in mine.place_path:
        yield f"place within the other: {theirs.place}"
    else:
        yield f"another place: {theirs.place}"


def _time(mine: Frame, theirs: Frame) -> Iterator[str]:
    if mine.time is None or theirs.time is None:
        return
    if mine.time.overlaps(theirs.time):
        yield f"same time: {_days(theirs.time)}"
    else:
        yield f"another time: {_days(theirs.time)}"


def _days(time: Interval) -> str:
    if time.start == time.end and time.start:
        return _day(time.start)
    ends = (("from", time.start), ("until", time.end))
    return " ".join(f"{word} {_day(day)}" for word, day in ends if day)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _numbers(mine: Iterable[Quantity], theirs: Iterable[Quantity]) -> Iterator[str]:
    """Numbers of one thing, equal or not."""
    wanted = {(q.unit, q.role): q.value for q in mine if q.value is not None}
    for quantity in theirs:
        value = wanted.get((quantity.unit, quantity.role))
        if value is None or quantity.value is None:
            continue
        counted = " ".join(part for part in (f"{quantity.value:,.10g}", quantity.role or quantity.unit) if part)
        yield f"same number: {counted}" if value == quantity.value else f"another number: {counted}"
