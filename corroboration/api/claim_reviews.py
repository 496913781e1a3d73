"""Verdicts for other fact-checkers' programs: as ClaimReview, in pages and as one feed."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.http import HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from corroboration.api.base import READERS, StrictView, answers
from corroboration.api.versions import has_already
from corroboration.interchange import feed
from corroboration.interchange.claim_review import claim_review
from corroboration.interchange.reviewed import reviewed
from corroboration.interchange.site import site
from corroboration.interchange.verdicts import Given, everything
from corroboration.models import Decision
from corroboration.one_moment import of_one_moment
from corroboration.pagination import CURSOR, SIZE, KeysetPagination

LINKED = "application/ld+json"
ONE_FORMAT = OpenApiParameter("format", exclude=True)  # both forms are one, by the Accept header


class LinkedDataRenderer(JSONRenderer):
    """The same bytes for those who ask for JSON-LD by its name."""

    media_type, format, charset = LINKED, "jsonld", "utf-8"


class ClaimReviewSerializer(serializers.Serializer):
    """One verdict on one claim, in the terms of schema.org."""

    def get_fields(self):
        """Names with an @ are no words of Python's."""
        text = serializers.CharField
        return {
            "@context": text(),
            "@type": text(help_text="ClaimReview."),
            "url": serializers.URLField(help_text="The claim on our page."),
            "identifier": text(help_text="Id of the decision."),
            "claimReviewed": text(max_length=74),
            "datePublished": serializers.DateField(help_text="Of the first verdict on the claim that still stands."),
            "dateModified": serializers.DateTimeField(help_text="When what is held of the claim last changed."),
            "author": serializers.DictField(help_text="Who runs this instance."),
            "reviewRating": serializers.DictField(help_text="From 1, false, to 5, true; without a number: unproven."),
            "itemReviewed": serializers.DictField(help_text="The claim: whose it is, and where it appeared."),
            "citation": serializers.ListField(child=text(), required=False, help_text="Evidence: addresses."),
            "sdLicense": text(required=False),
        }


class ReviewPagination(KeysetPagination):
    """Pages of verdicts, the latest first."""

    def _order(self, queryset: Any) -> Sequence[str]:
        return ("-decided_at", "-decision", "claim")

    def _rows(self, queryset: Any, backwards: bool, position: list[Any], count: int) -> list[Given]:
        return list(islice(everything(position, backwards=backwards), count))

    def _position(self, row: Given) -> list[Any]:
        return list(row.place)


PAGE = ReviewPagination.page_of(ClaimReviewSerializer)


class ClaimReviews(StrictView):
    """The verdicts in force, the latest first."""

    queryset = Decision.objects.all()  # says whose permissions count
    renderer_classes = [JSONRenderer, LinkedDataRenderer]
    parameters = (CURSOR, SIZE)

    @extend_schema(
        summary="List verdicts as ClaimReview",
        description=(
            "Each verdict in force as schema.org's ClaimReview, with the claim's origin as its first appearance and "
            "those who carried it from there as further ones. Private persons and unnamed sources are described, not "
            "named. A verdict that was undone is none."
        ),
        operation_id="claim_reviews_list",
        parameters=[*ReviewPagination.parameters(), ONE_FORMAT],
        responses=answers(
            {(200, "application/json"): PAGE, (200, LINKED): PAGE},
            (400, 401, 406),
        ),
        auth=READERS,
    )
    def get(self, request) -> Response:
        pages = ReviewPagination()
        found = reviewed(pages.paginate_queryset(None, request))
        return pages.get_paginated_response([claim_review(each, site(request)) for each in found])


class ClaimReviewFeed(StrictView):
    """The same as one document."""

    queryset = Decision.objects.all()  # says whose permissions count
    renderer_classes = [JSONRenderer, LinkedDataRenderer]

    @extend_schema(
        summary="All verdicts as a Data Commons feed",
        parameters=[ONE_FORMAT],
        description="A DataFeed with one ClaimReview an element, streamed. Ask again with the ETag in If-None-Match.",
        operation_id="claim_reviews_feed",
        responses=answers({(200, "application/json"): dict, (200, LINKED): dict}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> HttpResponseBase:
        here, media = site(request), request.accepted_renderer.media_type
        etag = f'W/"{feed.state(here)}"'
        if has_already(request, etag):
            return HttpResponseNotModified(headers={"ETag": etag})
        body = () if request.method == "HEAD" else of_one_moment(feed.feed(here))
        return StreamingHttpResponse(body, content_type=f"{media}; charset=utf-8", headers={"ETag": etag})
