"""A file taken in, batch by batch: articles, counts, position and what is refused are stored together or not at all.

So an import that was interrupted, however hard, goes on behind the last batch that was stored.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db.models import F

from corroboration.imports.models import Import
from corroboration.imports.records import Fields, Record
from corroboration.ingestion import Accepted, Rejected, TakenDown, accept_all

BATCH = 200  # records a transaction: others wait for it no longer than for a handful of single ones
BATCH_CHARACTERS = 8_000_000  # of text and pages held at a time
STATUSES = ("accepted", "unchanged", "revised", "rejected")
Clock = Callable[[], datetime]


class TakenOver(Exception):
    """Another process goes on with this import: what this one read last isn't stored."""


class Rejects(Protocol):
    """Where refused records go. keep: called in the transaction of their batch; returns how long the whole is now."""

    def keep(self, lines: Sequence[tuple[int, dict[str, Any]]]) -> int: ...


@dataclass(slots=True)
class Batch:
    """Records whose turn has come, and their fields; of one that can't be read the refusal."""

    records: list[Record] = field(default_factory=list)
    fields: list[Fields | Rejected] = field(default_factory=list)
    characters: int = 0

    def add(self, record: Record) -> None:
        try:
            fields: Fields | Rejected = record.read()
            self.characters += sum(len(value) for value in fields.values() if isinstance(value, str))
        except Rejected as refusal:
            fields = refusal
        self.records.append(record)
        self.fields.append(fields)

    def full(self) -> bool:
        return len(self.records) >= BATCH or self.characters >= BATCH_CHARACTERS


@dataclass(slots=True)
class Outcome:
    """What became of a batch. refused: with their refusals; warnings: with the records they are about."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[Record, Rejected]] = field(default_factory=list)
    warnings: list[tuple[Record, str]] = field(default_factory=list)


def batches(records: Iterator[Record], after: int) -> Iterator[Batch]:
    """The records behind this position, some hundred at a time."""
    batch = Batch()
    for record in records:
        if record.number <= after:
            continue
        batch.add(record)
        if batch.full():
            yield batch
            batch = Batch()
    if batch.records:
        yield batch


def take(batch: Batch, row: Import, rejects: Rejects, *, read: int | None, clock: Clock) -> Outcome:
    """Take a batch in, and store how far the import is. Raises TakenOver."""
    good = [fields for fields in batch.fields if not isinstance(fields, Rejected)]
    outcome = Outcome()

    def note(answers: Sequence[Accepted | Rejected]) -> None:
        nonlocal outcome
        outcome = _outcome(batch, answers)
        lines = [(record.number, reject_line(record, refusal)) for record, refusal in outcome.refused]
        _advance(row, batch.records[-1].number, outcome.counts, rejects.keep(lines), read, clock())

    accept_all(good, note)
    return outcome


def _outcome(batch: Batch, answers: Sequence[Accepted | Rejected]) -> Outcome:
    found, coming = Outcome(), iter(answers)
    for record, fields in zip(batch.records, batch.fields, strict=True):
        answer = fields if isinstance(fields, Rejected) else next(coming)
        if isinstance(answer, Rejected):
            found.counts["rejected"] += 1
            found.refused.append((record, answer))
        else:
            found.counts[answer.status] += 1
            found.warnings += [(record, warning) for warning in answer.warnings]
    return found


def _advance(
    row: Import, position: int, counts: Counter[str], rejects_size: int, read: int | None, now: datetime
) -> None:
    """Store how far an import is, inside the transaction of the batch, only if it is still ours."""
    ours = Import.objects.filter(pk=row.pk, token__isnull=False, token=row.token)
    added = {status: F(status) + counts[status] for status in STATUSES}
    moved = {"position": position, "rejects_size": rejects_size, "read": read or 0}
    if not ours.update(**added, **moved, lease_until=lease_end(now), attempts=0):
        raise TakenOver(row.name)


def lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.LEASE_SECONDS)


def reject_line(record: Record, refusal: Rejected) -> dict[str, Any]:
    """A refused record as the rejects keep it."""
    reasons = [{"field": error.field, "message": error.message} for error in refusal.errors]
    kept = {} if isinstance(refusal, TakenDown) else record.raw()
    return {"file": record.file, **record.place, "reasons": reasons, "input": kept}


def as_line(line: dict[str, Any]) -> str:
    return json.dumps(line) + "\n"
