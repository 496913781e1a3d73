"""Files opened as streams of bytes, compressed or not, with how far they have been read."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STDIN = "-"
GZIP = b"\x1f\x8b"
BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)  # what a compressed stream that was cut or damaged raises


@dataclass(slots=True)
class Opened:
    """raw: the file itself; stream: what is in it. size: of the file in bytes, None where it isn't known."""

    name: str
    raw: BinaryIO
    stream: BinaryIO
    size: int | None

    def done(self) -> int | None:
        """How many bytes of the file have been read; None where that can't be told."""
        return self.raw.tell() if self.size is not None else None


@contextmanager
def opened(path: str, *, unpack: bool = True, called: str = "") -> Iterator[Opened]:
    """A file, or standard input. unpack: what gzip compressed is handed out as it was before. called: its name for
    people, where that isn't its path."""
    if path == STDIN:
        yield Opened("standard input", sys.stdin.buffer, _unpacked(sys.stdin.buffer, unpack=unpack), None)
        return
    with Path(path).open("rb") as file:
        yield Opened(called or path, file, _unpacked(file, unpack=unpack), Path(path).stat().st_size)


def _unpacked(file: BinaryIO, *, unpack: bool) -> BinaryIO:
    start = file.peek(2)[:2] if isinstance(file, io.BufferedReader) else b""
    return gzip.GzipFile(fileobj=file) if unpack and start == GZIP else file  # type: ignore[return-value]
