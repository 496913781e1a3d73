"""A record seen whole: its course over the months, and the lines that moved it most.

Both are read from the blocks of numbers (scoring.py), in one pass, however long the ledger is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, Q, QuerySet, Value, When

from corroboration import history
from corroboration.engine.fits import PRIOR, month_end, month_ends
from corroboration.engine.topics import bit
from corroboration.ledgers import Wanted
from corroboration.models import KeptFit, LedgerEntry
from corroboration.past import last_day
from corroboration.weighing import FALSE_ANSWERS
from sources.engine.columns import Columns, about, standing
from sources.engine.course import Floats, Point, course
from sources.engine.reliability import Contribution, Prior
from sources.models import Source

MOST_POINTS = 60  # of a course: five years of months; of a longer one every second, third ... month is shown
WEIGHTIEST = 5  # lines each way
READ = 40  # lines read to find them: several of one claim may count the same
SIDES = ("up", "down")


@dataclass(frozen=True, slots=True)
class Weighty:
    """A line that moved a record. left: how much of it is, on the day of the record."""

    role: str
    claim: str
    kind: str
    partner: str
    date: date
    left: float
    reason: str


class Mark(NamedTuple):
    """By what lines are looked up: role, day, and share before it faded; and what is left of it."""

    role: str
    day: int
    whole: float
    left: float


Others = Mapping[str, Sequence[Contribution]]


def courses(source: Source, as_of: date | None = None, topic: str = "") -> dict[str, list[Point]]:
    """By role the record at the end of each month since its first check, and on the day of the record.

    By the decisions of that day: what people decided later than a month is not taken away from it. A private person
    has none.
    """
    _, shown, grading = history.graded(source, as_of)
    day = last_day(as_of)
    if day is None or shown is None or source.withheld:
        return {}
    told = _priors()
    found = {}
    for role, lines in history.columns_until(source.slug, day, as_of):
        mine = about(lines, bit(topic)) if topic else lines
        if len(mine):
            days = _days(date.fromordinal(int(mine["since"].min())), shown)
            priors = [_prior(told, min(each, day)) for each in days]
            found[role] = course(mine, days, priors, grading.half_life_days, grading.cuts)
    return found


def _days(first: date, last: date) -> list[date]:
    """The ends of the months between two days, and the last day; of many each second, third ..., counted back."""
    months = [end for end in month_ends(first, last) if end < last] if month_end(first) < last else []
    step = -(-len(months) // (MOST_POINTS - 1)) or 1
    return [*months[::-1][step - 1 :: step][::-1], last] if step > 1 else [*months, last]


def _priors() -> list[tuple[date, float]]:
    """Since which fits how many false answers compete with a true one, the latest first (weighing.prior_on)."""
    told = KeptFit.objects.filter(trust__has_key=FALSE_ANSWERS).order_by("-month")
    return list(told.values_list("month", f"trust__{FALSE_ANSWERS}"))


def _prior(told: Iterable[tuple[date, float]], day: date) -> Prior:
    known = next((value for month, value in told if month < day), None)
    return PRIOR if known is None else replace(PRIOR, false_values=known)


def weightiest(
    source: Source, as_of: date | None = None, role: str = "", topic: str = ""
) -> tuple[list[Weighty], list[Weighty]]:
    """The lines that count most for a source, and those that count most against it, each of another claim.

    What counts is what is left of a line on the day of the record: old ones have faded. A private person has none.
    """
    _, shown, grading = history.graded(source, as_of)
    day = last_day(as_of)
    if day is None or shown is None or source.withheld:
        return [], []
    heavy: tuple[list[Mark], list[Mark]] = ([], [])
    for each, lines in history.columns_until(source.slug, day, as_of):
        if role in ("", each):
            mine = standing(about(lines, bit(topic)) if topic else lines, day)
            left = np.exp2((mine["day"] - shown.toordinal()) / grading.half_life_days)
            for side, name in zip(heavy, SIDES, strict=True):
                side += _heaviest(each, mine, mine[name] * left, name)
    stored, others = history.parted(source, as_of)
    rows = Wanted(role, topic=topic).narrowed(stored)
    up, down = (_opened(rows, others, sorted(side, key=_order), name) for side, name in zip(heavy, SIDES, strict=True))
    return up, down


def _order(mark: Mark) -> tuple[float, int, str, float]:
    return (-mark.left, -mark.day, mark.role, mark.whole)


def _heaviest(role: str, lines: Columns, left: Floats, name: str) -> list[Mark]:
    """The marks of the lines of which most is left, until they are enough."""
    marks: dict[Mark, None] = {}
    claims: set[int] = set()
    for place in np.lexsort((lines[name], -lines["day"], -left)):
        if left[place] <= 0 or len(claims) == WEIGHTIEST:
            break
        claims.add(int(lines["claim"][place]))
        marks[Mark(role, int(lines["day"][place]), float(lines[name][place]), float(left[place]))] = None
    return list(marks)


def _opened(rows: QuerySet[LedgerEntry], others: Others, marks: Sequence[Mark], side: str) -> list[Weighty]:
    """The lines of these marks, one of each claim: stored ones, and those that later decisions changed."""
    if not marks:
        return []
    turns = {(mark.role, mark.day, mark.whole): turn for turn, mark in enumerate(marks)}
    whens = [
        When(Q(role=mark.role, date=date.fromordinal(mark.day), **{f"whole_{side}": mark.whole}), then=Value(turn))
        for turn, mark in enumerate(marks)
    ]
    on_their_days = rows.filter(date__in={date.fromordinal(mark.day) for mark in marks})  # by the index
    ranked = on_their_days.annotate(turn=Case(*whens)).filter(reduce(or_, (when.condition for when in whens)))
    stored = ranked.order_by("turn", "claim", "partner", "kind", "pk")[:READ]
    found = [(row.turn, row.role, row.claim_id, row.kind, row.partner, row.date, row.reason) for row in stored]
    for role, lines in others.items():
        for line in lines:
            turn = turns.get((role, line.date.toordinal(), getattr(line, side)))
            if turn is not None:
                found.append((turn, role, line.claim, line.kind, line.partner, line.date, line.reason))
    one_each: dict[str, Weighty] = {}
    for turn, role, claim, kind, partner, day, reason in sorted(found):
        one_each.setdefault(claim, Weighty(role, claim, kind, partner, day, marks[turn].left, reason))
    return list(one_each.values())[:WEIGHTIEST]


def entry(line: Weighty) -> dict[str, Any]:
    """A line as ledgers give it, but for what is not told of it here."""
    names = ("role", "date", "claim", "kind", "partner", "reason", "left")
    return {name: getattr(line, name) for name in names}
