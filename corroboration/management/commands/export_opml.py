"""`manage.py export_opml [--output FILE]`: our feeds as a list that any feed reader takes."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration.feeds import importing, opml
from corroboration.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Write our feeds as OPML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", metavar="FILE", help="instead of standard output")

    def handle(self, *args: Any, output: str | None, **options: Any) -> None:
        body = opml.write(importing.listed(), title="Second Source", now=timezone.now())
        if output is None:
            self.stdout.write(body.decode())
            return
        try:
            Path(output).write_bytes(body)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
