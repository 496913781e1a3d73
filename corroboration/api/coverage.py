"""When an outlet couldn't be heard, over the API: silence then is no evidence."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from corroboration.api.base import READERS, StrictView, answers
from corroboration.api.coverage_serializers import CoverageGapSerializer
from corroboration.api.serializers import MergedSerializer
from corroboration.lines import moment
from corroboration.models import CoverageGap
from corroboration.moved import answer_follows
from corroboration.pagination import CURSOR, SIZE, KeysetPagination
from corroboration.selectors.coverage import gaps_of
from sources.models import Source
from sources.selectors import counted_as


def gap_line(gap: CoverageGap) -> dict[str, object]:
    return {
        "since": moment(gap.since),
        "until": moment(gap.until),
        "reason": gap.reason,
        "made_up": gap.made_up,
        "feed": gap.feed.url if gap.feed else None,
        "stand_in": gap.stand_in.url if gap.stand_in else None,
    }


class CoverageView(StrictView):
    """The times in which an outlet's feeds failed or weren't polled, the latest first."""

    queryset = Source.objects.all()  # says whose permissions count
    parameters = (CURSOR, SIZE)

    @extend_schema(
        summary="When an outlet couldn't be heard",
        description=(
            "Times in which a feed of this outlet failed, was paused or wasn't polled, the latest first. What it "
            "published then may be missing here, so its silence about an event of those days says nothing; unless the "
            "gap was `made_up` for later, or another feed was its `stand_in`. An outlet without feeds has none."
        ),
        operation_id="sources_coverage_list",
        parameters=KeysetPagination.parameters(),
        responses=answers(
            {200: KeysetPagination.page_of(CoverageGapSerializer), 302: MergedSerializer}, (400, 401, 404, 406)
        ),
        auth=READERS,
    )
    @answer_follows
    def get(self, request, slug: str) -> Response:
        source = Source.objects.filter(slug=slug).first()
        if source is None:
            raise NotFound(f"No source has the slug {slug!r}.")
        pages = KeysetPagination()
        page = pages.paginate_queryset(gaps_of(counted_as(source)).select_related("feed", "stand_in"), request)
        return pages.get_paginated_response([gap_line(gap) for gap in page])
