"""Everything of one kind over the API, as `manage.py export` writes it: streamed, of one moment, never the full texts.

A stream that breaks off must not be taken for a whole one. Its last line then says so (NDJSON: a problem; CSV: a cell),
and the connection is cut before the answer's end, which clients that keep to HTTP/1.1, and gunzip, take for an error.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from http import HTTPStatus

from django.http import Http404, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from claims.models import Claim
from corroboration import export, lines
from corroboration.api.base import AS_OF, READERS, StrictView, answers, asked_choice, asked_day
from corroboration.api.records import FORMAT, CsvRenderer, NdjsonRenderer
from corroboration.formats import FORMATS, Line, cell, to_json
from corroboration.history import end_of
from corroboration.one_moment import one_moment

GZIP = "gzip"
GZIP_LEVEL = 5  # of claims: a twelfth of their size
GZIP_WINDOW = 31  # zlib's word for the largest window, with gzip's header and check


def _without_texts(as_of: date | None) -> Iterator[Line]:
    rows = lines.articles().defer(*lines.HEAVY)
    rows = rows.filter(told_at__lt=end_of(as_of)) if as_of else rows
    return map(lines.article_facts, rows.iterator(chunk_size=export.CHUNK))


KINDS = export.KINDS | {
    "articles": export.Kind(tuple(name for name in lines.ARTICLE if name != "text"), _without_texts)
}


class ExportView(StrictView):
    queryset = Claim.objects.all()  # says whose permissions count
    renderer_classes = [NdjsonRenderer, CsvRenderer]
    parameters = ("as_of", FORMAT)

    def initial(self, request, *args, **kwargs) -> None:
        asked_choice(request, FORMAT, FORMATS)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        summary="Everything of one kind",
        description=(
            "The lines of `manage.py export`, as a stream: of one moment, in an order that stays. Articles come "
            "without their text. An export that fails midway ends with a line that says so (NDJSON: a problem with the "
            "status 500; CSV: a row of one cell), and the connection is cut before the end of the answer: what ended "
            "without an error of the connection, and with no such line, is whole."
        ),
        operation_id="exports_retrieve",
        parameters=[
            OpenApiParameter("kind", enum=sorted(KINDS), location=OpenApiParameter.PATH),
            AS_OF,
            OpenApiParameter(FORMAT, enum=tuple(FORMATS), description="Instead of an Accept header."),
        ],
        responses=answers(
            {(200, "application/x-ndjson"): OpenApiTypes.STR, (200, "text/csv"): OpenApiTypes.STR},
            (400, 401, 404, 406),
        ),
        auth=READERS,
    )
    def get(self, request, kind: str) -> StreamingHttpResponse:
        if kind not in KINDS:
            raise Http404(f"There is no export of {kind}: there is one of {', '.join(KINDS)}.")
        as_of, renderer = asked_day(request), request.accepted_renderer
        pieces: Iterable[bytes] = pieces_of(KINDS[kind], as_of, renderer.format, request.path)
        day = f"-{as_of}" if as_of else ""
        headers = {"Content-Disposition": f'attachment; filename="second-source-{kind}{day}.{renderer.format}"'}
        if _takes_gzip(request.headers.get("Accept-Encoding", "")):
            pieces, headers["Content-Encoding"] = compressed(pieces), GZIP
        media = f"{renderer.media_type}; charset={renderer.charset}"
        body = () if request.method == "HEAD" else pieces
        response = StreamingHttpResponse(body, content_type=media, headers=headers)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def pieces_of(kind: export.Kind, as_of: date | None, form: str, path: str) -> Iterator[bytes]:
    """The whole export, some hundred lines at a time. What breaks it off is raised, once its last line says so."""
    count = 0

    def counted() -> Iterator[Line]:
        nonlocal count
        for line in kind.stream(as_of):
            count += 1
            yield line

    try:
        with one_moment():
            for piece in FORMATS[form](counted(), kind.columns):
                yield piece.encode()
    except Exception:
        yield BROKEN_OFF[form](f"An error of ours: the export broke off after {count} lines.", path).encode()
        raise


def _problem_line(detail: str, path: str) -> str:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    told = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, "instance": path}
    return to_json(told | {"errors": []}) + "\n"


BROKEN_OFF: dict[str, Callable[[str, str], str]] = {
    "ndjson": _problem_line,
    "csv": lambda detail, path: f"{cell(detail)}\n",
}


def compressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same as gzip. Of what broke off all is handed on that there was, and the end is missing."""
    packer = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
    try:
        for piece in pieces:
            if packed := packer.compress(piece):
                yield packed
    except Exception:
        yield packer.flush(zlib.Z_SYNC_FLUSH)
        raise
    finally:
        pieces.close()
    yield packer.flush()


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding lets us send gzip."""
    for each in accepted.lower().split(","):
        name, _, weight = each.replace(" ", "").partition(";q=")
        if name == GZIP:
            return weight.strip("0.") != "" if weight else True
    return False
