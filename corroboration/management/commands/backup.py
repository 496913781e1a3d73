"""`manage.py backup`: a copy of the database in one file, while others write."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from corroboration.backups import making
from corroboration.backups.archive import BackupError
from corroboration.management.base import AnyStateCommand


class Command(AnyStateCommand):
    help = (
        "Copy the database into one file, as it is at one moment, while others go on writing. "
        "The file has its name only once it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            default="",
            help="file to write, or a folder in which it is named after the time (default: BACKUP_FOLDER)",
        )
        parser.add_argument("--keep", type=int, metavar="N", help="of a folder: delete all but the latest N")
        parser.add_argument("--with-key", action="store_true", help="put the secret key in, too; then keep it as one")

    def handle(self, *args: Any, file: str, keep: int | None, with_key: bool, **options: Any) -> None:
        started, now, path = time.monotonic(), timezone.now(), Path(file or settings.BACKUP_FOLDER)
        if not file:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if keep is not None and (keep < 1 or not path.is_dir()):
            raise CommandError("--keep: expected a number of at least 1, and a folder to write into")
        target = making.dated(path, now) if path.is_dir() else path
        try:
            manifest = making.make(target, with_key=with_key, now=now)
        except BackupError as error:
            raise CommandError(str(error)) from None
        gone = making.keep(path, keep) if keep is not None else []
        rows, seconds = sum(manifest.counts.values()), time.monotonic() - started
        self.stdout.write(
            f"{target}: {rows:,} rows of {manifest.database}, {target.stat().st_size:,} bytes, in {seconds:.1f} s"
            + (f"; {len(gone)} older deleted" if gone else "")
        )
        if not with_key:
            self.stdout.write("The secret key isn't in it (--with-key puts it in): keep it elsewhere.")
