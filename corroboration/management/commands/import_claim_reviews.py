"""`manage.py import_claim_reviews FILE`: what other fact-checkers published, taken in and held against our claims."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration import filing
from corroboration.imports.opening import BROKEN, opened
from corroboration.interchange import importing, looking
from corroboration.interchange.documents import NoDocument
from corroboration.interchange.long_documents import read_stream
from corroboration.management.base import DatabaseCommand
from corroboration.models import ExternalReview
from corroboration.progress import counted


class Command(DatabaseCommand):
    help = (
        "Take in others' reviews: ClaimReview as a DataFeed, a list, a graph, a single object, or NDJSON. A bad item "
        "is told with its place and never stops the others. Claims here that they may be about are looked for and "
        "suggested; nothing is decided. The last line of output is a JSON object with what became of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON or NDJSON, or either compressed; - is standard input")
        parser.add_argument("--no-look", action="store_true", help="leave it to a worker to look for their claims")

    def handle(self, *args: Any, file: str, no_look: bool, **options: Any) -> None:
        if problems := filing.unreadable([file]):
            raise CommandError("; ".join(problems))
        now = timezone.now()
        try:
            with opened(file) as document:
                found = counted(read_stream(document.stream), "Taking in reviews", stream=self.stderr._out)
                report = importing.take_in(found, by=None, now=now, tell=self.refused)
        except NoDocument as fault:
            raise CommandError(f"{file}: {fault}") from None
        except BROKEN as fault:
            raise CommandError(f"{file}: the file breaks off: {fault}") from None
        looked = 0 if no_look else self.look(now)
        self.stdout.write(json.dumps(report.line() | {"looked_for": looked}))

    def refused(self, position: str, reason: str) -> None:
        self.stderr.write(f"{position}: {reason}")

    def look(self, now: Any) -> int:
        """Look for the claims of all that are new."""
        fresh = ExternalReview.objects.filter(looked_at=None).order_by("pk").iterator(chunk_size=100)
        return looking.look_for(counted(fresh, "Looking for their claims", stream=self.stderr._out), now)
