"""Bytes to text, by what a page says of itself and by what it is: labels are often wrong.

The order: a byte-order mark; UTF-8 where the bytes are that (hardly anything else ever is); a label that somebody
chose; for the label that servers send by default (Latin-1) only text that looks Latin; else what the bytes look like.
"""

import codecs
import re

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LATIN = "cp1252"  # what "iso-8859-1" means on the web
DEFAULTS = {"ascii", "iso8859-1", "cp1252"}  # what servers say of whatever they send
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-9": "cp1254"}
# Of letters that Latin-1 would make: French has 4 in 100 beyond ASCII, Vietnamese less than 25; Cyrillic or Arabic 100.
MOST_MARKED = 0.4
PRESCAN = 4096  # bytes in which a page says what it is written in; HTML asks for the first 1024
SAMPLE = 65_536  # bytes that are looked at where nothing is said
_LABEL = re.compile(
    r"(?:utf|iso|windows|cp|koi8|gb|big5|euc|shift|x-|mac|tis|us-ascii|ascii|latin|johab|hz)[\w.:-]*", re.IGNORECASE
)
_IN_HEADER = re.compile(r"charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)
_IN_PAGE = re.compile(
    rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*+=\s*+[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>")  # no tag runs into the next: else a page of "<" alone would take hours


def decoded(body: bytes, content_type: str = "") -> str:
    """The text in these bytes. content_type: the header, as it came. Never fails: what can't be read is marked."""
    for mark, codec in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    labels = [codec for codec in (_codec(_labelled(content_type)), _codec(_in_page(body))) if codec]
    for codec in (each for each in labels if each not in DEFAULTS):
        if (text := _strictly(body, codec)) is not None:
            return text
    if "utf-8" in labels and _nearly_utf8(body):
        return body.decode("utf-8", "replace")
    latin = body.decode(LATIN, "replace")
    return latin if _looks_latin(latin) else _guessed(body, latin)


def storable(text: str) -> str:
    """A text without what no database takes: NUL, lone surrogates."""
    return _UNSTORABLE.sub("", text)


def _labelled(content_type: str) -> str:
    found = _IN_HEADER.search(content_type)
    return found[1] if found else ""


def _in_page(body: bytes) -> str:
    found = _IN_PAGE.search(body[:PRESCAN])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _codec(label: str) -> str:
    """Python's name of a charset; "" for what is none that pages are written in (rot13, utf-7)."""
    if not _LABEL.fullmatch(label) or label.lower().startswith("utf-7"):
        return ""
    try:
        name = codecs.lookup(label.lower().removeprefix("x-")).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return WIDER.get(name, name)


def _strictly(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _nearly_utf8(body: bytes) -> bool:
    """Whether bytes that are said to be UTF-8 are so but for some that were cut or pasted in."""
    text = body.decode("utf-8", "replace")
    return text.count("\ufffd") * 20 < sum(1 for c in text if not c.isascii())


def _looks_latin(text: str) -> bool:
    letters = [c for c in _TAG.sub(" ", text) if c.isalpha()]
    return sum(1 for c in letters if not c.isascii()) <= MOST_MARKED * len(letters)


def _guessed(body: bytes, otherwise: str) -> str:
    plain = re.sub(rb"<[^<>]*>", b" ", body)[:SAMPLE]
    best = from_bytes(plain).best()
    return body.decode(best.encoding, "replace") if best is not None else otherwise
