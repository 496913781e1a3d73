"""Resources that are scored, now or as they stood at the end of a day: `?as_of=`.

Of a day, a page costs the clusters of its rows. What these were judged to be then is known only when they have been
worked out; so filters by judgement are then applied to each page, which may hold fewer rows than were asked for, even
none, while `next` leads on.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django_filters.utils import translate_validation
from rest_framework.response import Response

from corroboration.api.base import asked_day
from corroboration.api.lists import Line, Lines, ReadOnly
from corroboration.arrivals import recomputed
from corroboration.as_of import Day
from corroboration.filters import Dated as DatedFilter
from corroboration.merged_pages import DatedPagination, Merged

AS_OF_NOTE = (
    " With `as_of`, filters by what was judged are applied to each page after it is read: a page may then hold fewer "
    "results, even none, while `next` leads on."
)


class Dated(ReadOnly):
    """A resource that can be asked for as of a day."""

    pagination_class = DatedPagination
    parameters = (*ReadOnly.parameters, "as_of")

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        request.day = self.day  # filters go by it, too

    @cached_property
    def day(self) -> Day | None:
        asked = asked_day(self.request)
        return Day(asked) if asked else None

    def list(self, request, *args, **kwargs) -> Response:
        if self.day is None:
            return super().list(request, *args, **kwargs)
        fields = self.fields
        asked = self.filterset_class(request.query_params, queryset=self.get_queryset(), request=request)
        if not asked.is_valid():
            raise translate_validation(asked.errors)
        self.dated_page(self.day)
        page = self.paginate_queryset(self.stood(self.day, asked))
        lines = self.lines_then(self.day, page, asked)
        return self.get_paginated_response([fields.of(line) for line in lines])

    def dated_page(self, day: Day) -> None:
        """Have the answer say of which day it is."""
        self.paginator.day, self.paginator.recomputed = day.date, recomputed(day.date)

    def retrieve(self, request, *args, **kwargs) -> Response:
        if self.day is None:
            return super().retrieve(request, *args, **kwargs)
        fields = self.fields
        line = self.line_then(self.day)
        if line is None:
            raise Http404
        line["as_of"] = self.day.date.isoformat()
        if "recomputed" in fields:
            line["recomputed"] = recomputed(self.day.date)
        return Response(fields.of(line))

    def stood(self, day: Day, asked: DatedFilter) -> Any:
        """The rows of a list that stood then, in its order."""
        raise NotImplementedError

    def lines_then(self, day: Day, page: Sequence[Any], asked: DatedFilter) -> Lines:
        """The lines of a page as they stood, without those that the filters leave out."""
        raise NotImplementedError

    def line_then(self, day: Day) -> Line | None:
        """The one row that the address names; None where it did not stand."""
        raise NotImplementedError


__all__ = ["AS_OF_NOTE", "Dated", "Merged"]
