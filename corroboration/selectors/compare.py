"""Up to four sources side by side, in one role: whether the evidence tells them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Q

from corroboration import history
from corroboration.courses import courses
from corroboration.ledgers import Ledger, Wanted
from corroboration.models import Outcome
from corroboration.pictures.reliabilities import Course
from corroboration.records import by_topic
from corroboration.selectors.source_page import drawn
from corroboration.selectors.sources import NOT_RANKED, ROLES, Role
from sources.models import Source, SourceMerge, private
from sources.selectors import merged_into

MOST = 4  # sources side by side
FOUND = 8  # sources offered by a name
COUNTED = 5_000  # checks of a source up to which is counted who made them: a fifth of a second for four sources
AGREED, OPPOSED = (Outcome.Kind.CORROBORATED,), (Outcome.Kind.CONTRADICTED, Outcome.Kind.DENIED)

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Met:
    """How often another source agreed with and contradicted what one said. None: its checks are too many to count."""

    by: Source
    agreed: int | None
    opposed: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the sources. figures: its record in the role; None where nothing was checked. others: the addresses of
    those that are left without it. met: what each of the others said of it."""

    source: Source
    figures: Figures | None
    rest: tuple[str, ...]
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sources in one role. roles: those in which any of them has a record. topics: of each the record of every source,
    in their order. told: of each two what the intervals say. unknown, withheld, left_out: what was asked for and isn't
    compared. courses: over the months.
    """

    role: str
    roles: list[tuple[str, str]]
    sides: list[Side]
    topics: list[tuple[str, list[Figures | None]]]
    told: list[str]
    courses: list[Course]
    unknown: list[str]
    withheld: list[Source]
    left_out: list[Source]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(side.source.slug for side in self.sides)

    @property
    def full(self) -> bool:
        return len(self.sides) >= MOST


def comparison(
    slugs: Sequence[str], role: str, as_of: date | None, *, topic: str = "", most: int = MOST, drawn: bool = True
) -> Comparison:
    """The records of these sources in a role ("": the first in which most have one), now or at the end of a day.

    topic: of its claims alone. most: sources side by side. drawn: with their courses.
    """
    asked = list(dict.fromkeys(merged_into(slug) or slug for slug in slugs))
    known = {source.slug: source for source in Source.objects.filter(slug__in=asked)}
    found = [known[slug] for slug in asked if slug in known]
    shown = [source for source in found if not source.withheld]
    compared = shown[:most]
    records = [_checked(_records(source, as_of, topic)) for source in compared]
    role = role or max(ROLES, key=lambda each: sum(each in mine for mine in records))
    figures = [mine.get(role) for mine in records]
    rows = zip(compared, figures, strict=True)
    return Comparison(
        role=role,
        roles=[(each, Role(each).label) for each in ROLES if each == role or any(each in mine for mine in records)],
        sides=[_side(source, mine, Wanted(role, topic=topic), as_of, compared) for source, mine in rows],
        topics=_topics(compared, role, as_of, topic),
        told=[_told(*pair) for pair in combinations(zip(compared, figures, strict=True), 2)],
        courses=_courses(compared, role, as_of) if drawn else [],
        unknown=[slug for slug in asked if slug not in known],
        withheld=[source for source in found if source.withheld],
        left_out=shown[most:],
    )


def _records(source: Source, as_of: date | None, topic: str) -> Sequence[Figures]:
    return by_topic(source, as_of, topic=topic) if topic else history.records(source, as_of)["records"]


def _checked(records: Sequence[Figures]) -> dict[str, Figures]:
    """By role those in which anything was checked."""
    return {record["role"]: record for record in records if record["checks"]}


def _side(
    source: Source, figures: Figures | None, wanted: Wanted, as_of: date | None, all_of_them: Sequence[Source]
) -> Side:
    others = [other for other in all_of_them if other != source]
    few = figures is not None and figures["checks"] <= COUNTED
    met = (_met(source, other, wanted, as_of) if few else Met(other, None, None) for other in others)
    return Side(source, figures, tuple(other.slug for other in others), tuple(met) if figures else ())


def _met(source: Source, other: Source, wanted: Wanted, as_of: date | None) -> Met:
    kinds = Ledger(source, as_of, replace(wanted, checker=other.slug)).of_kinds()
    agreed, opposed = (sum(kinds.get(kind, 0) for kind in each) for each in (AGREED, OPPOSED))
    return Met(other, agreed, opposed)


def _topics(
    compared: Sequence[Source], role: str, as_of: date | None, topic: str
) -> list[tuple[str, list[Figures | None]]]:
    """The topics of which any has a record, those first that most have and of which most was checked."""
    mine = [
        {part["topic"]: part for part in by_topic(source, as_of, role, topic) if part["checks"]} for source in compared
    ]
    named = {topic for parts in mine for topic in parts}
    rows = [(topic, [parts.get(topic) for parts in mine]) for topic in named]
    return sorted(rows, key=lambda row: (-sum(map(bool, row[1])), -sum(p["checks"] for p in row[1] if p), row[0]))


def _courses(compared: Sequence[Source], role: str, as_of: date | None) -> list[Course]:
    found = ((source, courses(source, as_of).get(role)) for source in compared)
    return [drawn(source.name, points) for source, points in found if points]


def _told(one: tuple[Source, Figures | None], other: tuple[Source, Figures | None]) -> str:
    """What the intervals of two sources say."""
    for source, figures in (one, other):
        if figures is None or not figures["enough"]:
            return f"{one[0]} and {other[0]}: of {source} too little was checked to compare them."
    (first, left), (second, right) = one, other
    if left["low"] <= right["high"] and right["low"] <= left["high"]:
        return f"{first} and {second}: their intervals overlap, so no difference can be told."
    above, below = (first, second) if left["low"] > right["high"] else (second, first)
    return f"{above} lies above {below}: their intervals don’t touch."


def findable(words: str, without: Sequence[str]) -> list[Source]:
    """Sources of such a name that can be compared, outlets first; those left out that are there already."""
    named = Q(name__icontains=words) | Q(aliases__name__icontains=words)
    found = Source.objects.filter(named).exclude(kind__in=NOT_RANKED).exclude(private()).exclude(slug__in=without)
    found = found.exclude(pk__in=SourceMerge.in_force.values("source")).distinct()
    return sorted(found.order_by("name", "slug")[: FOUND * 4], key=lambda each: each.kind != Source.Kind.OUTLET)[:FOUND]
