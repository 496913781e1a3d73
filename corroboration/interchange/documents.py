"""Documents that hold others' reviews: JSON of any shape, or NDJSON, as items with their positions."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corroboration.interchange.reading import Found, items


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A piece of a document that can't be read at all."""

    position: str
    reason: str


class NoDocument(ValueError):
    """A document of which nothing can be read."""


Item = Found | Spoilt
TOO_DEEP = "not JSON that can be read: nested too deep, or a number too long"


def read_document(raw: bytes) -> Iterator[Item]:
    """The items of a document. Where it is no JSON as a whole, each line is taken for one. Raises NoDocument."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    lines = [line for line in raw.splitlines() if line.strip()]
    if not lines:
        raise NoDocument("nothing in it: expected JSON or NDJSON")
    try:
        return items(parse(raw))
    except NoDocument:
        if len(lines) == 1:
            raise
    if not are_lines(raw):  # a broken document, not lines of which one is broken
        raise NoDocument(_whole_fault(raw))
    return read_lines((f"line {turn}", line) for turn, line in enumerate(raw.splitlines(), start=1) if line.strip())


def are_lines(raw: bytes) -> bool:
    """Whether a document is one of lines: one of the first two can be read by itself."""
    first = islice((line for line in io.BytesIO(raw) if line.strip()), 2)
    return any(_parses(line) for line in first)


def read_lines(lines: Iterable[tuple[str, bytes]]) -> Iterator[Item]:
    """The items of lines of NDJSON, each with its place."""
    for place, raw in lines:
        try:
            document = parse(raw)
        except NoDocument as fault:
            yield Spoilt(place, str(fault))
            continue
        for found in items(document):
            inner = "" if found.position == "document" else f", {found.position}"
            yield Found(f"{place}{inner}", found.node)


def parse(raw: bytes) -> Any:
    """A JSON value; numbers that no database takes are null. Raises NoDocument."""
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=null)
    except UnicodeDecodeError as error:
        raise NoDocument(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise NoDocument(f"not JSON: {error.msg} at character {error.pos}") from None
    except (RecursionError, ValueError):
        raise NoDocument(TOO_DEEP) from None


def null(name: str) -> None:
    """NaN and the infinities, as no database takes them."""


def _parses(raw: bytes) -> bool:
    try:
        return isinstance(parse(raw), dict | list)
    except NoDocument:
        return False


def _whole_fault(raw: bytes) -> str:
    try:
        parse(raw)
    except NoDocument as fault:
        return str(fault)
    return ""
