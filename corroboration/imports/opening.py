"""Files opened as streams of bytes, compressed or not, with how far they have been read.

A few bytes may unpack to any number: whoever reads a stranger's file says how many may come out of it.
"""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from corroboration.imports.records import Unreadable

STDIN = "-"
GZIP = b"\x1f\x8b"
PIECE = 131_072  # bytes unpacked at a time
BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)  # what a compressed stream that was cut or damaged raises


@dataclass(slots=True)
class Bound:
    """How many bytes a file may be unpacked to, and has been. most: None for any number."""

    name: str
    most: int | None = None
    unpacked: int = 0

    def count(self, size: int) -> None:
        """Note that so many more came out. Raises Unreadable."""
        self.unpacked += size
        if self.most is not None and self.unpacked > self.most:
            raise Unreadable(f"{self.name}: unpacks to more than {self.most:,} bytes: expected at most so many")


class _Unpacking(io.RawIOBase):
    """What a compressed stream holds, counted."""

    def __init__(self, packed: BinaryIO, bound: Bound):
        self.content, self.bound = gzip.GzipFile(fileobj=packed), bound

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self.content.read1(len(buffer))  # what is there: of a file that breaks off nothing is lost
        self.bound.count(len(content))
        buffer[: len(content)] = content
        return len(content)


@dataclass(slots=True)
class Opened:
    """raw: the file itself; stream: what is in it. size: of the file in bytes, None where it isn't known."""

    name: str
    raw: BinaryIO
    stream: BinaryIO
    size: int | None
    bound: Bound

    def done(self) -> int | None:
        """How many bytes of the file have been read; None where that can't be told."""
        return self.raw.tell() if self.size is not None else None


@contextmanager
def opened(path: str, *, unpack: bool = True, called: str = "", most: int | None = None) -> Iterator[Opened]:
    """A file, or standard input. unpack: what gzip compressed is handed out as it was before, at most so many bytes of
    it; while reading more Unreadable is raised. called: its name for people, where that isn't its path."""
    if path == STDIN:
        bound = Bound("standard input", most)
        yield Opened(bound.name, sys.stdin.buffer, _unpacked(sys.stdin.buffer, bound, unpack=unpack), None, bound)
        return
    with Path(path).open("rb") as file:
        bound = Bound(called or path, most)
        yield Opened(bound.name, file, _unpacked(file, bound, unpack=unpack), Path(path).stat().st_size, bound)


def _unpacked(file: BinaryIO, bound: Bound, *, unpack: bool) -> BinaryIO:
    start = file.peek(2)[:2] if isinstance(file, io.BufferedReader) else b""
    return io.BufferedReader(_Unpacking(file, bound), PIECE) if unpack and start == GZIP else file
