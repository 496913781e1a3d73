"""Records of web archives (WARC): the pages that a crawler kept, as they came over the wire.

Taken are answers with HTML, and revisits of them under another address. A damaged record costs itself: reading goes on
at the next one that begins.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from django.conf import settings
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from corroboration.fetching.charsets import decoded
from corroboration.fetching.facts import tidy
from corroboration.imports.opening import Bound, Opened
from corroboration.imports.pages import captured
from corroboration.imports.records import Fields, How, Record, Unreadable, broken_off, refusing
from corroboration.ingestion import FieldError, Rejected

HTML = ("text/html", "application/xhtml+xml")
SAME_PAYLOAD = "identical-payload-digest"
LONGEST_PAGE = 4 * settings.ARTICLE_BYTES  # bytes, unpacked
MOST_REMEMBERED = 300_000  # pages of one file that revisits may name, and that may come again: some 50 MB
BEGINS = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|WARC/1\.[01]\r?\n")
SEARCHED = 1_000_000
ONE_PIECE = "non-chunked gzip"
ENDS = "the file ends within it"


@dataclass(slots=True)
class _Seen:
    """What a file has had so far. payloads: where they stand, by digest; pages: when they were kept last."""

    payloads: dict[str, int] = field(default_factory=dict)
    pages: dict[int, datetime] = field(default_factory=dict)

    def payload(self, digest: str, offset: int) -> None:
        if digest and len(self.payloads) < MOST_REMEMBERED:
            self.payloads.setdefault(digest, offset)

    def page(self, url: str, kept_at: datetime) -> datetime | None:
        """Note a page; returns when it was kept before."""
        key = hash(url)
        before = self.pages.get(key)
        if before is not None or len(self.pages) < MOST_REMEMBERED:
            self.pages[key] = kept_at
        return before


class _Counted(DecompressingBufferedReader):
    """Unpacks an archive's records, and counts what comes out."""

    def __init__(self, file: BinaryIO, bound: Bound):
        super().__init__(file)
        self.bound = bound

    def _process_read(self, data: bytes) -> None:
        super()._process_read(data)
        self.bound.count(self.buff_size if data else 0)


def records(file: Opened, how: How) -> Iterator[Record]:
    """A record for each page of the archive; what is no page is passed over."""
    seen = _Seen()
    number = 0
    for number, offset, found in _whole(file):
        if isinstance(found, Exception):
            yield _damaged(file.name, number, offset, found)
            continue
        kind = found.rec_type
        if kind in ("response", "resource") and _is_page(found):
            seen.payload(_header(found, "WARC-Payload-Digest"), offset)
            yield _record(file.name, number, offset, found, partial(_content, found), seen, how)
        elif kind == "revisit" and _is_elsewhere(found):
            yield _record(file.name, number, offset, found, partial(_revisited, file, found, seen), seen, how)


def _whole(file: Opened) -> Iterator[tuple[int, int, ArcWarcRecord | Exception]]:
    """(number, offset, record or what is wrong with it) of all records, of whatever kind."""
    number = 0
    while True:
        archive = ArchiveIterator(file.raw)
        archive.reader = _Counted(archive.fh, file.bound)
        cut = told = False
        try:
            for found in archive:
                number += 1
                yield number, archive.offset, found if _header(found, "Content-Length") else EOFError(ENDS)
                archive.read_to_end()
                cut = bool(getattr(found.raw_stream, "limit", 0))
                told = cut and _is_page(found)  # by who reads it
            if (cut and not told) or (file.size is not None and archive.offset < file.size and not cut):
                yield number + 1, archive.offset, EOFError(ENDS)
            return
        except Unreadable:
            raise
        except Exception as error:  # what is damaged may break its parser in any way
            number += 1
            yield number, archive.offset, error
            if ONE_PIECE in str(error) or not _to_next(file.raw, archive.offset):
                return


def _to_next(file: BinaryIO, after: int) -> bool:
    """Go to where the next record begins. Returns whether there is one."""
    if not file.seekable():
        return False
    at = after + 1
    file.seek(at)
    while piece := file.read(SEARCHED):
        if begins := BEGINS.search(piece):
            file.seek(at + begins.start())
            return True
        if len(piece) < SEARCHED:
            break
        at += len(piece) - 10  # a beginning may lie across two pieces
        file.seek(at)
    return False


def _damaged(file: str, number: int, offset: int, error: Exception) -> Record:
    if ONE_PIECE in str(error):
        return broken_off(file, number, "records must be compressed one by one; `warcio recompress` mends that")
    known = isinstance(error, ArchiveLoadFailed | EOFError | zlib.error)
    said = " ".join(str(error).split())[:200] if known else "its head can't be read"
    refused = refusing(FieldError("", f"damaged: {said}"))
    where = f"{file}: record {number} at byte {offset}"
    return Record(file, number, {"record": number, "offset": offset}, where, refused, lambda: "")


def _record(file: str, number: int, offset: int, found: ArcWarcRecord, content, seen: _Seen, how: How) -> Record:
    """The record of a page. Its date is noted also where nobody reads it, so that later ones are known to be later."""
    url = _url(found)
    kept_at = _kept_at(found)
    before = seen.page(tidy(url), kept_at) if kept_at else None
    read = partial(_fields, found, url, content, how, kept_at, before)
    where = f"{file}: record {number} at byte {offset}"
    return Record(file, number, {"record": number, "offset": offset, "url": url}, where, read, lambda: "")


def _fields(
    found: ArcWarcRecord, url: str, content, how: How, kept_at: datetime | None, before: datetime | None
) -> Fields:
    if kept_at is None:
        raise Rejected([FieldError("", "WARC-Date is missing or no date")])
    if cut := _header(found, "WARC-Truncated"):
        raise Rejected([FieldError("", f"the crawler kept only part of the page (WARC-Truncated: {cut[:40]})")])
    body, said = content()
    return captured(decoded(body, said), url, how, seen_at=kept_at, seen_before=before)


def _content(found: ArcWarcRecord) -> tuple[bytes, str]:
    """The body of an answer as it was before it was sent, and its Content-Type. Raises Rejected."""
    packed = (found.http_headers.get_header("Content-Encoding") or "").strip().lower() if found.http_headers else ""
    if packed not in ("", "identity", *BufferedReader.get_supported_decompressors()):
        raise Rejected([FieldError("", f"its body is packed with {packed[:40]}: expected gzip or deflate")])
    stream, body = found.content_stream(), b""
    try:
        while len(body) <= LONGEST_PAGE and (piece := stream.read(65_536)):
            body += piece
    except Unreadable:
        raise
    except Exception as error:  # a body may be broken in many ways; the archive's next record is another's
        raise Rejected([FieldError("", f"its body can't be unpacked: {error!r:.200}")]) from None
    if len(body) > LONGEST_PAGE:
        raise Rejected([FieldError("", f"its body is longer than {LONGEST_PAGE:,} bytes")])
    if getattr(found.raw_stream, "limit", 0) and not stream.read(1):
        raise Rejected([FieldError("", "the file ends within its body")])
    return body, _content_type(found)


def _revisited(file: Opened, found: ArcWarcRecord, seen: _Seen) -> tuple[bytes, str]:
    """The body of the page that a revisit names. Raises Rejected."""
    at = seen.payloads.get(_header(found, "WARC-Payload-Digest"))
    if at is None or not file.raw.seekable():
        other = _header(found, "WARC-Refers-To-Target-URI") or "a page"
        raise Rejected([FieldError("", f"a revisit of {other[:200]}, which this file doesn't hold")])
    with open(file.raw.name, "rb") as again:
        again.seek(at)
        return _content(next(iter(ArchiveIterator(again))))


def _is_page(found: ArcWarcRecord) -> bool:
    status = found.http_headers.get_statuscode() if found.http_headers else "200"
    return _content_type(found).partition(";")[0].strip().lower() in HTML and status.startswith("2")


def _is_elsewhere(found: ArcWarcRecord) -> bool:
    """Whether a revisit is of the same page under another address: under its own it says nothing new."""
    if SAME_PAYLOAD not in _header(found, "WARC-Profile"):
        return False
    original = _header(found, "WARC-Refers-To-Target-URI")
    return bool(original) and tidy(original) != tidy(_url(found))


def _content_type(found: ArcWarcRecord) -> str:
    headers = found.http_headers or found.rec_headers
    return headers.get_header("Content-Type") or ""


def _url(found: ArcWarcRecord) -> str:
    return _header(found, "WARC-Target-URI").strip("<>")


def _header(found: ArcWarcRecord, name: str) -> str:
    return (found.rec_headers.get_header(name) or "").strip()


def _kept_at(found: ArcWarcRecord) -> datetime | None:
    try:
        at = datetime.fromisoformat(_header(found, "WARC-Date"))
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
