"""Pages by their address over the API: asked for, and how each goes; and what became of an article's texts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from corroboration import retrieval
from corroboration.access import MayHandIn, MayRead
from corroboration.api import idempotency
from corroboration.api.base import READERS, NotToBeTaken, StrictView, answers
from corroboration.api.strict import Strict, Text
from corroboration.fetching import dates
from corroboration.fetching.rows import URL_LENGTH, Retrieval
from corroboration.fetching.web import Unfetchable
from corroboration.selectors import edits
from corroboration.selectors import retrievals as reads

STATES = ("waiting", "unclear", "processing", "settled", "failed")


class RetrievalSubmissionSerializer(Strict):
    """A page, and what is known of it that it may not say itself."""

    url = Text(max_length=URL_LENGTH, help_text="Of the page: http or https, at a public address.")
    outlet = Text(
        max_length=300, required=False, help_text="Name or slug. Left out: the outlet on whose site the page is."
    )
    published_at = Text(
        max_length=40, required=False, help_text="ISO 8601. Left out: what the page says. Given, it goes before that."
    )

    def validate_published_at(self, value: str) -> str:
        if dates.read(value, "request", now=timezone.now()) is None:
            raise ValidationError("expected an ISO 8601 date or moment, not in the future")
        return value


class FoundSerializer(serializers.Serializer):
    title = serializers.CharField()
    outlet = serializers.CharField(help_text="Empty: not known.")
    proposed_outlet = serializers.CharField(help_text="What the page calls its site.")
    published_at = serializers.CharField(help_text="Empty: the page doesn't say, or says several things.")
    language = serializers.CharField()
    url = serializers.CharField(help_text="The address it gives for itself, as far as that can be believed.")
    notes = serializers.ListField(child=serializers.CharField())


class RetrievalSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Empty: a page handed in without its address.")
    state = serializers.ChoiceField(
        STATES,
        help_text=(
            "waiting: for its turn at its host. unclear: a person has to say whose it is, or of when. processing: it "
            "is an article whose claims are being read. settled, failed: the ends."
        ),
    )
    reason = serializers.CharField(help_text="Why it failed, waits for a person, or is tried again.")
    attempts = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    next_attempt_at = serializers.DateTimeField(allow_null=True, help_text="Not to be tried before.")
    found = FoundSerializer(allow_null=True, help_text="What was read of the page.")
    article = serializers.CharField(allow_null=True, help_text="The id of the article that it is.")
    article_url = serializers.URLField(allow_null=True)


class UpdatedSerializer(serializers.Serializer):
    claim = serializers.CharField()
    by = serializers.CharField(help_text="The claim that is the newer answer.")


class TextSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Of the text: what articles are listed and read by.")
    told_at = serializers.DateTimeField(help_text="When it came out.")
    revised_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField()
    state = serializers.CharField()
    replaced_by = serializers.CharField(allow_null=True)
    noted = serializers.BooleanField(
        allow_null=True, help_text="Whether it tells its readers that it was changed. null: it is no changed text."
    )
    added = serializers.ListField(child=serializers.CharField(), help_text="Claims that it is the first to make.")
    dropped = serializers.ListField(child=serializers.CharField(), help_text="Claims that it makes no longer.")
    updated = UpdatedSerializer(many=True)


class TextsSerializer(serializers.Serializer):
    texts = TextSerializer(many=True)


class Retrievals(StrictView):
    permission_classes = [MayHandIn]
    parser_classes = [idempotency.KeyedJSONParser]

    @extend_schema(
        summary="Have a page fetched and taken in",
        description=(
            "The page is fetched in its turn, politely, and taken in as an article of its outlet; `Location` shows how "
            "it goes. One that is waited for already isn't asked for twice."
        ),
        operation_id="retrievals_create",
        parameters=[idempotency.KEY],
        request=RetrievalSubmissionSerializer,
        responses=answers({202: RetrievalSerializer}, (400, 401, 403, 406, 409, 413, 415, 422)),
    )
    def post(self, request) -> HttpResponse:
        with idempotency.turn(request) as turn:
            if turn.answered is not None:
                return turn.answered
            form = RetrievalSubmissionSerializer(data=request.data)
            form.is_valid(raise_exception=True)
            given = form.validated_data
            hints = {"published_at": given.get("published_at", "")}
            said = {"outlet": given.get("outlet", ""), "by": request.user, "hints": hints}
            url = _fetchable(given["url"])
            with turn.writing():
                row = retrieval.ask(url, now=timezone.now(), **said)
                address = _address(request, "api-retrieval", row.public_id)
                return turn.kept(Response(_line(request, row), status=202, headers={"Location": address}))


class RetrievalView(StrictView):
    permission_classes = [MayHandIn]

    @extend_schema(
        summary="How a page that was asked for goes",
        operation_id="retrievals_retrieve",
        responses=answers({200: RetrievalSerializer}, (400, 401, 403, 404, 406)),
    )
    def get(self, request, public_id: UUID) -> Response:
        row = reads.one(public_id)
        if row is None:
            raise Http404
        return Response(_line(request, row))


class TextsView(StrictView):
    permission_classes = [MayRead]

    @extend_schema(
        summary="The texts of an article",
        description=(
            "Every text that its outlet published under one id, in their order, with the claims that each was the "
            "first to make and those it makes no longer. An edit of which readers weren't told has `noted: false`."
        ),
        operation_id="article_texts_retrieve",
        auth=READERS,
        responses=answers({200: TextsSerializer}, (400, 401, 404, 406)),
    )
    def get(self, request, public_id: str) -> Response:
        texts = edits.texts(public_id)
        if texts is None:
            raise Http404
        return Response(TextsSerializer({"texts": texts}).data)


def _fetchable(url: str) -> str:
    try:
        return retrieval.checked(url)
    except Unfetchable as refusal:
        raise NotToBeTaken({"url": str(refusal)}) from None


def _line(request, row: Retrieval) -> dict[str, Any]:
    word, reason = reads.progress(row)
    article = row.article.public_id if row.article else None
    found = row.found if "title" in row.found else None
    line = {
        "id": row.public_id,
        "url": row.url,
        "state": word,
        "reason": reason,
        "attempts": row.attempts,
        "asked_at": row.asked_at,
        "next_attempt_at": row.next_attempt_at if word == "waiting" else None,
        "found": found,
        "article": article,
        "article_url": _address(request, "api-article", article) if article else None,
    }
    return RetrievalSerializer(line).data


def _address(request, name: str, key: object) -> str:
    return request.build_absolute_uri(reverse(name, args=[key]))
