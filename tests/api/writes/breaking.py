"""A site whose export breaks off, for a server of its own: `gunicorn tests.api.writes.breaking:application`."""

from collections.abc import Iterator

from corroboration.api.exports import compressed, pieces_of
from corroboration.export import Kind


def lines(as_of) -> Iterator[dict]:
    yield from ({"id": str(number)} for number in range(1200))
    raise RuntimeError("the disk is gone")


def application(environ, start_response):
    """Broken off, or at /whole before it could be; at /gzip packed."""
    kind = Kind(("id",), (lambda as_of: iter([{"id": "1"}])) if environ["PATH_INFO"] == "/whole" else lines)
    pieces = pieces_of(kind, None, "ndjson", environ["PATH_INFO"])
    start_response("200 OK", [("Content-Type", "application/x-ndjson")])
    return compressed(pieces) if environ["PATH_INFO"] == "/gzip" else pieces
