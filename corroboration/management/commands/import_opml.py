"""`manage.py import_opml FILE [--dry-run]`: the feeds of a list, each to the outlet it is of."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration.feeds import importing, opml
from corroboration.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Take over the feeds of an OPML file: of known outlets, and of new ones. What is unclear is said and left out. "
        "The last line of output is a JSON object with how many were which."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="OPML, as feed readers export it")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each line")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            outlines = opml.read(Path(file).read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except opml.NotOpml as problem:
            raise CommandError(f"{file}: {problem}") from problem
        planned = importing.plan(outlines)
        for each in planned:
            said = each.why or each.outlet
            self.stderr.write(f"{each.finding}: {each.address or each.outline.feed}: {said}")
        if not dry_run:
            importing.take(planned, by=None, now=timezone.now())
        counts = Counter(each.finding for each in planned)
        self.stdout.write(json.dumps({finding.value: counts[finding] for finding in importing.Finding}))
