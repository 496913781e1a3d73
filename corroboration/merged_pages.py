"""Pages of stored rows with a few others among them that aren't stored: the past, where later decisions changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from corroboration.pagination import KeysetPagination, turned, value_of


@dataclass(frozen=True, slots=True)
class Merged:
    """Stored rows in an order, and others that belong among them."""

    stored: QuerySet[Any]
    others: Sequence[Model]


class DatedPagination(KeysetPagination):
    """Pages of what stood at the end of a day, which say so, and why the answer may be another than was given then."""

    day: date | None = None
    recomputed: Sequence[dict[str, str]] = ()

    def get_paginated_response(self, data: list):
        response = super().get_paginated_response(data)
        response.data |= self.of_day()
        return response

    def of_day(self) -> dict[str, Any]:
        """What a page of a past day tells of it."""
        return {"as_of": self.day.isoformat(), "recomputed": list(self.recomputed)} if self.day else {}

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        changes = {"type": "array", "items": {"$ref": "#/components/schemas/Recomputed"}}
        page["properties"] |= {
            "as_of": {"type": "string", "format": "date", "description": "The day asked for, if one was."},
            "recomputed": changes | {"description": "Of a day: why the answer isn't the one that was given on it."},
        }
        return page

    def _order(self, rows: QuerySet | Merged) -> Sequence[str]:
        return super()._order(rows.stored if isinstance(rows, Merged) else rows)

    def _rows(self, rows: QuerySet | Merged, backwards: bool, position: list[Any], count: int) -> list[Any]:
        if not isinstance(rows, Merged):
            return super()._rows(rows, backwards, position, count)
        order = [turned(name) for name in self.order] if backwards else list(self.order)
        found = super()._rows(rows.stored, backwards, position, count)
        found += [row for row in rows.others if not position or _beyond(_place(row, order), position, order)]
        for name in reversed(order):
            found.sort(key=partial(value_of, name=name), reverse=name.startswith("-"))
        return found[:count]


def _place(row: Any, order: Sequence[str]) -> list[Any]:
    return [value_of(row, name) for name in order]


def _beyond(place: Sequence[Any], position: Sequence[Any], order: Sequence[str]) -> bool:
    """Whether a row stands behind a position in an order."""
    for value, here, name in zip(place, position, order, strict=True):
        if value != here:
            return (value < here) == name.startswith("-")
    return False
