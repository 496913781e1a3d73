"""What the commands on free statements share: files in, good lines through, bad ones named."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError, CommandParser

from corroboration import filing, statements
from corroboration.ingestion import Rejected
from corroboration.management.base import DatabaseCommand
from corroboration.progress import counted


class StatementsCommand(DatabaseCommand):
    """A command that reads NDJSON of statements. `texts` and `dates` name the fields of a line beside its id."""

    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="NDJSON; - is standard input")

    def good_lines(self, files: list[str]) -> Iterator[dict[str, Any]]:
        """The fields of each line; bad lines are named on stderr, and make the command fail in the end."""
        if problems := filing.unreadable(files):
            raise CommandError("; ".join(problems))
        refused = 0
        for line in counted(filing.numbered_lines(files), "Reading statements", stream=self.stderr._out):
            try:
                yield statements.read(line, self.texts, self.dates)
            except Rejected as refusal:
                refused += 1
                for error in refusal.errors:
                    self.stderr.write(f"{line.where}: {error}")
        self.refused = refused

    def complain(self) -> None:
        """Fail if a line was refused, after the good ones were answered."""
        if self.refused:
            raise CommandError(f"{filing.lines(self.refused)} refused; the others are answered above.")
