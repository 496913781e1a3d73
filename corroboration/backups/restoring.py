"""Bringing a backup back: seen to be whole, brought to today's tables, freed of leases, and only then the database."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils import timezone

from claims.models import Article
from corroboration import takedown
from corroboration.backups import archive, making, unfinished
from corroboration.backups.archive import Backup, BackupError, Facts, Manifest
from corroboration.backups.carrying import Carried
from corroboration.gathering import STATE
from corroboration.leases import FREE, Leased
from corroboration.models import Decision, Lease
from corroboration.takedown.log import LogUnreadable


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore. carried: over from the database before. logged: takedowns that the log has; erased:
    texts that were erased again."""

    manifest: Manifest
    carried: Carried
    logged: int
    erased: int


def restore(path: Path, *, replace: bool, now: datetime) -> Restored:
    """Make a backup the database. replace: also where that holds something now. Raises BackupError; nothing is changed
    then."""
    done: list[tuple[Carried, int]] = []
    with archive.reading(path) as backup, _unpacked(backup) as copy:
        if not replace and (held := holds()):
            raise BackupError(f"The database holds {held}: --replace puts the backup in its place")

        def check(facts: Facts) -> None:
            if dict(facts.counts) != dict(backup.manifest.counts):
                raise BackupError(f"{path} is damaged: its tables don't hold what the manifest says")

        making.engine().put_back(copy, check, lambda carry: done.append(prepare(carry, now=now)))
        carried, erased = done[-1]
        erased += _erase_again("so restore it again", now=timezone.now())  # on SQLite others went on meanwhile
        return Restored(backup.manifest, carried, takedown.logged(), erased)


def look_at(path: Path) -> Manifest:
    """See that a backup is whole and can be restored here, and change nothing. Raises BackupError."""
    with archive.reading(path) as backup, _unpacked(backup) as copy:
        if connection.vendor == "sqlite":
            making.engine().facts(copy)
        return backup.manifest


def key_in(path: Path) -> str:
    """The secret key in a backup. Raises BackupError where it holds none."""
    with archive.reading(path) as backup:
        if key := backup.secret_key:
            return key
    raise BackupError(f"{path} was made without --with-key: it holds no secret key")


def put_key(path: Path) -> None:
    """Make the secret key of a backup that of DATA_DIR: it counts from the next start on."""
    key = key_in(path)
    with archive.written_whole(settings.DATA_DIR / "secret_key") as file:
        file.write(key.encode())


def holds() -> str:
    """What the database holds that a restore would lose, in words; "" for nothing."""
    try:
        tables = set(connection.introspection.table_names())
        kept = (Article, Decision, get_user_model())
        counts = {
            str(model._meta.verbose_name_plural): model._base_manager.count()
            for model in kept
            if model._meta.db_table in tables
        }
    except DatabaseError as error:
        return f"what can't be read ({error})"
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def prepare(carry: Callable[[], Carried], *, now: datetime) -> tuple[Carried, int]:
    """Bring what was restored to today: tables, leases of workers that are gone, sessions; and what was written down
    and taken down since the backup was made. Returns what was carried over, and how many texts were erased."""
    call_command("migrate", verbosity=0, interactive=False)
    for model in _leased():
        model._base_manager.filter(token__isnull=False).update(**FREE)
    Lease.objects.update(token=None, until=None)
    Lease.objects.filter(name=STATE).update(token=uuid4())  # what processes keep of the state before is out of date
    Session.objects.all().delete()  # who logged out since, or was locked out, isn't logged in again
    return carry(), _erase_again("so nothing was restored", now=now)


def _erase_again(then: str, *, now: datetime) -> int:
    try:
        return takedown.reapply(now=now)
    except LogUnreadable as error:
        raise BackupError(f"{error}: what was taken down isn't known, {then}") from error


def _leased() -> Iterable[type[Model]]:
    """The models whose rows are leased to workers."""
    return (Article, *(model for model in apps.get_models() if issubclass(model, Leased)))


@contextmanager
def _unpacked(backup: Backup) -> Iterator[Path]:
    """The database's copy of a backup that may be restored here, until it isn't needed any more."""
    _refuse_foreign(backup)
    engine = making.engine()
    try:
        with unfinished.folder(engine.folder()) as folder:
            copy = folder / engine.NAME
            backup.unpack(copy)
            yield copy
    except OSError as error:
        raise BackupError(f"{engine.folder()}: {error.strerror or error}; nothing was changed") from error


def _refuse_foreign(backup: Backup) -> None:
    manifest = backup.manifest
    if manifest.database != connection.vendor:
        raise BackupError(
            f"{backup.path} is of {manifest.database}, and this database is {connection.vendor}: restore it where "
            "DATABASE_URL names one of its kind"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"{backup.path} was made by a newer version ({manifest.version}, with {unknown[-1]}): "
            "install that one first"
        )
