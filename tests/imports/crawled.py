"""Web archives of our own making, as crawlers write them."""

import gzip
import io
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

KEPT = "2021-05-06T08:00:00Z"
HEAD = (
    "<html lang=en><head><meta charset=utf-8><title>{title}</title>"
    '<meta property="article:published_time" content="{published}"></head><body><article><h1>{title}</h1>'
)


def page(text: str = "A bridge fell in Ostrava.", *, title: str = "Bridge falls", published: str = "2021-05-04") -> str:
    body = "".join(f"<p>{text} The mayor of the town said so on day {n} of the week.</p>" for n in range(6))
    return HEAD.format(title=title, published=published) + body + "</article></body></html>"


class Writer(WARCWriter):
    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()  # the one that it would make is never closed


class Crawl:
    """A web archive being written: packed, or not, record by record."""

    def __init__(self, *, packed: bool = True):
        self.out = io.BytesIO()
        self.writer = Writer(self.out, gzip=packed, warc_version="1.1")
        self.writer.write_record(self.writer.create_warcinfo_record("crawl.warc", {"software": "by hand"}))

    def response(
        self,
        url: str,
        body: bytes | str,
        *,
        status: str = "200 OK",
        kind: str = "text/html; charset=utf-8",
        http: dict[str, str] | None = None,
        **headers: str,
    ) -> Any:
        """An answer as it came over the wire: body is what was sent."""
        raw = body.encode() if isinstance(body, str) else body
        lines = [("Content-Type", kind), *(http or {}).items()]
        given = {"WARC-Date": KEPT} | {name.replace("_", "-"): value for name, value in headers.items()}
        record = self.writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(raw),
            http_headers=StatusAndHeaders(status, lines, protocol="HTTP/1.1"),
            warc_headers_dict=given,
        )
        self.writer.write_record(record)
        return record

    def revisit(self, url: str, of: Any) -> None:
        record = self.writer.create_revisit_record(
            url,
            digest=of.rec_headers.get_header("WARC-Payload-Digest"),
            refers_to_uri=of.rec_headers.get_header("WARC-Target-URI"),
            refers_to_date=of.rec_headers.get_header("WARC-Date"),
            warc_headers_dict={"WARC-Date": KEPT},
        )
        self.writer.write_record(record)

    def save(self, path: Path) -> Path:
        path.write_bytes(self.out.getvalue())
        return path


def chunked(body: bytes, size: int = 70) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def packed(body: str) -> bytes:
    return gzip.compress(body.encode())
