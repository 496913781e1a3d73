"""`manage.py digest`: one hash of the derived state."""

from typing import Any

from corroboration import rebuilding
from corroboration.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Print one hash of everything derived. Equal articles, decisions and reference data give equal digests."

    def handle(self, *args: Any, **options: Any) -> None:
        if waiting := rebuilding.unsettled():
            self.stderr.write(f"warning: {waiting} articles are not settled yet; the digest will change")
        self.stdout.write(rebuilding.digest())
