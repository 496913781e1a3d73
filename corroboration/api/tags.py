"""`?tags=admiralty`: sources and claims with the tags that MISP and its like put on what they take in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from corroboration.api.base import asked_choice
from corroboration.interchange.admiralty import claim_tag, source_tag
from corroboration.interchange.stix import main_letter
from sources.models import Source, TrackRecord

TAGS, ADMIRALTY = "tags", "admiralty"
ASKED = OpenApiParameter(
    TAGS,
    enum=(ADMIRALTY,),
    description=(
        'With each result a list `tags`, such as `admiralty-scale:source-reliability="b"` (an outlet\'s in its own '
        'voice, anybody else\'s as quoted; none of a private person) or `admiralty-scale:information-credibility="2"`. '
        "F and 6 say that it can't be judged."
    ),
)
described = extend_schema_view(list=extend_schema(parameters=[ASKED]), retrieve=extend_schema(parameters=[ASKED]))


class Tagged:
    """A resource whose results can have tags. tagged_by: the field that they are made of."""

    tagged_by = ""

    def known_parameters(self) -> set[str]:
        return {*super().known_parameters(), TAGS}

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        self.tagged = asked_choice(request, TAGS, (ADMIRALTY,)) == ADMIRALTY
        if self.tagged and self.tagged_by not in self.fields:
            raise ValidationError({TAGS: f"needs the field {self.tagged_by}: ask for it, too"})

    def finalize_response(self, request, response, *args, **kwargs) -> HttpResponseBase:
        if getattr(self, "tagged", False) and isinstance(response, Response) and response.status_code == 200:
            data = response.data
            lines = data.get("results", [data])
            for line, tags in zip(lines, self.tags(lines), strict=True):
                line[TAGS] = tags
        return super().finalize_response(request, response, *args, **kwargs)

    def tags(self, lines: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        """Those of each of these results."""
        raise NotImplementedError


class TaggedSources(Tagged):
    tagged_by = "slug"

    def tags(self, lines: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        slugs = [line["slug"] for line in lines]
        records: dict[str, list[dict[str, str]]] = defaultdict(list)
        rows = TrackRecord.objects.filter(source__slug__in=slugs).order_by("role")
        for slug, role, letter in rows.values_list("source__slug", "role", "letter"):
            records[slug].append({"role": role, "letter": letter})
        known = {source.slug: source for source in Source.objects.filter(slug__in=slugs)}
        return [
            [] if known[slug].withheld else [source_tag(main_letter(known[slug].kind, records[slug]))] for slug in slugs
        ]


class TaggedClaims(Tagged):
    tagged_by = "admiralty"

    def tags(self, lines: Sequence[Mapping[str, Any]]) -> list[list[str]]:
        return [[claim_tag(line["admiralty"])] for line in lines]
