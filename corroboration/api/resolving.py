"""Sources found by any name or web address, over the API, with how sure that is."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from corroboration.api.base import READERS, StrictView, answers
from corroboration.selectors import resolution
from sources.engine.resolving import By, Candidate, address_of
from sources.models import Source

LONGEST_NAME, LONGEST_URL = 300, 2000
NAME = OpenApiParameter("name", {"type": "string", "maxLength": LONGEST_NAME}, description="Any name of a source.")
URL = OpenApiParameter(
    "url",
    {"type": "string", "maxLength": LONGEST_URL},
    description="A web address: of a page, a site or an account. The scheme may be missing.",
)


class ResolvedSourceSerializer(serializers.Serializer):
    """Who is meant. What else is known of it is at its own address."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Source.Kind.choices)


class CandidateSerializer(serializers.Serializer):
    """A source that may be meant."""

    source = ResolvedSourceSerializer()
    sure = serializers.FloatField(min_value=0, max_value=1, help_text="How sure that is.")
    by = serializers.ChoiceField([each.value for each in By], help_text="What it was found by.")
    found = serializers.CharField(help_text="The name or address by which it was found.")


class ResolutionSerializer(serializers.Serializer):
    """Which source is meant, and which others may be."""

    source = ResolvedSourceSerializer(allow_null=True, help_text="null: it isn't clear who is meant, or nobody is.")
    sure = serializers.FloatField(allow_null=True, min_value=0, max_value=1)
    candidates = CandidateSerializer(many=True, help_text="The surest first, at most 10.")


class ResolveView(StrictView):
    """Which source a name or a web address means."""

    queryset = Source.objects.all()  # says whose permissions count
    parameters = (NAME.name, URL.name)

    @extend_schema(
        summary="The source of a name or address",
        description=(
            "Finds a source by its slug, a name, an alias, another spelling of one, or by an address on its site. A "
            "wrong answer would be worse than none: `source` is null where two candidates come near each other, and "
            "where a name is only like a known one. On hosts that many publish on, such as social networks, only the "
            "account tells. Either `name` or `url` must be given."
        ),
        operation_id="sources_resolve_retrieve",
        parameters=[NAME, URL],
        responses=answers({200: ResolutionSerializer}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> Response:
        name, url = (request.query_params.get(each) for each in self.parameters)
        if (name is None) == (url is None):
            raise ValidationError({NAME.name: f"expected either {NAME.name} or {URL.name}"})
        found = _by_name(name) if name is not None else _by_url(url)
        told = [candidate_line(candidate, row) for candidate, row in found.candidates]
        clear = next(
            (line for line, (each, _) in zip(told, found.candidates, strict=True) if each == found.clear), None
        )
        return Response(
            {"source": clear and clear["source"], "sure": clear and clear["sure"], "candidates": told},
        )


def _by_name(name: str) -> resolution.Resolution:
    if len(name) > LONGEST_NAME:
        raise ValidationError({NAME.name: f"expected at most {LONGEST_NAME} characters"})
    return resolution.named(name)


def _by_url(url: str) -> resolution.Resolution:
    address = address_of(url) if len(url) <= LONGEST_URL else None
    if address is None:
        raise ValidationError({URL.name: f"no web address of at most {LONGEST_URL} characters"})
    return resolution.at(address)


def candidate_line(candidate: Candidate, row: Source) -> dict[str, Any]:
    source = {"slug": row.slug, "name": row.name, "kind": str(row.kind)}
    return {"source": source, "sure": candidate.sure, "by": candidate.by.value, "found": candidate.found}
