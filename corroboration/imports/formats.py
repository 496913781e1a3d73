"""Which reader reads a file: by what it is said to be, else by its name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corroboration.imports import archives, folders, ndjson, tables
from corroboration.imports.opening import STDIN, opened
from corroboration.imports.records import How, Record, Unreadable

NDJSON, CSV, WARC, FOLDER = "ndjson", "csv", "warc", "folder"
FORMATS = (NDJSON, CSV, WARC, FOLDER)
BY_NAME = {".csv": CSV, ".tsv": CSV, ".warc": WARC}
Warn = Callable[[str], None]


@dataclass(slots=True)
class Reading:
    """A file being read. size, done: of its bytes; None where that can't be told."""

    records: Iterator[Record]
    size: int | None = None
    done: Callable[[], int | None] = lambda: None


def format_of(path: str, how: How) -> str:
    """The format of a file: what is said of it, else by its name; what says nothing is NDJSON."""
    if path != STDIN and Path(path).is_dir():
        if how.format not in ("", FOLDER):
            raise Unreadable(f"{path}: is a folder, and not a file of {how.format}")
        return FOLDER
    if how.format == FOLDER:
        raise Unreadable(f"{path}: is no folder")
    suffixes = [suffix.lower() for suffix in Path(path).suffixes if suffix.lower() != ".gz"]
    return how.format or BY_NAME.get(suffixes[-1] if suffixes else "", NDJSON)


@contextmanager
def reading(path: str, how: How, warn: Warn, *, called: str = "", most: int | None = None) -> Iterator[Reading]:
    """A file, ready to be read. called: its name for people, where that isn't its path. most: bytes that it may unpack
    to, None for any number. Raises Unreadable, also while its records are asked for."""
    kind = format_of(path, how)
    if kind == FOLDER:
        yield Reading(folders.records(path, how, warn))
        return
    unpack = kind != WARC  # of an archive each record is compressed for itself
    with opened(path, unpack=unpack, called=called, most=most) as file:
        if kind == WARC:
            found = archives.records(file, how)
        else:
            found = tables.records(file, how, warn) if kind == CSV else ndjson.records(file, how)
        yield Reading(found, file.size, file.done)
