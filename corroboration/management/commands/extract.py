"""`manage.py extract FILE`: the claims of articles, without storing anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration import filing, formats, trial
from corroboration.imports import arguments
from corroboration.imports.formats import reading
from corroboration.imports.records import How, Record, Unreadable
from corroboration.ingestion import Rejected, check
from corroboration.management.base import DatabaseCommand
from corroboration.progress import counted


class Command(DatabaseCommand):
    help = "Read the same files as `ingest`; write the claims of each article as `export claims` does, storing nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.add_arguments(parser)

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        how = arguments.how_from(**options)
        if problems := filing.unreadable(path for path in files if not Path(path).is_dir()):
            raise CommandError("; ".join(problems))
        refused = 0
        try:
            for record in counted(self.records(files, how), "Reading articles", stream=self.stderr._out):
                try:
                    submission = check(record.read(), now=timezone.now())
                except Rejected as refusal:
                    refused += 1
                    for error in refusal.errors:
                        self.stderr.write(f"{record.where}: {error}")
                    continue
                for claim in trial.claim_lines(trial.read(submission)):
                    self.stdout.write(formats.to_json(claim))
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        if refused:
            raise CommandError(f"{filing.lines(refused)} refused; the claims of the others are above.")

    def records(self, files: list[str], how: How) -> Iterator[Record]:
        for path in files:
            with reading(path, how, self.stderr.write) as file:
                yield from file.records
