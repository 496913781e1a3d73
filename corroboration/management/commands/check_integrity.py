"""`manage.py check_integrity`: whether what is stored adds up, and what to do where it doesn't."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from corroboration import pipeline
from corroboration.audit import commands as audit
from corroboration.integrity import looking
from corroboration.integrity.faults import Check, Fault
from corroboration.management.base import DatabaseCommand
from corroboration.waiting import until_settled

SHOWN = 10  # faults of one kind


class Command(DatabaseCommand):
    help = (
        "Look for what no constraint refuses: offsets that lie, orphaned links, ledgers that don't add up, and more. "
        "Says how each is mended, and ends with 1 where there is any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="mend what is derived; texts and decisions stay")
        parser.add_argument(
            "--again", action="store_true", help="also link and judge everything once more, and compare: takes long"
        )
        parser.add_argument("--all", action="store_true", help=f"show every fault, not the first {SHOWN} of a kind")

    def handle(self, *args: Any, mend: bool, again: bool, all: bool, **options: Any) -> None:
        if mend:
            audit.record("check_integrity", options=["--mend"])
            for name, count in looking.mend(now=timezone.now(), again=again).items():
                self.stdout.write(f"{name}: {count:,} mended, or put to work")
            until_settled()
            while pipeline.finish():  # also what waits without an article: sums, clusters
                pass
        looked = looking.look(now=timezone.now(), again=again)
        found = sum(self.tell(check, faults, None if all else SHOWN) for check, faults in looked)
        self.stdout.write(f"{found:,} faults." if found else "No faults.")
        if found:
            sys.exit(1)

    def tell(self, check: Check, faults: Iterator[Fault] | None, most: int | None) -> int:
        """Show what a check finds, as it comes: it may be as many as there are rows. Returns how much that is."""
        if faults is None:
            self.stdout.write(f"{check.name}: left out until all articles are settled")
            return 0
        count = 0
        for count, fault in enumerate(faults, start=1):
            if count == 1:
                self.stdout.write(f"{check.name}: {check.advice}")
            if most is None or count <= most:
                self.stdout.write(f"  {fault.says}")
        if not count:
            self.stdout.write(f"{check.name}: none")
        elif most is not None and count > most:
            self.stdout.write(f"  and {count - most:,} more (--all shows them)")
        return count
