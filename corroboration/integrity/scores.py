"""Ledgers and records: whether each record is what its ledger adds up to."""

import math
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby

from corroboration import past, scoring, settling, weighing
from corroboration.integrity.faults import MENDS, Check, Fault, pieces
from corroboration.models import LedgerEntry, LedgerMonth, Part
from sources.engine.columns import packed
from sources.models import Source, TrackRecord
from sources.selectors import grading_value, latest_grading

NEAR = 1.5e-9  # sums are rounded to nine places, and numbers between two of them
EMPTY = packed(())
RECORDS = 50


def ledgers(now: datetime) -> Iterator[Fault]:
    """Records whose lines, faded as they are shown, don't add up to them."""
    lines = LedgerEntry.ever.filter(until=None).order_by("source_id", "role", "pk")
    lines = lines.only("source", "role", "date", "whole_up", "whole_down").iterator()
    parties = groupby(lines, key=lambda line: (line.source_id, line.role))
    named = Source.objects.values_list("slug", flat=True)
    records = TrackRecord.objects.order_by("source_id", "role").select_related("source", "grading").iterator()
    for row, lines in _paired(records, parties):
        if row is None:
            line = next(iter(lines))
            slug = named.get(pk=line.source_id)
            yield Fault(f"{slug} as {line.role}: has lines and no record", (slug, line.role))
        elif says := _unlike(row, lines):
            yield Fault(f"record of {row.source.slug} as {row.role}: {says}", (row.source.slug, row.role))


def _paired(
    records: Iterator[TrackRecord], parties: Iterator[tuple[tuple[int, str], Iterator[LedgerEntry]]]
) -> Iterator[tuple[TrackRecord | None, Iterable[LedgerEntry]]]:
    """Records and ledgers of the same source and role, both in that order."""
    row = next(records, None)
    for party, lines in parties:
        while row is not None and (row.source_id, row.role) < party:
            yield row, ()
            row = next(records, None)
        if row is not None and (row.source_id, row.role) == party:
            yield row, lines
            row = next(records, None)
        else:
            yield None, lines
    while row is not None:
        yield row, ()
        row = next(records, None)


def _unlike(row: TrackRecord, lines: Iterable[LedgerEntry]) -> str:
    half_life = grading_value(row.grading).half_life_days
    sides = [
        (line.faded(line.whole_up, row.as_of, half_life), line.faded(line.whole_down, row.as_of, half_life))
        for line in lines
    ]
    up, down = math.fsum(side for side, _ in sides), math.fsum(side for _, side in sides)
    if max(abs(up - row.up), abs(down - row.down)) <= NEAR:
        return ""
    return f"its lines add up to +{up:.9g} -{down:.9g}, and the record says +{row.up:.9g} -{row.down:.9g}"


def blocks(now: datetime) -> Iterator[Fault]:
    """Months whose block of numbers isn't made of the lines that began to stand in it."""
    months = LedgerMonth.objects.exclude(month=scoring.FIRST).order_by("voice", "role", "month")
    stored = groupby(months.iterator(chunk_size=RECORDS), key=lambda month: (month.voice, month.role))
    for (voice, role), kept in stored:
        made = scoring.lines_by_month(voice, role)
        for month in kept:
            if bytes(month.lines) != made.pop(month.month, EMPTY):
                says = f"{month.month:%Y-%m}: its numbers aren't those of its lines"
                yield Fault(f"record of {voice} as {role}, {says}", (voice, role))
        for month in sorted(made):
            yield Fault(f"record of {voice} as {role}, {month:%Y-%m}: its lines are in no sum", (voice, role))


def records(now: datetime) -> Iterator[Fault]:
    """Records that differ from what follows from their ledger."""
    day = past.last_day()
    if day is None:
        return
    prior, grading = weighing.timeline().at(day).prior, latest_grading()
    rows = TrackRecord.objects.order_by("pk").select_related("source")
    for some in pieces(rows.iterator(chunk_size=RECORDS), RECORDS):
        found = scoring.scores([(row.source.slug, row.role) for row in some], day, prior, grading)
        for row in some:
            party = (row.source.slug, row.role)
            if other := sorted(name for name, value in found[party].items() if getattr(row, name) != value):
                yield Fault(f"record of {party[0]} as {party[1]}: {', '.join(other)} differ from its ledger", party)


def score_again(faults: Collection[Fault], now: datetime) -> None:
    """Have what these voices said judged again, and what follows added up: the lines may be wrong, or their sums."""
    for voice, role in {fault.key for fault in faults}:
        settling.mark(Part.objects.filter(voice=voice, role=role).values_list("cluster", flat=True))
        LedgerMonth.objects.filter(voice=voice, role=role).update(due=True)
        scoring.mark(((voice, role), month) for month in (scoring.FIRST, *scoring.lines_by_month(voice, role)))


_ADVICE = f"{MENDS} has them judged and added up again. If it comes back: `manage.py rebuild`."
CHECKS = (
    Check("ledgers", ledgers, _ADVICE, score_again, settled=True),
    Check("ledgers by month", blocks, _ADVICE, score_again, settled=True),
    Check("track records", records, _ADVICE, score_again, settled=True),
)
