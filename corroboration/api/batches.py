"""Articles over the API by the thousand: handed in together, each taken in or refused by itself."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView, get_object_or_404
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.settings import api_settings

from claims.models import Article
from corroboration import batches, filing, ingestion
from corroboration.access import MayHandIn
from corroboration.api import idempotency
from corroboration.api.base import BODY_BYTES, StrictView, TooLarge, answers
from corroboration.api.batch_serializers import (
    STATES,
    BatchItemSerializer,
    BatchSerializer,
    BatchSubmissionSerializer,
    item_line,
    status_line,
)
from corroboration.handed import Batch, BatchItem
from corroboration.ingestion import Rejected
from corroboration.pagination import KeysetPagination

NDJSON = "application/x-ndjson"
PIECE = 65_536  # bytes read at a time
ARTICLES = "articles"


class BatchJSONParser(idempotency.KeyedJSONParser):
    """A list, or an object with it, of the size of one article's body: what is larger is sent as NDJSON."""

    understood = staticmethod(ingestion.parse)


class NdjsonParser(BaseParser):
    """Lines, laid by in a file: what is read of them later is one line at a time."""

    media_type = NDJSON

    def parse(self, stream, media_type=None, parser_context=None) -> IO[bytes]:
        source, kept = idempotency.Hashed(stream), tempfile.TemporaryFile()  # noqa: SIM115 (the view closes it)
        try:
            _lay_by(source, kept)
        except BaseException:
            kept.close()
            raise
        parser_context["request"].body_hash = source.digest()
        return kept


def _lay_by(source: idempotency.Hashed, kept: IO[bytes]) -> None:
    size = lines = 0
    while piece := source.read(PIECE):
        size, lines = size + len(piece), lines + piece.count(b"\n")
        if size > batches.MOST_BYTES:
            raise TooLarge(f"The body is larger than {batches.MOST_BYTES:,} bytes.")
        if lines > batches.MOST_ITEMS:
            raise _too_many()
        kept.write(piece)
    kept.seek(0)


def _too_many() -> TooLarge:
    return TooLarge(f"More than {batches.MOST_ITEMS:,} articles at once.")


class OfBatches(StrictView):
    queryset = Article.objects.all()  # says whose permissions count
    permission_classes = [*api_settings.DEFAULT_PERMISSION_CLASSES, MayHandIn]


class Batches(OfBatches):
    parser_classes = [BatchJSONParser, NdjsonParser]

    @extend_schema(
        summary="Hand many articles in",
        description=(
            f"At most {batches.MOST_ITEMS:,} articles. As JSON, a list or an object with it, in a body of at most "
            f"{BODY_BYTES:,} bytes; as NDJSON, one a line, in at most {batches.MOST_BYTES:,}. Each is taken in or "
            "rejected by itself, and those that were taken in are stored when the answer comes; `status_url` shows how "
            "far their claims have come, until `done`."
        ),
        operation_id="articles_batches_create",
        parameters=[idempotency.KEY],
        request={"application/json": BatchSubmissionSerializer, NDJSON: {"type": "string"}},
        responses=answers({202: BatchSerializer}, (400, 401, 403, 406, 409, 413, 415, 422)),
    )
    def post(self, request) -> HttpResponse:
        try:
            return self._answer(request)
        finally:
            if hasattr(request.data, "close"):
                request.data.close()

    def _answer(self, request) -> HttpResponse:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            batch = None
            for piece in batches.pieces(_numbered(request.data)):
                with turn.writing():
                    now = timezone.now()
                    batch = batch or batches.begin(by=request.user, now=now)
                    batches.add(batch, piece, now=now)
            if batch is None:
                raise ValidationError({ARTICLES: "expected at least one article"})
            with turn.writing():
                now = timezone.now()
                batches.close(batch, now=now)
                told = status_line(batch, request.build_absolute_uri, now=now)
                return turn.kept(Response(told, status=202, headers={"Location": told["status_url"]}))


def _numbered(data: Any) -> Iterator[batches.Numbered]:
    """The articles of a body, by the number of their line or their place in the list."""
    if hasattr(data, "read"):
        for line in filing.lines_of("", data):
            yield line.number, _read(line)
        return
    listed = data.get(ARTICLES) if isinstance(data, dict) and data.keys() == {ARTICLES} else data
    if not isinstance(listed, list):
        raise ValidationError({ARTICLES: "expected a list of articles, or an object with nothing but that"})
    if len(listed) > batches.MOST_ITEMS:
        raise _too_many()
    for number, item in enumerate(listed, start=1):
        try:
            yield number, ingestion.object_of(item)
        except Rejected as rejected:
            yield number, rejected


def _read(line: filing.NumberedLine) -> Any:
    try:
        return ingestion.read_line(line)
    except Rejected as rejected:
        return rejected


class BatchView(OfBatches):
    @extend_schema(
        summary="What became of a batch",
        description=f"Kept {batches.KEPT.days} days. `done`: each of its articles has settled, failed or was rejected.",
        operation_id="articles_batches_retrieve",
        responses=answers({200: BatchSerializer}, (400, 401, 403, 404, 406)),
    )
    def get(self, request, public_id: str) -> Response:
        batch = get_object_or_404(Batch.objects.select_related("by"), public_id=public_id)
        return Response(status_line(batch, request.build_absolute_uri, now=timezone.now()))


class ItemFilter(filters.FilterSet):
    result = filters.ChoiceFilter(choices=BatchItem.Result.choices)
    state = filters.ChoiceFilter("at", choices=[(state, state) for state in STATES])


class BatchItems(OfBatches, ListAPIView):
    action = "list"
    pagination_class = KeysetPagination
    serializer_class = BatchItemSerializer
    filterset_class = ItemFilter

    @extend_schema(
        summary="What became of each article of a batch",
        description="In the order in which they were sent.",
        operation_id="articles_batches_items_list",
        responses=answers({200: BatchItemSerializer(many=True)}, (400, 401, 403, 404, 406)),
    )
    def get(self, request, public_id: str) -> Response:
        batch = get_object_or_404(Batch, public_id=public_id)
        page = self.paginate_queryset(self.filter_queryset(batches.items(batch)))
        return self.get_paginated_response([item_line(item, request.build_absolute_uri) for item in page])
