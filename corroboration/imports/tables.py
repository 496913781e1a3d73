"""Records of CSV, after RFC 4180: a header that names the fields, quoted cells that may hold line breaks.

The separator is the one that makes the header's names known ones. A record whose quotes don't close costs nobody but
itself: reading goes on with its second line.
"""

import csv
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TextIO

from django.conf import settings

from corroboration.imports.opening import BROKEN, Opened
from corroboration.imports.records import FIELDS, Fields, How, Record, Unreadable, broken_off, refusing
from corroboration.imports.text import decoded, why_unreadable
from corroboration.ingestion import FieldError

SEPARATORS = ",;\t|"
LONGEST_RECORD = 2 * settings.ARTICLE_BYTES + 1_000_000  # characters: a text, the page it came in, and the rest
SHOWN_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table must have: each of `needed` is a choice of columns."""

    known: Collection[str]
    needed: Sequence[Sequence[str]]


ARTICLES = Shape(FIELDS, (("external_id",), ("outlet",), ("published_at",), ("text", "html")))


class TooLong(Exception):
    """A record longer than any article."""


@dataclass(slots=True)
class _Lines:
    """The lines of a text, counted; those of a record that went wrong can be read again, but for the first."""

    stream: TextIO
    number: int = 0
    taken: list[str] = field(default_factory=list)
    length: int = 0
    again: deque[str] = field(default_factory=deque)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else self.stream.readline(LONGEST_RECORD)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= LONGEST_RECORD:
            while (rest := self.stream.readline(LONGEST_RECORD)) and not rest.endswith(("\n", "\r")):
                pass
            line = line[:100]
            self.taken.append(line)
            raise TooLong
        self.taken.append(line)
        self.length += len(line)
        if self.length > LONGEST_RECORD:
            raise TooLong
        return line

    def begin(self) -> int:
        """Begin a record; returns the number of its first line."""
        self.taken, self.length = [], 0
        return self.number + 1

    def back(self) -> None:
        """Go back behind the record's first line."""
        self.again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def records(file: Opened, how: How, warn, shape: Shape = ARTICLES) -> Iterator[Record]:
    """The records of a table. warn: is told of columns that nobody asks for. Raises Unreadable."""
    csv.field_size_limit(LONGEST_RECORD)
    text = decoded(file.stream, how.encoding)
    lines = _Lines(text)
    number = 0
    try:
        columns, separator = _header(file.name, lines, how, shape)
        if spare := [name for name in columns if name not in shape.known and name not in how.names.values()]:
            warn(f"{file.name}: columns not used: {', '.join(name[:50] for name in spare[:SHOWN_COLUMNS])}")
        used = {*shape.known, *how.names.values()}
        for number, cells, raw, problem in _rows(lines, separator):
            if problem or (problem := _misfit(cells, columns, raw, how)):
                read = refusing(FieldError("", problem))
            else:
                read = partial(_fields, dict(zip(columns, cells, strict=True)), used, how)
            where = f"{file.name}:{number}"
            yield Record(file.name, number, {"line": number}, where, read, partial(str.rstrip, raw, "\r\n"))
    except BROKEN as error:
        yield broken_off(file.name, max(number, lines.number) + 1, str(error))
    finally:
        text.detach()  # or the file would be closed with it, under whoever opened it


def _rows(lines: _Lines, separator: str) -> Iterator[tuple[int, list[str], str, str]]:
    """(first line, cells, text as it stands, what is wrong with it) of each record; blank lines are passed over."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        first, problem, cells = lines.begin(), "", []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except TooLong:
            problem = f"longer than {LONGEST_RECORD:,} characters, or its quotes don't close"
        except csv.Error as error:
            problem = f"not CSV: {error}: expected quotes doubled inside quotes, and closed"
        if problem:
            lines.back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
        if problem or cells:
            yield first, cells, "".join(lines.taken), problem


def _header(file: str, lines: _Lines, how: How, shape: Shape) -> tuple[list[str], str]:
    """The columns by the names of the fields, and the separator. Raises Unreadable."""
    wanted = {*shape.known, *how.names.values()}
    found: list[tuple[int, list[str], str]] = []
    for separator in SEPARATORS:
        first = next(_rows(lines, separator), None)
        if first is None:
            raise Unreadable(f"{file}: empty: expected a header that names the columns")
        columns = [_name(cell, wanted) for cell in first[1]]
        found.append((len(wanted.intersection(columns)), columns, separator))
        lines.again.extendleft(reversed(lines.taken))
        lines.number -= len(lines.taken)
    _, columns, separator = max(found, key=lambda each: (each[0], len(each[1])))
    next(_rows(lines, separator))
    if twice := sorted({name for name in columns if name and columns.count(name) > 1}):
        raise Unreadable(f"{file}: columns named twice: {', '.join(twice)}")
    _check_columns(file, columns, how, shape)
    return columns, separator


def _name(cell: str, wanted: Collection[str]) -> str:
    """A column's name as the fields are written, where it is one of them in other letters."""
    bare = cell.strip()
    return next((name for name in (bare, bare.lower(), bare.lower().replace(" ", "_")) if name in wanted), bare)


def _check_columns(file: str, columns: Sequence[str], how: How, shape: Shape) -> None:
    there = {field for field in shape.known if how.names.get(field, field) in columns}
    there |= {name for name in ("outlet", "language") if getattr(how, name)}
    if unknown := [f"{field}={name}" for field, name in how.names.items() if name not in columns]:
        raise Unreadable(f"{file}: --map {', '.join(unknown)}: no such column. {_named(columns)}")
    if missing := [" or ".join(choice) for choice in shape.needed if not there.intersection(choice)]:
        expected = "name them with --map FIELD=COLUMN"
        raise Unreadable(f"{file}: no column for {', '.join(missing)}: {expected}. {_named(columns)}")


def _named(columns: Sequence[str]) -> str:
    more = ", ..." if len(columns) > SHOWN_COLUMNS else ""
    return f"The columns are: {', '.join(name[:50] for name in columns[:SHOWN_COLUMNS])}{more}"


def _misfit(cells: Sequence[str], columns: Sequence[str], raw: str, how: How) -> str:
    if len(cells) != len(columns):
        return f"{len(cells)} cells: expected {len(columns)}, as the header has"
    return why_unreadable(raw, how.encoding)


def _fields(row: Fields, used: Collection[str], how: How) -> Fields:
    """The cells that are fields; an empty cell says nothing."""
    return how.fields({name: cell for name, cell in row.items() if name in used and cell != ""})
