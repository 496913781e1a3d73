"""Documents too long to be held as a whole: their elements one by one, as far as they can be read.

The element is what is parsed, by json itself; only the list or feed around it is read by hand.
"""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, BinaryIO, TextIO

from corroboration.filing import NumberedLine, lines_of
from corroboration.interchange.documents import (
    TOO_DEEP,
    Item,
    NoDocument,
    Spoilt,
    are_lines,
    null,
    read_document,
    read_lines,
)
from corroboration.interchange.reading import HOLDERS, Found, items, of_holder

WHOLE = 16_000_000  # bytes of a document that is read as a whole
LONGEST = 8_000_000  # characters of an element: no review comes near
PIECE = 1_000_000
TOO_LONG = f"not JSON, or longer than {LONGEST:,} characters"
_DECODER = json.JSONDecoder(parse_constant=null)


def read_stream(stream: BinaryIO) -> Iterator[Item]:
    """The items of a document of any length. Raises NoDocument where nothing of it can be read.

    Of one that is longer than WHOLE: NDJSON, a list, or an object with lists of reviews. One that breaks off has given
    what came before, as far as it was read.
    """
    head = stream.read(WHOLE + 1)
    if len(head) <= WHOLE:
        return read_document(head)
    whole = io.BufferedReader(_Again(head, stream), PIECE)
    if are_lines(head.rpartition(b"\n")[0]):
        return _lines(lines_of("", whole))
    return _elements(_Reader(io.TextIOWrapper(whole, encoding="utf-8-sig")))


def _lines(numbered: Iterable[NumberedLine]) -> Iterator[Item]:
    for line in numbered:
        place = f"line {line.number}"
        yield from [Spoilt(place, TOO_LONG)] if line.too_long else read_lines([(place, line.raw)])


class _Again(io.RawIOBase):
    """A stream with what was read of it already."""

    def __init__(self, head: bytes, rest: BinaryIO):
        self.head, self.rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self.head.read(len(buffer)) or self.rest.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


class _Reader:
    """A text, value by value. Holds one of them at a time."""

    def __init__(self, stream: TextIO):
        self.stream, self.text, self.at = stream, "", 0

    def next(self) -> str:
        """The next character that isn't blank, which stays; "" at the end."""
        while True:
            while self.at < len(self.text):
                if not self.text[self.at].isspace():
                    return self.text[self.at]
                self.at += 1
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Raises NoDocument where the next character is another one."""
        if (found := self.next()) != wanted:
            raise NoDocument(f"expected {wanted}, found {found or 'the end'}")
        self.at += 1

    def value(self) -> Any:
        """The next value. Raises NoDocument."""
        self.next()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at > LONGEST:
                    raise NoDocument(TOO_LONG) from None
                if not self._more():
                    raise NoDocument(f"not JSON: {error.msg}") from None
            except (RecursionError, ValueError):
                raise NoDocument(TOO_DEEP) from None
            else:
                if end < len(self.text) or not self._more():  # a number may go on in the next piece
                    self.at = end
                    return found

    def _more(self) -> bool:
        """Read on, twice as far as before while one value goes on."""
        rest = self.text[self.at :]
        piece = self.stream.read(max(PIECE, len(rest)))
        self.text, self.at = rest + piece, 0
        return bool(piece)


def _elements(reader: _Reader) -> Iterator[Item]:
    """The items of a list, or of an object with lists. Where it breaks off, the last one says why."""
    place = "the beginning"
    try:
        for item in _list(reader, "") if reader.next() == "[" else _object(reader):
            place = item.position
            yield item
        if reader.next():
            raise NoDocument("more behind the end")
    except UnicodeDecodeError as error:
        yield Spoilt(f"after {place}", f"the document breaks off: not UTF-8: {error.reason}")
    except NoDocument as fault:
        yield Spoilt(f"after {place}", f"the document breaks off: {fault}")


def _list(reader: _Reader, position: str) -> Iterator[Found]:
    reader.take("[")
    for turn in count():
        if reader.next() == "]":
            break
        if turn:
            reader.take(",")
        yield from items(reader.value(), f"{position}[{turn}]", depth=1)
    reader.take("]")


def _object(reader: _Reader) -> Iterator[Found]:
    """What lies in the lists of an object, and then what the rest of it holds."""
    reader.take("{")
    rest: dict[str, Any] = {}
    streamed = False
    for turn in count():
        if reader.next() == "}":
            break
        if turn:
            reader.take(",")
        name = reader.value()
        reader.take(":")
        if name in HOLDERS and reader.next() == "[":
            streamed = True
            yield from of_holder(name, _list(reader, name))
        else:
            rest[name] = reader.value()
    reader.take("}")
    if not streamed or any(name in rest for name in HOLDERS):
        yield from items(rest)
