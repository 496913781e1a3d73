"""Bytes into the entries of a feed: RSS and Atom by feedparser, which forgives much, JSON Feed by our own reader.

Only bytes are ever parsed: given a string, feedparser opens files and addresses of that name.
"""

import codecs
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from corroboration.feeds.dating import Written
from corroboration.feeds.entries import LONGEST_TITLE, Document, Entry, page_address, storable, visible
from corroboration.feeds.json_feed import NotJsonFeed, read_json
from corroboration.fetching.charsets import MARKS
from corroboration.html import MOST_ATTRIBUTES, has_crowded_tag

WIDE = (
    *((mark, codec) for mark, codec in MARKS if codec != "utf-8"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)  # how bytes begin that take two or four a character
MOST_ENTRIES = 1000  # that one reading looks at: feeds list some dozens
MOST_TAGS = 200_000  # a parser takes 30 µs for each: 6 s
_OPENING = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:item|entry)(?=[\s>/])")
_TAG = re.compile(rb"<[A-Za-z]")
_BLANKS = re.compile(rb"\s+")
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_CLOSED = re.compile(rb"</(?:rss|feed|rdf:RDF|[\w.-]+:(?:rss|feed))\s*>", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


class NotAFeed(Exception):
    """What came is no feed that can be read, and why in words."""


def read(body: bytes, *, url: str, headers: Mapping[str, str]) -> Document:
    """The feed in these bytes, its links made whole. Raises NotAFeed."""
    if not body.strip():
        raise NotAFeed("nothing came: the answer is empty")
    body = _in_bytes_of_one(body)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        try:
            return read_json(body, MOST_ENTRIES)
        except NotJsonFeed as problem:
            raise NotAFeed(str(problem)) from None
    return _read_xml(_cut(body), url, headers)


def _in_bytes_of_one(body: bytes) -> bytes:
    """A feed in UTF-16 or UTF-32 as UTF-8: what is looked for in the bytes would hide there."""
    for mark, codec in WIDE:
        if body.startswith(mark):
            text = body.decode(codec, "replace").removeprefix("\ufeff")
            return codecs.BOM_UTF8 + _DECLARED.sub("", text).encode("utf-8", "replace")
    return body


def _cut(body: bytes) -> bytes:
    """The part of a feed that holds as many entries as are looked at."""
    for turn, opening in enumerate(_OPENING.finditer(body)):
        if turn == MOST_ENTRIES:
            return body[: opening.start()] + b"</channel></rss>"
    return body


def _read_xml(body: bytes, url: str, headers: Mapping[str, str]) -> Document:
    if _declares_entities(body):
        raise NotAFeed("declares entities of its own, which no feed needs")
    if sum(1 for _ in _TAG.finditer(body)) > MOST_TAGS:
        raise NotAFeed(f"more than {MOST_TAGS:,} tags")
    if has_crowded_tag(body.decode("latin-1")):
        raise NotAFeed(f"a tag of more than {MOST_ATTRIBUTES} attributes")
    kind = headers.get("content-type", "")
    parsed = _parsed(body, kind, url)
    if (
        not _is_feed(parsed) and "charset" in kind.lower()
    ):  # what the header says may be as wrong as what is in the file
        parsed = _parsed(body, kind.partition(";")[0], url)
    if not _is_feed(parsed):
        raise NotAFeed("a web page, not a feed" if _PAGE.search(body[:5000]) else "neither RSS nor Atom")
    entries = parsed.entries[:MOST_ENTRIES]
    if parsed.get("bozo") and entries and not _CLOSED.search(body[-1000:]):
        entries = entries[:-1]  # it ends in the midst of one
    channel = parsed.feed
    return Document(
        entries=tuple(_entry(each, url) for each in entries),
        title=_plain(channel, "title")[:LONGEST_TITLE],
        link=_text(channel, "link"),
        language=_text(channel, "language"),
        ttl=_text(channel, "ttl"),
        period=_text(channel, "sy_updateperiod"),
        frequency=_text(channel, "sy_updatefrequency"),
    )


def _declares_entities(body: bytes) -> bool:
    words = body.upper()
    start = words.find(b"<!DOCTYPE")
    return start >= 0 and words.find(b"<!ENTITY", start) >= 0


def _parsed(body: bytes, content_type: str, url: str) -> Any:
    """What feedparser makes of it. Content stays as it is: nobody is shown it, and cleaning it takes time with the
    square of its comments; so does looking for a DOCTYPE behind blank lines."""
    first = _TAG.search(body)
    start = first.start() if first else len(body)
    told = {"content-type": content_type, "content-location": url}
    try:
        return feedparser.parse(
            _BLANKS.sub(b"\n", body[:start]) + body[start:],
            response_headers=told,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # what others send may break a parser in any way
        raise NotAFeed(f"can't be read: {type(error).__name__}") from error


def _is_feed(parsed: Any) -> bool:
    return bool(parsed.get("version") or parsed.entries)


def _entry(raw: dict[str, Any], url: str) -> Entry:
    link = _text(raw, "link")  # made whole: one that is empty has become the feed's own
    content = max((_html(part) for part in raw.get("content") or ()), key=len, default="")
    described = not content
    source = raw.get("source") or {}
    return Entry(
        guid=_text(raw, "id"),
        link=page_address(_text(raw, "feedburner_origlink")) or ("" if link == url else page_address(link)),
        title=_plain(raw, "title")[:LONGEST_TITLE],
        content=_html(raw.get("summary_detail") or {}) if described else content,
        described=described,
        published=_written(raw, "published"),
        updated=_written(raw, "updated"),
        language=_text(raw.get("title_detail") or {}, "language"),
        source_name=_plain(source, "title"),
        source_url=_text(source, "link") or _text(source, "href"),
    )


def _html(part: dict[str, Any]) -> str:
    """A piece of content as HTML, also where it is plain text."""
    value = _text(part, "value")
    if "html" in (part.get("type") or ""):
        return value
    lines = (visible(line) if "<" in line else line.strip() for line in value.split("\n"))
    return "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in lines if line)


def _plain(holder: dict[str, Any], name: str) -> str:
    """A title without its markup, whether or not the feed says that it has some."""
    return visible(_text(holder, name))


def _text(holder: dict[str, Any], name: str) -> str:
    value = dict.get(holder, name)  # feedparser's own answers with another date where one is missing
    return storable(value) if isinstance(value, str) else ""


def _written(raw: dict[str, Any], name: str) -> Written:
    return Written(_text(raw, name), _moment(dict.get(raw, f"{name}_parsed")))


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime(*parsed[:6], tzinfo=UTC) if parsed else None
    except (TypeError, ValueError):
        return None
