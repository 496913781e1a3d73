"""`manage.py extract FILE`: the claims of articles, without storing anything."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration import filing, formats, trial
from corroboration.ingestion import Rejected, check, read_line
from corroboration.management.base import DatabaseCommand
from corroboration.progress import counted


class Command(DatabaseCommand):
    help = "Read the same lines as `ingest`; write the claims of each as `export claims` does, storing nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="NDJSON; - is standard input")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        if problems := filing.unreadable(files):
            raise CommandError("; ".join(problems))
        refused = 0
        for line in counted(filing.numbered_lines(files), "Reading articles", stream=self.stderr._out):
            try:
                submission = check(read_line(line), now=timezone.now())
            except Rejected as refusal:
                refused += 1
                for error in refusal.errors:
                    self.stderr.write(f"{line.where}: {error}")
                continue
            for claim in trial.claim_lines(trial.read(submission)):
                self.stdout.write(formats.to_json(claim))
        if refused:
            raise CommandError(f"{filing.lines(refused)} refused; the claims of the others are above.")
