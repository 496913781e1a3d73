"""Files that people hand in through the browser: kept as rows, and taken in by workers, a few seconds at a time.

A turn is short, so that articles wait for no file; what a turn stored stays stored, whatever becomes of its worker.
"""

import math
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from corroboration import leases, wakeup
from corroboration.imports.formats import Reading, reading
from corroboration.imports.models import NAME_LENGTH, Import, ImportPart
from corroboration.imports.records import How, Unreadable
from corroboration.imports.rejects import InDatabase
from corroboration.imports.taking import Clock, TakenOver, batches, take

State = Import.State
LARGEST = 50_000_000  # bytes: more is handed to `manage.py ingest`, which reads it where it lies
PART = 1_000_000  # bytes of a row
TURN_SECONDS = 20.0
MOST_REFUSED = 20_000  # records of a file, each kept with its reasons: what has more isn't what it is read as
NOTES = 2_000  # characters kept of what was said about the file as a whole


@transaction.atomic
def keep(file: UploadedFile, how: How, *, by: User, now: datetime) -> Import:
    """Keep an uploaded file, to be taken in by a worker."""
    row = Import.objects.create(
        way=Import.Way.UPLOAD,
        run=uuid4(),
        name=Path(file.name or "file").name[:NAME_LENGTH],
        size=file.size,
        how=how.as_json(),
        by=by,
        started_at=now,
        next_attempt_at=now,
    )
    for number, content in enumerate(file.chunks(PART)):
        ImportPart.objects.create(owner=row, number=number, content=content)
    transaction.on_commit(lambda: wakeup.file(row.pk), robust=True)
    return row


def waiting() -> QuerySet[Import]:
    """The uploaded files that aren't taken in yet."""
    return Import.objects.filter(way=Import.Way.UPLOAD, finished_at=None)


def due(now: datetime) -> list[int]:
    """Those that a worker may take."""
    return list(leases.due(waiting(), now=now).order_by("pk").values_list("pk", flat=True)[:10])


def follow_clock(*, now: datetime) -> None:
    """Have no file wait longer than a worker may have it (leases.follow_clock)."""
    leases.follow_clock(waiting(), now=now, seconds=settings.LEASE_SECONDS)


def work(import_id: int, *, clock: Clock, seconds: float = TURN_SECONDS) -> bool:
    """Take in a part of an uploaded file. Returns whether there was work; a second run meanwhile finds none."""
    row = leases.take(waiting(), import_id, now=clock(), seconds=settings.LEASE_SECONDS)
    if row is None:
        return False
    if row.attempts > settings.MAX_ATTEMPTS:
        _end(row, State.FAILED, clock(), error=f"Its worker died {settings.MAX_ATTEMPTS} times at one place.")
        return True
    try:
        done = _turn(row, clock, seconds)
    except Unreadable as problem:
        _end(row, State.FAILED, clock(), error=str(problem))
    except TakenOver:
        return True
    else:
        if done:
            _end(row, State.DONE, clock())
        else:
            leases.finish(row, state=State.RUNNING, attempts=0, next_attempt_at=clock())
            wakeup.file(row.pk)
    return True


def _turn(row: Import, clock: Clock, seconds: float) -> bool:
    """Take batches in until the time is up. Returns whether the file is done."""
    how = How.from_json(row.how)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{''.join(Path(row.name).suffixes[-2:])}"
        with path.open("wb") as file:
            for content in row.parts.order_by("number").values_list("content", flat=True).iterator(chunk_size=4):
                file.write(content)
        most = settings.UPLOAD_UNPACKED_BYTES
        with reading(str(path), how, _noting(row), called=row.name, most=most) as opened:
            return _take(row, opened, clock, seconds)


def _take(row: Import, opened: Reading, clock: Clock, seconds: float) -> bool:
    """The time begins once what earlier turns took in has been passed over. Raises Unreadable."""
    refused, until = row.rejected, math.inf
    for batch in batches(opened.records, row.position):
        until = min(until, time.monotonic() + seconds)
        refused += take(batch, row, InDatabase(row), read=opened.done(), clock=clock).counts["rejected"]
        if refused > MOST_REFUSED:
            raise Unreadable(f"{row.name}: {refused:,} of its records were refused: is it what it is read as?")
        if time.monotonic() >= until:
            return False
    return True


def _noting(row: Import) -> Callable[[str], None]:
    """Keep what is said of the file as a whole, once."""

    def note(words: str) -> None:
        kept = Import.objects.filter(pk=row.pk).exclude(notes__contains=words[:200])
        kept.update(notes=Concat(F("notes"), Value(words[:NOTES] + "\n")))

    return note


@transaction.atomic
def _end(row: Import, state: str, now: datetime, *, error: str = "") -> None:
    """End an import, if it is still ours; the file isn't kept any longer."""
    if leases.finish(row, state=state, finished_at=now, error=error):
        ImportPart.objects.filter(owner=row).delete()
