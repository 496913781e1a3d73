"""`manage.py ingest FILE... [--wait] [--rejects FILE]`: articles in, from files of several kinds."""

import json
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from claims.models import Article, Claim
from corroboration import filing
from corroboration.imports import arguments, runs
from corroboration.imports.formats import reading
from corroboration.imports.models import Import
from corroboration.imports.opening import STDIN
from corroboration.imports.progress import Meter
from corroboration.imports.records import How, Unreadable
from corroboration.imports.rejects import InFile, Nowhere
from corroboration.imports.taking import STATUSES, Outcome, Rejects, TakenOver, batches, take
from corroboration.management.base import DatabaseCommand
from corroboration.models import Cluster
from corroboration.waiting import until_settled

INTERRUPTED = 130  # the exit code of a command that Ctrl-C ended


class Command(DatabaseCommand):
    help = (
        "Take in articles. NDJSON: one JSON object a line: external_id, outlet, published_at (ISO 8601), text or html, "
        "and where known title, url, language, via, wire, revised_at. CSV: a header with these names. WARC: pages of "
        "web archives. A folder: .txt and .html files, and manifest.csv, .ndjson or .json that names them. A bad "
        "record never stops the others. What was interrupted goes on where it was when the same files are named again. "
        "The last line of output is a JSON object with what became of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.add_arguments(parser)
        parser.add_argument("--wait", action="store_true", help="return when all is settled, with or without workers")
        parser.add_argument("--rejects", metavar="FILE", help="write each refused record here, with the reasons")
        parser.add_argument("--restart", action="store_true", help="begin anew what was interrupted")

    def handle(
        self, *args: Any, files: list[str], wait: bool, rejects: str | None, restart: bool, **options: Any
    ) -> None:
        started = time.monotonic()
        how = arguments.how_from(**options)
        if problems := filing.unreadable(path for path in files if not Path(path).is_dir()):
            raise CommandError("; ".join(problems))
        if rejects and any(filing.same_file(rejects, path) for path in files):
            raise CommandError(f"{rejects}: is read as input; the refused records need a file of their own")
        try:
            known = [runs.known_by(path, how) for path in files]
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        kept_in = str(Path(rejects).resolve()) if rejects else ""
        self.run = runs.begin(known, how, rejects=kept_in, restart=restart, now=timezone.now())
        self.take_in(files, how, kept_in)
        if wait:
            until_settled()
        self.stdout.write(json.dumps(self.found() | {"seconds": round(time.monotonic() - started, 2)}))

    def found(self) -> dict[str, int]:
        rows = list(runs.rows_of(self.run))
        return {
            **{status: sum(getattr(row, status) for row in rows) for status in STATUSES},
            "claims": Claim.objects.count(),
            "clusters": Cluster.objects.count(),
            "set_aside": Article.objects.filter(state=Article.State.FAILED).count(),
        }

    def take_in(self, files: list[str], how: How, rejects: str) -> None:
        size = max((row.rejects_size for row in self.run if row.rejects == rejects), default=0)
        try:
            opened = InFile(rejects, size) if rejects else None
        except OSError as error:
            raise CommandError(f"{rejects}: {error.strerror}") from error
        with opened or nullcontext(Nowhere()) as sink:
            for path, row in zip(files, self.run, strict=True):
                if row.state == Import.State.DONE:
                    self.stderr.write(f"{path}: was taken in before the interruption")
                else:
                    self.take_in_file(path, how, row, sink)

    def take_in_file(self, path: str, how: How, row: Import, sink: Rejects) -> None:
        if row.position:
            self.stderr.write(f"{path}: goes on behind record {row.position:,}; --restart begins anew")
        again = "" if path == STDIN else ": the same command goes on where it was"
        try:
            with reading(path, how, self.stderr.write) as file:
                meter = Meter(self.stderr._out, size=file.size)
                try:
                    for batch in batches(file.records, row.position):
                        self.say(take(batch, row, sink, read=file.done(), clock=timezone.now))
                        meter.at(len(batch.records), file.done())
                finally:
                    meter.close()
            runs.done(row, now=timezone.now())
        except Unreadable as problem:
            runs.failed(row, str(problem), now=timezone.now())
            raise CommandError(str(problem)) from None
        except TakenOver:
            raise CommandError(f"{path}: another process goes on with this import") from None
        except OperationalError as error:
            raise CommandError(f"The database is away ({str(error).splitlines()[0]}){again}") from error
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted{again}", returncode=INTERRUPTED) from None

    def say(self, outcome: Outcome) -> None:
        for record, refusal in outcome.refused:
            for error in refusal.errors:
                self.stderr.write(f"{record.where}: {error}")
        for record, warning in outcome.warnings:
            self.stderr.write(f"{record.where}: warning: {warning}")
