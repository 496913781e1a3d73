"""A source's ledger read a piece at a time: what one page shows costs the same, however long the ledger is.

The stored lines are sliced by the database. Lines that later decisions changed (of a past day only, and few) come from
history and are merged in between. Every line is faded as it is read, once.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from claims.models import Attribution, Claim
from corroboration import history
from corroboration.engine.topics import OTHER, bit, topics_in
from corroboration.models import LedgerEntry, Outcome
from corroboration.pagination import after, turned
from sources.engine.reliability import ledger_as_of
from sources.models import Source, TrackRecord
from sources.selectors import grading_value, latest_grading

Line = dict[str, Any]
Place = tuple[Any, ...]
"""Where a line stands: (role, -day, claim, partner, kind, number). The number tells lines apart that are alike."""

PIECE = 500  # lines read in one query: short reads leave room for writers
IN_ROLE = ("-date", "claim_id", "partner", "kind", "pk")
TOLD_TOO = (Outcome.Kind.CORROBORATED, Outcome.Kind.VERDICT)  # a verdict takes the place of who told it too
LATEST = ("-date", "role", "claim_id", "partner", "kind", "pk")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of a ledger: of one role, kind of check, topic ("": of all), from one day to another, and those that
    one source checked, by its slug: as the origin, the denier or in its own voice."""

    role: str = ""
    kind: str = ""
    topic: str = ""
    start: date | None = None
    end: date | None = None
    checker: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The role and the kind, of which lines are counted whether or not they are wanted."""
        return {name: value for name, value in (("role", self.role), ("kind", self.kind)) if value}

    def narrowed(self, rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """Stored lines of any role and kind that are otherwise wanted."""
        days = {"date__gte": self.start, "date__lte": self.end}
        rows = rows.filter(**{name: day for name, day in days.items() if day})
        if self.checker:
            rows = rows.filter(_spoken_by(self.checker, "partner"))
        return rows.annotate(told=F("topics").bitand(bit(self.topic))).exclude(told=0) if self.topic else rows

    def among(self, lines: list[Line]) -> list[Line]:
        """The same of lines at hand."""
        start, end = (day and day.isoformat() for day in (self.start, self.end))
        found = [
            line
            for line in lines
            if self.topic in ("", *line["topics"])
            and (start is None or start <= line["date"])
            and (end is None or line["date"] <= end)
        ]
        if not found or not self.checker:
            return found
        among = Claim.objects.filter(public_id__in={line["partner"] for line in found})
        spoken = set(among.filter(_spoken_by(self.checker, "public_id")).values_list("public_id", flat=True))
        return [line for line in found if line["partner"] in spoken]


ALL = Wanted()


def _spoken_by(slug: str, name: str) -> Q:
    """Rows whose column of this name holds a claim in which a source speaks first: as origin or denier, or as outlet in
    its own voice. Two lists, so that each is read from an index: together they would be looked for among all claims."""
    first = Attribution.objects.filter(position=0)
    quoted = first.filter(source__slug=slug, claim__stands=True).values("claim__public_id")
    cites = Exists(first.filter(claim=OuterRef("pk"), part=Attribution.Part.CHAIN))
    own = Claim.objects.filter(~cites, article__outlet__slug=slug).values("public_id")
    return Q(**{f"{name}__in": quoted}) | Q(**{f"{name}__in": own})


class Ledger:
    """A source's ledger now or at the end of a day: all lines, or those that are wanted."""

    def __init__(self, source: Source, as_of: date | None = None, wanted: Wanted = ALL):
        stored, others = history.parted(source, as_of)
        topics = history.topics_then(as_of) if others else {}
        now = grading_value(latest_grading())
        self._ages = defaultdict(lambda: (as_of, now.half_life_days), {} if as_of else _ages(source))
        self.wanted = wanted
        self._roles = [each for each in sorted(TrackRecord.Role.values) if wanted.role in ("", each)]
        self._any = wanted.narrowed(stored)
        self._stored = self._any.filter(**wanted.parts)
        faded = {each: ledger_as_of(found, as_of, now.half_life_days) for each, found in others.items()}
        named = {claim: list(topics_in(bits)) for claim, bits in topics.items()}
        told = [line | {"topics": named.get(line["claim"], [OTHER])} for line in history.as_lines(faded)]
        self._told = wanted.among(told)
        others = [line for line in self._told if wanted.parts.items() <= line.items()]
        self._others = [(_place(line, number), line) for number, line in enumerate(others)]

    @cached_property
    def _counted(self) -> Counter[tuple[str, str]]:
        """By role and kind how many lines there are, of whatever role and kind is wanted."""
        found = Counter((line["role"], line["kind"]) for line in self._told)
        for role, kind, lines in self._any.order_by().values_list("role", "kind").annotate(Count("pk")):
            found[role, kind] += lines
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many of the wanted lines there are in each role that has any."""
        return {role: lines for role, lines in self.of_roles().items() if self.wanted.role in ("", role)}

    def of_roles(self) -> dict[str, int]:
        """How many lines each role would have, were it the one that is wanted."""
        found: Counter[str] = Counter()
        for (role, kind), lines in self._counted.items():
            found[role] += lines if self.wanted.kind in ("", kind) else 0
        return {role: lines for role, lines in found.items() if lines}

    def of_kinds(self) -> dict[str, int]:
        """How many lines each kind of check would have, were it the one that is wanted."""
        found: Counter[str] = Counter()
        for (role, kind), lines in self._counted.items():
            found[kind] += lines if self.wanted.role in ("", role) else 0
        return {kind: lines for kind, lines in found.items() if lines}

    def count(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, wanted: slice) -> list[Line]:
        """Lines by their numbers, the latest first, whatever their role."""
        first = max(0, wanted.start - len(self._others))  # whatever stands before it, stands before what is wanted
        rows = self._stored.order_by(*LATEST)[first : wanted.stop]
        found = sorted([*map(self._placed, rows), *self._others], key=lambda each: (each[0][1], each[0]))
        return [line for _, line in found[wanted.start - first : wanted.stop - first]]

    def borne_out(self, most: int) -> list[Line]:
        """What lead times are made of: the latest checks, at most so many and then one more, by which claims of it were
        borne out or judged: each with role, kind, claim and partner alone, so that many are read at once."""
        rows = self._stored.filter(kind__in=TOLD_TOO).order_by(*LATEST).values_list("role", "kind", "claim", "partner")
        found = [dict(zip(("role", "kind", "claim", "partner"), row, strict=True)) for row in rows[: most + 1]]
        return found + [line for _, line in self._others if line["kind"] in TOLD_TOO]

    def walk(self, start: Place = (), *, backwards: bool = False, piece: int = PIECE) -> Iterator[tuple[Place, Line]]:
        """The lines beyond a place, nearest first: by role, in each the latest first. Some are read at a time."""
        for role in reversed(self._roles) if backwards else self._roles:
            if not start or (role <= start[0] if backwards else role >= start[0]):
                parts = (self._walk_stored(role, start, backwards, piece), self._walk_others(role, start, backwards))
                yield from heapq.merge(*parts, key=itemgetter(0), reverse=backwards)

    def _walk_stored(self, role: str, start: Place, backwards: bool, piece: int) -> Iterator[tuple[Place, Line]]:
        order = [turned(name) for name in IN_ROLE] if backwards else IN_ROLE
        rows = self._stored.filter(role=role).order_by(*order)
        here = start if start and start[0] == role else ()
        while True:
            beyond = rows.filter(after(order, [date.fromordinal(-here[1]), *here[2:]])) if here else rows
            found = [self._placed(row) for row in beyond[:piece]]
            yield from found
            if len(found) < piece:
                return
            here = found[-1][0]

    def _walk_others(self, role: str, start: Place, backwards: bool) -> list[tuple[Place, Line]]:
        mine = [each for each in self._others if each[0][0] == role]
        if start:
            mine = [each for each in mine if (each[0] < start if backwards else each[0] > start)]
        return mine[::-1] if backwards else mine

    def _placed(self, row: LedgerEntry) -> tuple[Place, Line]:
        age = self._ages[row.role]
        line = {"role": row.role, "date": row.date.isoformat(), "claim": row.claim_id, "kind": row.kind}
        line |= {"partner": row.partner, "up": row.faded(row.whole_up, *age), "down": row.faded(row.whole_down, *age)}
        line |= {"weight": row.faded(row.whole_weight, *age), "reason": row.reason}
        line["topics"] = list(topics_in(row.topics))
        return _place(line, row.pk), line


def _ages(source: Source) -> dict[str, tuple[date | None, float]]:
    """By role the day and the half-life of the record of now: faded by them, its lines add up to it."""
    rows = source.track_records.select_related("grading")
    return {row.role: (row.as_of, grading_value(row.grading).half_life_days) for row in rows}


def _place(line: Line, number: int) -> Place:
    day = date.fromisoformat(line["date"]).toordinal()
    return (line["role"], -day, line["claim"], line["partner"], line["kind"], number)
