"""The log of takedowns outside of the database: what an older backup, once restored, has to be rid of again.

One line a takedown: ids, hashes and dates, no word of a text and none of the reason.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Text:
    """One text that was taken down, as its tombstone names it."""

    article: str
    identity: str
    text_hash: str
    words_hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One takedown."""

    takedown: str
    at: datetime
    titles: bool
    texts: tuple[Text, ...]


class LogUnwritable(Exception):
    """The log can't be written: then nothing is taken down, or a restored backup would bring it back unnoticed."""


class LogUnreadable(Exception):
    """The log can't be read, or a line of it can't: what it tells is not known, so nobody should go on."""


def write(entry: Entry) -> None:
    """Add a takedown, and return only when it is on the disk. Raises LogUnwritable; nothing is left of it then."""
    fields = {"takedown": entry.takedown, "at": entry.at.isoformat(), "titles": entry.titles}
    line = json.dumps(fields | {"texts": [asdict(text) for text in entry.texts]}) + "\n"
    path: Path = settings.TAKEDOWN_LOG
    try:
        with path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _add(file, line.encode())
    except OSError as error:
        raise LogUnwritable(f"The log of takedowns can't be written ({path}: {error.strerror}).") from error


def _add(file: FileIO, line: bytes) -> None:
    """A line that a full disk cut off would keep every backup from being restored."""
    end = file.seek(0, os.SEEK_END)
    if end and not _ends_a_line(file):
        line = b"\n" + line  # one that a power cut did spoils no other
    try:
        left = memoryview(line)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        raise


def _ends_a_line(file: FileIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def read() -> Iterator[Entry]:
    """The takedowns in the order in which they were written; none where there is no log. Raises LogUnreadable."""
    path: Path = settings.TAKEDOWN_LOG
    try:
        lines = path.read_bytes().split(b"\n") if path.exists() else []
    except OSError as error:
        raise LogUnreadable(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _entry(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise LogUnreadable(
                    f"{path}:{number}: no takedown ({type(error).__name__}). If it is the beginning of a line that a "
                    "power cut ended, nothing was taken down by it: delete it"
                ) from error


def _entry(line: dict) -> Entry:
    texts: Sequence[dict[str, str]] = line["texts"]
    named = tuple(Text(**{name: str(text[name]) for name in Text.__slots__}) for text in texts)
    return Entry(str(line["takedown"]), datetime.fromisoformat(line["at"]), bool(line["titles"]), named)
