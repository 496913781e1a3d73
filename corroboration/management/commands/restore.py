"""`manage.py restore`: a backup becomes the database again, all at once or not at all."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration import tasks
from corroboration.backups import making, restoring
from corroboration.backups.archive import BackupError, Manifest
from corroboration.backups.carrying import Carried
from corroboration.backups.restoring import Restored
from corroboration.management.base import AnyStateCommand

OTHERS = 0o077  # what a file's mode grants to whoever isn't its owner


class Command(AnyStateCommand):
    help = "Make a backup the database again, all at once or not at all, and have the work that it holds go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="what `manage.py backup` wrote")
        parser.add_argument("--replace", action="store_true", help="also where the database holds something now")
        parser.add_argument("--check", action="store_true", help="only see that it is whole and fits; change nothing")
        parser.add_argument("--with-key", action="store_true", help="put its secret key in DATA_DIR, too")

    def handle(self, *args: Any, file: str, replace: bool, check: bool, with_key: bool, **options: Any) -> None:
        path = Path(file)
        if path.exists() and path.stat().st_mode & OTHERS:
            self.stdout.write(f"Others can read {path}, with all that it holds: chmod 600 it.")
        try:
            if check:
                self.stdout.write(f"{path} is whole: {_told(restoring.look_at(path))}")
                return
            if with_key:
                restoring.key_in(path)
            restored = restoring.restore(path, replace=replace, now=timezone.now())
            if with_key:
                restoring.put_key(path)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored: {_told(restored.manifest)}")
        self.stdout.write(_carried(restored.carried))
        self.stdout.write(_taken_down(restored))
        self.stdout.write("Everybody has to log in again.")
        if not with_key and restored.manifest.key != making.key_print(settings.SECRET_KEY):
            self.stdout.write(
                "It was made under another secret key: webhooks have other secrets now, unless that key comes back "
                "(SECRET_KEY, or DATA_DIR/secret_key)."
            )
        tasks.sweep()  # what waits in it is taken up now, not when beat next looks


def _carried(carried: Carried) -> str:
    if carried.why_not:
        return f"Nothing was carried over: {carried.why_not}. Who wrote what since the backup was made isn't in it."
    what = f"{carried.events:,} events of the audit, {carried.takedowns:,} takedowns"
    return f"Carried over from the database before, because the backup didn't have it: {what}."


def _taken_down(restored: Restored) -> str:
    said = f"Texts erased again, because they had been taken down since: {restored.erased:,}."
    if restored.carried.why_not and not restored.logged:
        said += (
            f" There is no log of takedowns ({settings.TAKEDOWN_LOG}): if texts were taken down since, they are back. "
            "With the log in its place, `manage.py check_integrity --mend` erases them."
        )
    return said


def _told(manifest: Manifest) -> str:
    rows = sum(manifest.counts.values())
    return f"{rows:,} rows of {manifest.database}, as of {manifest.made_at}, made by version {manifest.version}"
