"""Sources beside each other, over the API: who reports before whom, and whom the evidence tells apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from corroboration import records
from corroboration.api.base import AS_OF, READERS, StrictView, answers, asked_choice, asked_day
from corroboration.api.beside_serializers import ComparisonSerializer, LeadTimesSerializer
from corroboration.api.records import REFUSALS, ROLE, TOPIC, RecordView
from corroboration.api.serializers import MergedSerializer
from corroboration.arrivals import recomputed
from corroboration.engine.topics import all_topics
from corroboration.leads import leads
from corroboration.moved import answer_follows
from corroboration.selectors.compare import Comparison, comparison
from sources.models import Source

FEWEST, MOST = 2, 5  # sources compared
SLUG = {"type": "string", "pattern": "^[a-z0-9/-]+$"}
SOURCES = OpenApiParameter(
    "sources",
    {"type": "array", "items": SLUG, "minItems": FEWEST, "maxItems": MOST, "uniqueItems": True},
    required=True,
    style="form",
    explode=False,
    description="Slugs, joined by commas: two to five.",
)


class LeadTimesView(RecordView):
    """Who reports before whom: a source's lead times in each role, and beside each source that told the same."""

    @extend_schema(
        summary="A source's lead times",
        description=(
            "How often a source was first with what an independent origin told as well, how long before, and before "
            "or after which sources. Whoever merely repeats another is no such origin. Where only the day of either "
            "publication is known, days are compared, and a tie earns nothing."
        ),
        operation_id="sources_lead_times_retrieve",
        parameters=[AS_OF, ROLE, TOPIC],
        responses=answers({200: LeadTimesSerializer, 302: MergedSerializer}, REFUSALS),
        auth=READERS,
    )
    @answer_follows
    def get(self, request, slug: str) -> Response:
        return Response(self.read(leads, slug))


class CompareView(StrictView):
    """Two to five sources side by side, in one role."""

    queryset = Source.objects.all()  # says whose permissions count
    parameters = (SOURCES.name, "as_of", "role", "topic")

    @extend_schema(
        summary="Sources side by side",
        description=(
            "The records of two to five sources in one role, whether their intervals tell them apart, and how often "
            "each bore out or contradicted another."
        ),
        operation_id="sources_compare_retrieve",
        parameters=[SOURCES, AS_OF, ROLE, TOPIC],
        responses=answers({200: ComparisonSerializer}, (400, 401, 406)),
        auth=READERS,
    )
    def get(self, request) -> Response:
        slugs = _slugs(request.query_params.get(SOURCES.name, ""))
        role, topic = asked_choice(request, "role", records.ROLES), asked_choice(request, "topic", all_topics())
        as_of = asked_day(request)
        found = comparison(slugs, role, as_of, topic=topic, most=MOST, drawn=False)
        if found.unknown:
            raise ValidationError({SOURCES.name: f"no source has the slug {found.unknown[0][:100]!r}"})
        day = {"as_of": as_of, "recomputed": recomputed(as_of) if as_of else [], "topic": topic or None}
        return Response(day | _line(found))


def _slugs(text: str) -> list[str]:
    slugs = [slug.strip() for slug in text.split(",")]
    if not all(slugs) or not FEWEST <= len(set(slugs)) == len(slugs) <= MOST:
        expected = f"expected {FEWEST} to {MOST} different slugs, joined by commas"
        raise ValidationError({SOURCES.name: expected})
    return slugs


def _line(found: Comparison) -> dict[str, Any]:
    return {
        "role": found.role,
        "roles": [role for role, _ in found.roles],
        "sources": [
            {
                "source": side.source.slug,
                "name": side.source.name,
                "record": side.figures and _figures(side.figures),
                "met": [{"source": met.by.slug, "agreed": met.agreed, "opposed": met.opposed} for met in side.met],
            }
            for side in found.sides
        ],
        "topics": [{"topic": topic, "records": _of_sources(found, mine)} for topic, mine in found.topics],
        "told": found.told,
        "withheld": [source.slug for source in found.withheld],
    }


def _of_sources(found: Comparison, mine: Sequence[Mapping[str, Any] | None]) -> list[dict[str, Any]]:
    sides = zip(found.slugs, mine, strict=True)
    return [{"source": slug} | _figures(record) for slug, record in sides if record]


def _figures(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "topic"}
