"""What all resources of the API have in common: lists in pages, and single rows, whole or some of their fields."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from corroboration.api import fields
from corroboration.api.base import AS_OF, READERS, StrictView, answers
from corroboration.api.fields import Fields, asked_fields
from corroboration.pagination import KeysetPagination

Line = dict[str, Any]
Lines = list[Line]

READ, LIST = (401, 404, 406), (400, 401, 406)


def described(serializer, name: str, about: str, *, dated: bool = False):
    """The schema of a read-only resource: what its list and its single rows answer. dated: as of a day, too."""
    many, one = answers({200: serializer(many=True)}, LIST), answers({200: serializer}, (400, *READ))
    asked = [fields.parameter(serializer), *([AS_OF] if dated else [])]
    shared = {"description": about, "parameters": asked, "auth": READERS}
    return extend_schema_view(
        list=extend_schema(summary=f"List {name}s", responses=many, **shared),
        retrieve=extend_schema(summary=f"One {name}", responses=one, **shared),
    )


class ReadOnly(StrictView, GenericViewSet):
    """Lists in pages, and single rows. needed: by the name of a look-up the fields made of it."""

    pagination_class = KeysetPagination
    parameters = (fields.NAME,)
    needed: Mapping[str, Collection[str]] = {}

    def known_parameters(self) -> set[str]:
        """What is written is answered whole, and now."""
        known = super().known_parameters()
        return known - {*self.parameters} if self.request.method == "POST" else known

    @cached_property
    def fields(self) -> Fields:
        return asked_fields(self.request, self.serializer_class)

    def list(self, request, *args, **kwargs) -> Response:
        fields = self.fields
        rows = fields.spared(self.filter_queryset(self.get_queryset()), self.needed)
        lines = self.lines(self.paginate_queryset(rows))
        return self.get_paginated_response([fields.of(line) for line in lines])

    def retrieve(self, request, *args, **kwargs) -> Response:
        fields = self.fields
        return Response(fields.of(self.line(self.get_object())))

    def lines(self, rows: Sequence[Any]) -> Lines:
        return [self.serializer_class.line(row) for row in rows]

    def line(self, row: Any) -> Line:
        """One row by itself."""
        [line] = self.lines([row])
        return line
