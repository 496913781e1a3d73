"""`manage.py ingest FILE... [--wait] [--rejects FILE]`: articles in, from NDJSON files."""

import json
import time
from collections import Counter
from typing import Any, TextIO

from django.core.management.base import CommandError, CommandParser

from claims.models import Article, Claim
from corroboration import filing
from corroboration.ingestion import Rejected, accept, read_line
from corroboration.management.base import DatabaseCommand
from corroboration.models import Cluster
from corroboration.progress import counted
from corroboration.waiting import until_settled


class Command(DatabaseCommand):
    help = (
        "Take in articles, one JSON object a line: external_id, outlet, published_at (ISO 8601), text or html, and "
        "where known title, url, language, via, wire, revised_at. A bad line never stops the others. The last line of "
        "output is a JSON object with what became of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="NDJSON; - is standard input")
        parser.add_argument("--wait", action="store_true", help="return when all is settled, with or without workers")
        parser.add_argument("--rejects", metavar="FILE", help="write each refused line here, with the reasons")

    def handle(self, *args: Any, files: list[str], wait: bool, rejects: str | None, **options: Any) -> None:
        started = time.monotonic()
        if problems := filing.unreadable(files):
            raise CommandError("; ".join(problems))
        if rejects and any(filing.same_file(rejects, path) for path in files):
            raise CommandError(f"{rejects}: is read as input; the refused lines need a file of their own")
        try:
            with open(rejects, "w", encoding="utf-8") if rejects else _Nowhere() as sink:
                counts = self.take_in(files, sink)
        except OSError as error:
            raise CommandError(f"{rejects}: {error.strerror}") from error
        if wait:
            until_settled()
        found = {
            **{status: counts[status] for status in ("accepted", "unchanged", "revised", "rejected")},
            "claims": Claim.objects.count(),
            "clusters": Cluster.objects.count(),
            "set_aside": Article.objects.filter(state=Article.State.FAILED).count(),
            "seconds": round(time.monotonic() - started, 2),
        }
        self.stdout.write(json.dumps(found))

    def take_in(self, files: list[str], sink: TextIO) -> Counter[str]:
        counts: Counter[str] = Counter()
        for line in counted(filing.numbered_lines(files), "Taking in articles", stream=self.stderr._out):
            try:
                accepted = accept(read_line(line))
            except Rejected as refusal:
                counts["rejected"] += 1
                self.refuse(line, refusal, sink)
                continue
            counts[accepted.status] += 1
            for warning in accepted.warnings:
                self.stderr.write(f"{line.where}: warning: {warning}")
        return counts

    def refuse(self, line: filing.NumberedLine, refusal: Rejected, sink: TextIO) -> None:
        for error in refusal.errors:
            self.stderr.write(f"{line.where}: {error}")
        reasons = [{"field": error.field, "message": error.message} for error in refusal.errors]
        record = {"file": line.file, "line": line.number, "reasons": reasons}
        sink.write(json.dumps(record | {"input": line.raw.decode("utf-8", "backslashreplace").rstrip("\r\n")}) + "\n")


class _Nowhere:
    """Where refused lines go when nobody asked for them."""

    def __enter__(self) -> "_Nowhere":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def write(self, text: str) -> None:
        pass
