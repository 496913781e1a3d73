"""Lines of NDJSON files, each with the place it stands at."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 64_000_000  # bytes; a longer line is passed over without being held in memory


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """One line of a file. raw is empty when it was too long, and too_long says so."""

    file: str
    number: int
    raw: bytes
    too_long: bool = False

    @property
    def where(self) -> str:
        return f"{self.file}:{self.number}"


def lines(number: int) -> str:
    """So many lines, in words that agree."""
    return "1 line was" if number == 1 else f"{number:,} lines were"


def unreadable(paths: Iterable[str]) -> list[str]:
    """Those of the files that can't be read, each with the reason."""
    problems = []
    for path in paths:
        if path == "-":
            continue
        try:
            with Path(path).open("rb"):
                pass
        except OSError as error:
            problems.append(f"{path}: {error.strerror}")
    return problems


def same_file(left: str, right: str) -> bool:
    """Whether two paths lead to one file that exists."""
    return Path(left).exists() and Path(right).exists() and Path(left).samefile(right)


def numbered_lines(paths: Iterable[str]) -> Iterator[NumberedLine]:
    """The lines of these files ("-": standard input) in order; blank ones are passed over."""
    for path in paths:
        if path == "-":
            yield from lines_of("standard input", sys.stdin.buffer)
        else:
            with Path(path).open("rb") as file:
                yield from lines_of(path, file)


def lines_of(name: str, file: BinaryIO) -> Iterator[NumberedLine]:
    """The lines of an open file that are not blank."""
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield NumberedLine(name, number, b"", too_long=True)
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")  # a byte-order mark, as some editors write it
        if raw.strip():
            yield NumberedLine(name, number, raw)
