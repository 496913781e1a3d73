"""Bytes as text, by their mark, by what they are said to be, else as UTF-8; what doesn't fit stays visible."""

import codecs
import io
import re
from typing import BinaryIO

# The longest first: UTF-32's little-endian mark begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNREADABLE = re.compile("[\udc00-\udcff]")
_LONE = "second-source-lone"


def _lone(error: UnicodeError) -> tuple[str, int]:
    """Bytes that an encoding doesn't know become lone surrogates: no text has these, and no database takes them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_LONE, _lone)


def known(encoding: str) -> bool:
    """Whether there is such an encoding of text."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return False


def encoding_of(start: bytes, named: str) -> str:
    """The encoding that a text's first bytes are marked with, else the one named, else UTF-8."""
    return next((encoding for mark, encoding in MARKS if start.startswith(mark)), named or "utf-8")


def decoded(stream: BinaryIO, named: str) -> io.TextIOWrapper:
    """A stream as text with its line ends as they are; bytes that can't be read are UNREADABLE."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)  # type: ignore[arg-type]
    encoding = encoding_of(buffered.peek(4)[:4], named)
    return io.TextIOWrapper(buffered, encoding=encoding, errors=_LONE, newline="")


def decode(content: bytes, named: str) -> str:
    """A whole text; bytes that can't be read are UNREADABLE."""
    return content.decode(encoding_of(content[:4], named), _LONE)


def why_unreadable(text: str, named: str) -> str:
    """What to do about a text with bytes that can't be read; "" where there are none."""
    bad = UNREADABLE.search(text)
    if bad is None:
        return ""
    return f"not {(named or 'UTF-8').upper()} at character {bad.start()}: name the encoding with --encoding"
