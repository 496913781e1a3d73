"""`export KIND`: everything of one kind, as NDJSON or CSV, now or as of a day; sources and claims also as STIX."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from django.core.management.base import CommandError

from corroboration.audit import keeping
from corroboration.export import KINDS, Kind
from corroboration.formats import FORMATS
from corroboration.interchange import bundle
from corroboration.interchange.site import site
from corroboration.management.arguments import iso_day
from corroboration.management.base import DatabaseCommand
from corroboration.one_moment import one_moment
from corroboration.progress import counted

STIX = "stix"
ALL = KINDS | {"audit": Kind(keeping.COLUMNS, keeping.lines)}  # who wrote what leaves by the command line alone
FORMAT = "ndjson (default) or csv; sources, and claims with their sources and verdicts, also as a stix 2.1 bundle"


class Command(DatabaseCommand):
    help = "Write all articles, claims, relations, clusters, sources, track-records, decisions or audit events."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=ALL, metavar="KIND", help="one of: " + ", ".join(ALL))
        parser.add_argument("--as-of", type=iso_day, metavar="DATE", help="as it stood at the end of this UTC day")
        parser.add_argument("--format", choices=(*FORMATS, STIX), default="ndjson", help=FORMAT)
        parser.add_argument("--output", metavar="FILE", help="write here instead of to the standard output")

    def handle(self, *, kind, as_of, format, output, **options):
        if format == STIX and (kind not in bundle.KINDS or as_of):
            raise CommandError(f"stix: only {' and '.join(bundle.KINDS)} are written so, as they stand now")
        with self.opened(output) as out, one_moment():
            pieces = bundle.bundle(kind, site()) if format == STIX else self.lines(kind, as_of, format)
            for piece in pieces:
                out.write(piece)

    def lines(self, kind: str, as_of: date | None, format: str) -> Iterator[str]:
        chosen = ALL[kind]
        lines = counted(chosen.stream(as_of), f"Exporting {kind}", stream=self.stderr._out)
        return FORMATS[format](lines, chosen.columns)

    @contextmanager
    def opened(self, output: str | None) -> Iterator[IO[str]]:
        """The file to write to. A reader of our output that goes away (`| head`) is no error."""
        if output:
            try:
                file = open(output, "w", encoding="utf-8", newline="")  # noqa: SIM115 (closed below)
            except OSError as error:
                raise CommandError(f"Can't write {output}: {error.strerror}") from None
            with file:
                yield file
            return
        self.stdout.ending = ""
        try:
            yield self.stdout
            self.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
