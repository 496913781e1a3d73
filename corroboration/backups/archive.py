"""A backup as one file: a zip of the database's copy and of a manifest that says what it is.

It is written under a temporary name and renamed when it is whole and on the disk: under its own name there is a whole
backup or none. Only its owner may read it, for it holds what nobody but the database does.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from corroboration.backups import unfinished

FORMAT = 1  # of the file; a later one may not be read by this code
MANIFEST, KEY = "manifest.json", "secret_key"
PIECE = 1 << 20  # bytes read at a time
OWNER_ONLY = 0o600


class BackupError(Exception):
    """Why a backup wasn't made or can't be restored, in words for whoever asked."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy of the database holds: the migrations applied ("app.name"), and the rows of each table."""

    migrations: Sequence[str]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. key: a hash of the secret key that it was made under; sha256: of the copy."""

    format: int
    made_at: str
    version: str
    database: str
    migrations: Sequence[str]
    counts: Mapping[str, int]
    key: str
    file: str
    bytes: int
    sha256: str


def write(target: Path, copy: Path, facts: Facts, *, secret_key: str = "", **told: Any) -> Manifest:
    """Put a copy of the database into a backup of this name. secret_key: goes in as well, if given."""
    with written_whole(target) as file, zipfile.ZipFile(file, "w") as packed:
        if secret_key:
            packed.writestr(_member(KEY), secret_key)
        with copy.open("rb") as source:
            digest = _pack(source, packed, copy.name)
        told |= {"migrations": list(facts.migrations), "counts": dict(facts.counts), "format": FORMAT}
        manifest = Manifest(**told, file=copy.name, bytes=copy.stat().st_size, sha256=digest)
        # last: a damaged entry hides those after it, and without this one there is no backup
        packed.writestr(_member(MANIFEST), json.dumps(asdict(manifest), indent=1))
    return manifest


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file to write that bears its name only once it is whole and on the disk. Raises BackupError."""
    try:
        with unfinished.folder(target.parent) as folder:
            with _of_owner(folder / target.name) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(folder / target.name, target)
            sync_folder(target.parent)
    except OSError as error:
        raise BackupError(f"{target}: {error.strerror or error}; nothing was kept of it") from error


def _of_owner(path: Path) -> IO[bytes]:
    """A new file to write that nobody else may read, whatever the umask."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb")


def sync_folder(folder: Path) -> None:
    """Have the folder's new names outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pack(source: IO[bytes], packed: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with packed.open(_member(name), "w", force_zip64=True) as member:
        while piece := source.read(PIECE):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    # pg_dump packs what it writes already
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".dump") else zipfile.ZIP_DEFLATED
    info._compresslevel = 1  # type: ignore[attr-defined]  # twice as fast as the default, for a tenth more bytes
    info.external_attr = OWNER_ONLY << 16
    return info


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is open for reading, and what it says of itself."""

    path: Path
    packed: zipfile.ZipFile
    manifest: Manifest

    @property
    def secret_key(self) -> str:
        """The secret key that was put into it; "" for none. Raises BackupError."""
        with _named(self.path):
            return self.packed.read(KEY).decode() if KEY in self.packed.namelist() else ""

    def unpack(self, target: Path) -> None:
        """Write the database's copy to a file, and see that it is what was put in. Raises BackupError."""
        digest = hashlib.sha256()
        with _named(self.path), self.packed.open(self.manifest.file) as member:
            try:
                with _of_owner(target) as file:
                    while piece := member.read(PIECE):
                        digest.update(piece)
                        file.write(piece)
            except OSError as error:
                raise BackupError(f"{target}: {error.strerror or error}; nothing was restored") from error
        if digest.hexdigest() != self.manifest.sha256:
            raise BackupError(f"{self.path} is damaged: its database isn't the one that was put in")


@contextmanager
def reading(path: Path) -> Iterator[Backup]:
    """Open a backup. Raises BackupError where it is none, was cut, or is of a later kind."""
    with _named(path):
        packed = zipfile.ZipFile(path)
    with packed:
        with _named(path):
            told = json.loads(packed.read(MANIFEST))
            if told["format"] > FORMAT:
                raise BackupError(f"{path} was made by a newer version ({told['version']}): install that one first")
            manifest = Manifest(**told)
            if unknown := set(packed.namelist()) - {MANIFEST, KEY, manifest.file}:
                raise BackupError(f"{path} was damaged: {', '.join(sorted(unknown))} doesn't belong in it")
        yield Backup(path, packed, manifest)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What is wrong with a file, with its name."""
    try:
        yield
    except BackupError:
        raise
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or error}") from error
    except Exception as error:  # of damaged files zipfile, zlib and json raise what they like
        raise BackupError(f"{path} is no backup, or was cut or damaged: {error}") from error
