"""Others' reviews handed in over the API by a fact-checker."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from corroboration import wakeup
from corroboration.api.base import BODY_BYTES, StrictView, TooLarge, answers
from corroboration.interchange.documents import Item, NoDocument, read_document
from corroboration.interchange.importing import MOST_REFUSALS, take_in
from corroboration.models import Decision

ANYTHING = {"description": "Any JSON: what is no review is told with its place."}


class DocumentParser(BaseParser):
    """A document of a bounded size, in any of the shapes that reviews come in. What holds none is a 400."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None) -> list[Item]:
        raw = stream.read(BODY_BYTES + 1)
        if len(raw) > BODY_BYTES:
            raise TooLarge
        try:
            return list(read_document(raw))
        except NoDocument as fault:
            raise ParseError(str(fault)) from None


class LinkedDataParser(DocumentParser):
    media_type = "application/ld+json"


class LinesParser(DocumentParser):
    media_type = "application/x-ndjson"


class RefusedSerializer(serializers.Serializer):
    position = serializers.CharField(help_text="Where it lies, such as dataFeedElement[3].item[0].")
    reason = serializers.CharField()


class ImportedSerializer(serializers.Serializer):
    """What became of the reviews. Their claims are looked for afterwards."""

    accepted = serializers.IntegerField()
    changed = serializers.IntegerField(help_text="Known, and other than before, which is kept.")
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    refused = RefusedSerializer(many=True, help_text=f"The first {MOST_REFUSALS:,} of the rejected, with the reason.")


class ReviewImports(StrictView):
    """Reviews of other fact-checkers."""

    queryset = Decision.objects.all()  # says whose permissions count: who decides may import
    parser_classes = [DocumentParser, LinkedDataParser, LinesParser]

    @extend_schema(
        summary="Import others' reviews",
        description=(
            "ClaimReview of other publishers: a DataFeed, a list, an object with `@graph`, a single object, or NDJSON. "
            "Read leniently; what can't be read is told with its place and stops nothing. Importing the same again "
            "changes nothing. Claims here that they may be about are suggested to fact-checkers; nothing is decided."
        ),
        operation_id="claim_reviews_import",
        request={
            "application/json": ANYTHING,
            "application/ld+json": ANYTHING,
            "application/x-ndjson": {"type": "string", "minLength": 1},
        },
        responses=answers({200: ImportedSerializer}, (400, 401, 403, 406, 413, 415)),
    )
    def post(self, request) -> Response:
        items: Any = request.data
        if not isinstance(items, list):  # no body, which no parser is asked for
            raise ParseError("nothing in it: expected JSON or NDJSON")
        report = take_in(items, by=request.user, now=timezone.now())
        if report.counts["accepted"] or report.counts["changed"]:
            wakeup.reviews()
        refused = [{"position": position, "reason": reason} for position, reason in report.refused]
        return Response(report.line() | {"refused": refused})
