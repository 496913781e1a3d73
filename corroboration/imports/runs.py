"""Imports begun, found again and ended: which row a file's import has, and who works on it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from corroboration.imports.folders import contents, manifest_of
from corroboration.imports.formats import FOLDER, format_of
from corroboration.imports.models import Import
from corroboration.imports.opening import STDIN
from corroboration.imports.records import How
from corroboration.imports.taking import lease_end

BEGINNING = 1_000_000  # bytes by which a file is known again, beside its name, size and date
State = Import.State


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is known by. fingerprint: "" for what can't be read twice."""

    path: str
    size: int | None
    fingerprint: str


def known_by(path: str, how: How) -> Known:
    """What a file is known by, read as it is to be. A folder is known by its manifest and what lies beside it."""
    if path == STDIN:
        return Known(path, None, "")
    folder = format_of(path, how) == FOLDER
    file = manifest_of(path) if folder else Path(path)
    stat = file.stat()
    with file.open("rb") as opened:
        beginning = hashlib.sha256(opened.read(BEGINNING)).hexdigest()
    parts = [str(file.resolve()), stat.st_size, stat.st_mtime_ns, beginning, how.as_json()]
    beside = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    for other in contents(Path(path)) if folder else ():
        beside.update(_changes_with(other))
    return Known(path, None if folder else stat.st_size, beside.hexdigest())


def _changes_with(file: Path) -> bytes:
    """The name, size and date of a file; one that went meanwhile, or leads nowhere, has its name alone."""
    try:
        stat = file.stat()
    except OSError:
        return repr(str(file)).encode()
    return repr((str(file), stat.st_size, stat.st_mtime_ns)).encode()


@transaction.atomic
def begin(files: Sequence[Known], how: How, *, rejects: str, restart: bool, now: datetime) -> list[Import]:
    """The imports of these files, one a file in their order: of the same files that were interrupted before, so that
    they go on, or new ones. They are ours from now on; a process that worked on them stores nothing more."""
    earlier = _unfinished(files)
    if earlier and not restart:
        return [_ours(row, rejects, now) for row in earlier]
    Import.objects.filter(pk__in=[row.pk for row in earlier]).exclude(state=State.DONE).update(
        state=State.GIVEN_UP, finished_at=now, token=None, lease_until=None
    )
    run = uuid4()
    rows = [
        Import(
            way=Import.Way.COMMAND,
            run=run,
            number=number,
            name=file.path,
            fingerprint=file.fingerprint,
            size=file.size,
            how=how.as_json(),
            rejects=rejects,
            state=State.RUNNING,
            token=uuid4(),
            lease_until=lease_end(now),
            next_attempt_at=now,
            started_at=now,
        )
        for number, file in enumerate(files)
    ]
    return Import.objects.bulk_create(rows)


def _unfinished(files: Sequence[Known]) -> list[Import]:
    """The rows of the last run of exactly these files, if it was interrupted."""
    prints = [file.fingerprint for file in files]
    if "" in prints:
        return []
    open_rows = Import.objects.filter(way=Import.Way.COMMAND, fingerprint__in=prints, finished_at=None)
    for run in dict.fromkeys(open_rows.order_by("-pk").values_list("run", flat=True)):
        rows = list(Import.objects.filter(run=run).order_by("number"))
        if [row.fingerprint for row in rows] == prints:
            return rows
    return []


def _ours(row: Import, rejects: str, now: datetime) -> Import:
    """Take over an import that isn't finished. Refused records go on in the file that has the earlier ones."""
    if row.finished_at is None:
        row.token, row.lease_until, row.attempts = uuid4(), lease_end(now), row.attempts + 1
        if row.rejects != rejects:
            row.rejects, row.rejects_size = rejects, 0
        row.save(update_fields=["token", "lease_until", "attempts", "rejects", "rejects_size"])
    return row


def done(row: Import, *, now: datetime) -> bool:
    """End an import. Returns whether it was still ours."""
    ours = Import.objects.filter(pk=row.pk, token=row.token)
    return bool(ours.update(state=State.DONE, finished_at=now, token=None, lease_until=None, error=""))


def failed(row: Import, why: str, *, now: datetime) -> None:
    """End an import that can't go on."""
    ours = Import.objects.filter(pk=row.pk, token=row.token)
    ours.update(state=State.FAILED, finished_at=now, token=None, lease_until=None, error=why)


def rows_of(run: Sequence[Import]) -> QuerySet[Import]:
    """These imports as they stand now."""
    return Import.objects.filter(pk__in=[row.pk for row in run]).order_by("number")
