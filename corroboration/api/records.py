"""Track records and ledgers over the API: every number opens into the lines that made it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from corroboration import lines, records
from corroboration.api.base import AS_OF, READERS, StrictView, answers, asked_choice, asked_day
from corroboration.api.record_serializers import OpenedLineSerializer, TrackRecordSerializer
from corroboration.api.serializers import MergedSerializer
from corroboration.engine.topics import all_topics
from corroboration.formats import FORMATS
from corroboration.ledgers import Ledger, Wanted
from corroboration.models import Outcome
from corroboration.moved import answer_follows
from corroboration.pagination import CURSOR, SIZE, LedgerPagination
from corroboration.selectors.copying import copying_of
from sources.models import Source

T = TypeVar("T")
FORMAT = "format"
REFUSALS = (400, 401, 404, 406)
ROLE = OpenApiParameter("role", enum=records.ROLES, description="Only what it said in this role.")
TOPIC = OpenApiParameter("topic", enum=all_topics(), description="Only claims of this topic.")
KIND = OpenApiParameter("kind", enum=Outcome.Kind.values, description="Only checks of this kind.")

PICKED = (
    OpenApiParameter("date_from", OpenApiTypes.DATE, description="Only checks of this day or later."),
    OpenApiParameter("date_to", OpenApiTypes.DATE, description="Only checks of this day or earlier."),
    OpenApiParameter("checker", description="Only checks by this source, by its slug: as origin, denier or outlet."),
)

BRIEF = OpenApiParameter(
    "brief",
    enum=("true", "false"),
    description="The records alone, without ledger, topics and lead times.",
)


class CsvRenderer(JSONRenderer):
    """Says that CSV is spoken. Lines are streamed past it; what it renders itself are problems, which are JSON."""

    media_type, format, charset = "text/csv", "csv", "utf-8"


class NdjsonRenderer(JSONRenderer):
    """Says that NDJSON is spoken, likewise."""

    media_type, format, charset = "application/x-ndjson", "ndjson", "utf-8"


class RecordView(StrictView):
    """What is asked of one source's record."""

    queryset = Source.objects.all()  # says whose permissions count
    parameters: tuple[str, ...] = ("as_of", "role", "topic")

    def read(self, reading: Callable[..., T], slug: str) -> T:
        """What a read of a source's record gives for the day, role and topic asked for."""
        request = self.request
        role, topic = asked_choice(request, "role", records.ROLES), asked_choice(request, "topic", all_topics())
        try:
            return reading(slug, asked_day(request), role, topic)
        except Source.DoesNotExist:
            raise NotFound(f"No source has the slug {slug!r}.") from None


class TrackRecordView(RecordView):
    """A source's reliability in each role, and the first lines of the ledger behind it, now or as of a day.

    Always quick, however long the ledger is: what would take all of its lines has an address of its own.
    """

    parameters = (*RecordView.parameters, BRIEF.name)

    @extend_schema(
        summary="A source's track record",
        description=(
            "How reliable a source is in each of its roles, with a 90 % interval, how that follows, its records by "
            "topic, and the first 100 lines of the ledger of checks behind it. `ledger_complete` says whether these "
            "are all; `ledger_url` is where the whole ledger is, in pages. `lead_time` is null where the ledger is "
            "long: `lead_times_url` has it."
        ),
        operation_id="sources_track_record_retrieve",
        parameters=[AS_OF, ROLE, TOPIC, BRIEF],
        responses=answers({200: TrackRecordSerializer, 302: MergedSerializer}, REFUSALS),
        auth=READERS,
    )
    @answer_follows
    def get(self, request, slug: str) -> Response:
        brief = asked_choice(request, BRIEF.name, ("true", "false")) == "true"
        found = self.read(records.brief if brief else records.answered, slug)
        asked = {name: value for name, value in request.query_params.items() if name != BRIEF.name}
        elsewhere = () if brief else ("ledger", "lead_times")
        links = {f"{name}_url": _address(request, name, slug, asked) for name in elsewhere}
        shared = [asdict(each) for each in copying_of(slug, asked_day(request)) if found["role"] in (None, each.role)]
        return Response(found | links | {"copies": shared})


def _address(request, name: str, slug: str, asked: Mapping[str, str]) -> str:
    """Where more of a record is found, narrowed as it was."""
    address = request.build_absolute_uri(reverse(f"api-{name.replace('_', '-')}", args=[slug]))
    return f"{address}?{urlencode(asked)}" if asked else address


class LedgerView(RecordView):
    """The lines behind a track record, each with its claims, their relation and the evidence of independence.

    In pages as JSON; whole, as a stream, where CSV or NDJSON is asked for. A page costs the same however long the
    ledger is.
    """

    parameters = (*RecordView.parameters, "kind", *(each.name for each in PICKED), FORMAT, CURSOR, SIZE)
    renderer_classes = [JSONRenderer, CsvRenderer, NdjsonRenderer]

    def initial(self, request, *args, **kwargs) -> None:
        asked_choice(request, FORMAT, [renderer.format for renderer in self.renderer_classes])
        super().initial(request, *args, **kwargs)

    @extend_schema(
        summary="A source's ledger",
        operation_id="sources_ledger_list",
        parameters=[
            *(AS_OF, ROLE, TOPIC, KIND, *PICKED),
            OpenApiParameter(FORMAT, enum=("json", *FORMATS), description="Instead of an Accept header."),
            *LedgerPagination.parameters(),
        ],
        responses=answers(
            {
                (200, "application/json"): LedgerPagination.page_of(OpenedLineSerializer),
                (200, "text/csv"): OpenApiTypes.STR,
                (200, "application/x-ndjson"): OpenApiTypes.STR,
                302: MergedSerializer,
            },
            REFUSALS,
        ),
        auth=READERS,
    )
    @answer_follows
    def get(self, request, slug: str) -> Response | StreamingHttpResponse:
        ledger = self.read(self._wanted, slug)
        renderer = request.accepted_renderer
        if renderer.format in FORMATS:
            opened = lines.opened_ledger(line for _, line in ledger.walk())
            pieces: Iterator[str] = FORMATS[renderer.format](opened, lines.LEDGER)
            media = f"{renderer.media_type}; charset={renderer.charset}"
            name = f"{slug.replace('/', '-')}-ledger.{renderer.format}"
            return StreamingHttpResponse(
                pieces, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
            )
        pages = LedgerPagination()
        page = pages.paginate_queryset(ledger, request)
        return pages.get_paginated_response(list(lines.opened_ledger(page)))

    def _wanted(self, slug: str, as_of: date | None, role: str, topic: str) -> Ledger:
        kind = asked_choice(self.request, "kind", Outcome.Kind.values)
        days = asked_day(self.request, "date_from"), asked_day(self.request, "date_to")
        checker = self.request.query_params.get("checker", "")
        return records.ledger(slug, as_of, Wanted(role, kind, topic, *days, checker))
