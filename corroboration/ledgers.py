"""A source's ledger read a piece at a time: what one page shows costs the same, however long the ledger is.

The stored lines are sliced by the database. Lines that later decisions changed (of a past day only, and few) come from
history and are merged in between. Every line is faded as it is read, once.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import Count, F

from corroboration import history
from corroboration.engine.topics import OTHER, bit, topics_in
from corroboration.models import LedgerEntry
from corroboration.pagination import after, turned
from sources.engine.reliability import ledger_as_of
from sources.models import Source, TrackRecord
from sources.selectors import grading_value, latest_grading

Line = dict[str, Any]
Place = tuple[Any, ...]
"""Where a line stands: (role, -day, claim, partner, kind, number). The number tells lines apart that are alike."""

PIECE = 500  # lines read in one query: short reads leave room for writers
IN_ROLE = ("-date", "claim_id", "partner", "kind", "pk")
LATEST = ("-date", "role", "claim_id", "partner", "kind", "pk")


class Ledger:
    """A source's ledger now or at the end of a day, of one role, kind of check or topic or of all ("")."""

    def __init__(self, source: Source, as_of: date | None = None, role: str = "", kind: str = "", topic: str = ""):
        stored, others = history.parted(source, as_of)
        topics = history.topics_then(as_of) if others else {}
        now = grading_value(latest_grading())
        self._ages = defaultdict(lambda: (as_of, now.half_life_days), {} if as_of else _ages(source))
        self._roles = [each for each in sorted(TrackRecord.Role.values) if role in ("", each)]
        asked = {name: value for name, value in (("role", role), ("kind", kind)) if value}
        stored = stored.filter(**asked)
        self._stored = stored.annotate(told=F("topics").bitand(bit(topic))).exclude(told=0) if topic else stored
        faded = {each: ledger_as_of(found, as_of, now.half_life_days) for each, found in others.items()}
        named = {claim: list(topics_in(bits)) for claim, bits in topics.items()}
        told = [line | {"topics": named.get(line["claim"], [OTHER])} for line in history.as_lines(faded)]
        told = [line for line in told if asked.items() <= line.items() and topic in ("", *line["topics"])]
        self._others = [(_place(line, number), line) for number, line in enumerate(told)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many lines there are in each role that has any."""
        found = Counter(line["role"] for _, line in self._others)
        for role, lines in self._stored.order_by().values_list("role").annotate(Count("pk")):
            found[role] += lines
        return dict(found)

    def count(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, wanted: slice) -> list[Line]:
        """Lines by their numbers, the latest first, whatever their role."""
        first = max(0, wanted.start - len(self._others))  # whatever stands before it, stands before what is wanted
        rows = self._stored.order_by(*LATEST)[first : wanted.stop]
        found = sorted([*map(self._placed, rows), *self._others], key=lambda each: (each[0][1], each[0]))
        return [line for _, line in found[wanted.start - first : wanted.stop - first]]

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
