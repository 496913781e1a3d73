"""Making backups, and keeping the latest of them."""

import re
import tomllib
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from corroboration.backups import archive, postgres, sqlite, unfinished
from corroboration.backups.archive import BackupError, Manifest

OURS = re.compile(r"second-source-\d{8}T\d{6}Z\.backup")  # what rotation may delete


def engine() -> ModuleType:
    """The one of the database that this is."""
    return postgres if connection.vendor == "postgresql" else sqlite


def make(target: Path, *, with_key: bool, now: datetime) -> Manifest:
    """Write a backup of this name, whole or not at all. with_key: the secret key goes in. Raises BackupError."""
    if target.exists():
        raise BackupError(f"{target} is there already: a backup is never written over")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent}: there is no such folder")
    source = engine()
    try:
        unfinished.clear(source.folder())  # what a killed restore left
        with unfinished.folder(target.parent) as folder:
            copy = folder / source.NAME
            facts = source.copy(copy)
            key = settings.SECRET_KEY if with_key else ""
            told = {"made_at": now.isoformat(), "version": version(), "database": connection.vendor}
            return archive.write(target, copy, facts, secret_key=key, key=key_print(settings.SECRET_KEY), **told)
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror or error}; nothing was kept of it") from error


def dated(folder: Path, now: datetime) -> Path:
    """The name of a backup made now."""
    return folder / f"second-source-{now:%Y%m%dT%H%M%SZ}.backup"


def keep(folder: Path, most: int) -> list[Path]:
    """Delete all but the latest backups of a folder, of those that bear our dated names. Returns what went."""
    found = sorted(path for path in folder.iterdir() if OURS.fullmatch(path.name))
    for path in found[:-most]:
        path.unlink()
    return found[:-most]


def version() -> str:
    """That of the code."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def key_print(key: str) -> str:
    """A hash that tells two secret keys apart and gives neither away."""
    return salted_hmac("corroboration.backups", "", secret=key, algorithm="sha256").hexdigest()[:16]
