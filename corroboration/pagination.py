"""Pages by position, not by number: the next one starts after the last row seen, however many rows were added since."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

PAGE_SIZE, LARGEST_PAGE = 50, 200
CURSOR, SIZE = "cursor", "page_size"


class KeysetPagination(BasePagination):
    """Pages of a queryset whose order_by names fields (with or without "-") that are unique together.

    DRF's own CursorPagination compares one field and counts the rows that tie in it, up to a thousand: too few for
    articles of which only the day is known. The cursor is signed, so that what comes back is what was handed out.
    """

    def paginate_queryset(self, queryset: QuerySet, request, view=None) -> list[Model]:
        self.address = request.build_absolute_uri()
        self.order = self._order(queryset)
        size = page_size(request.query_params.get(SIZE))
        backwards, position = self._decode(request.query_params.get(CURSOR))
        rows = self._rows(queryset, backwards, position, size + 1)
        more, page = len(rows) > size, rows[:size]
        if backwards:
            page.reverse()
        self.next = self._link(page, -1, backwards=False) if more or backwards else None
        self.previous = self._link(page, 0, backwards=True) if (more if backwards else position) else None
        return page

    def _order(self, queryset: QuerySet) -> Sequence[str]:
        return queryset.query.order_by

    def _rows(self, queryset: QuerySet, backwards: bool, position: list[Any], count: int) -> list[Model]:
        """The next rows behind a position, or before it, the nearest first."""
        order = [turned(name) for name in self.order] if backwards else self.order
        if position:
            queryset = queryset.filter(after(order, position))
        return list(queryset.order_by(*order)[:count])

    def get_paginated_response(self, data: list) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def _link(self, page: list[Model], index: int, *, backwards: bool) -> str | None:
        if not page:
            return None
        cursor = self._signer().sign_object([backwards, *self._position(page[index])])
        return replace_query_param(self.address, CURSOR, cursor)

    def _position(self, row: Any) -> list[Any]:
        return [value_of(row, name) for name in self.order]

    def _decode(self, cursor: str | None) -> tuple[bool, list[Any]]:
        if cursor is None:
            return False, []
        try:
            backwards, *position = self._signer().unsign_object(cursor)
        except BadSignature:
            raise ValidationError({CURSOR: "not a cursor of this list: take one from `next` or `previous`"}) from None
        return backwards, position

    def _signer(self) -> Signer:
        return Signer(salt="cursor:" + ",".join(self.order))  # a cursor of another list, or another order, fits not

    def get_schema_operation_parameters(self, view) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        return [
            _parameter(CURSOR, "Where a page starts: taken from `next` or `previous`.", {"type": "string"}),
            _parameter(SIZE, "Results on a page.", size),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}

    @classmethod
    def parameters(cls) -> list[OpenApiParameter]:
        """Those of its pages, for the schema of a view that has other answers too."""
        given = cls().get_schema_operation_parameters(None)
        return [OpenApiParameter(p["name"], p["schema"], description=p["description"]) for p in given]

    @classmethod
    def page_of(cls, row: type[serializers.Serializer]) -> serializers.Serializer:
        """The shape of a page, for the same."""
        link = {"allow_null": True, "required": True}
        fields = {"next": serializers.URLField(**link), "previous": serializers.URLField(**link)}
        return inline_serializer(
            f"Paginated{row.__name__.removesuffix('Serializer')}", fields | {"results": row(many=True)}
        )


class RankedPagination(KeysetPagination):
    """Pages of a list that every request ranks anew, best first. Its rows have a score and an id."""

    def _order(self, ranked: Sequence[Any]) -> Sequence[str]:
        return ("-score", "id")

    def _rows(self, ranked: Sequence[Any], backwards: bool, position: list[Any], count: int) -> list[Any]:
        places = [((-row.score, row.id), row) for row in ranked]
        if position:
            here = (-position[0], position[1])
            places = [(place, row) for place, row in places if (place < here if backwards else place > here)]
        rows = [row for _, row in places]
        return (rows[::-1] if backwards else rows)[:count]


class Walked(Protocol):
    """A list that is read from a place on, a piece at a time, each row with its place."""

    def walk(
        self, start: tuple[Any, ...], *, backwards: bool, piece: int
    ) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]: ...


class LedgerPagination(KeysetPagination):
    """Pages of a ledger's lines, by role, in each the latest first. No more of them is read than a page shows."""

    def _order(self, ledger: Walked) -> Sequence[str]:
        return ("role", "-date", "claim", "partner", "kind", "number")

    def _rows(self, ledger: Walked, backwards: bool, position: list[Any], count: int) -> list[dict[str, Any]]:
        found = list(islice(ledger.walk(tuple(position), backwards=backwards, piece=count), count))
        self.places = {id(line): place for place, line in found}
        return [line for _, line in found]

    def _position(self, row: dict[str, Any]) -> list[Any]:
        return list(self.places[id(row)])


def page_size(text: str | None) -> int:
    if text is None:
        return PAGE_SIZE
    size = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE)) else 0
    if not 1 <= size <= LARGEST_PAGE:
        raise ValidationError({SIZE: f"expected a whole number from 1 to {LARGEST_PAGE}"})
    return size


def turned(name: str) -> str:
    """A field of an order, the other way round."""
    return name[1:] if name.startswith("-") else f"-{name}"


def after(order: list[str], position: list[Any]) -> Q:
    """Rows beyond a position: larger in the first field, or equal in it and larger in the second, and so on."""
    beyond, equal = Q(), {}
    for name, value in zip(order, position, strict=True):
        field, step = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        beyond |= Q(**equal, **{f"{field}__{step}": value})
        equal[field] = value
    first, step = order[0].removeprefix("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{step}": position[0]}) & beyond  # the first bound is implied; it lets an index be used


def value_of(row: Model, name: str) -> Any:
    """What a row has in a field of an order, as a cursor holds it."""
    value: Any = row
    for part in name.removeprefix("-").split("__"):
        value = getattr(value, part)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
