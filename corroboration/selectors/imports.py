"""Reads about files that were handed in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from corroboration.imports.models import Import

LATEST = 20
REASONS = 20  # refused records that a page tells of; the file has all


@dataclass(frozen=True, slots=True)
class ShownImport:
    """percent: of the file, None where it can't be told. refused: the first, each (where, reasons)."""

    row: Import
    percent: int | None
    refused: list[tuple[str, list[str]]]


def uploaded(run: UUID) -> Import | None:
    return Import.objects.select_related("by").filter(way=Import.Way.UPLOAD, run=run).first()


def latest() -> list[Import]:
    rows = Import.objects.filter(way=Import.Way.UPLOAD).select_related("by")
    return list(rows.order_by("-started_at", "-pk")[:LATEST])


def shown(row: Import) -> ShownImport:
    done = 100 if row.state == Import.State.DONE else None
    part = min(99, round(100 * row.read / row.size)) if row.size else None
    lines = row.refused.values_list("line", flat=True)[:REASONS]
    return ShownImport(row, done or part, [_refused(json.loads(line)) for line in lines])


def _refused(line: dict[str, Any]) -> tuple[str, list[str]]:
    place = next((f"{name} {line[name]}" for name in ("line", "record", "after") if name in line), "")
    told = [f"{reason['field']}: {reason['message']}".removeprefix(": ") for reason in line["reasons"]]
    return place, told


def refused_lines(row: Import) -> Iterator[str]:
    """All that was refused, in the order of the file."""
    yield from row.refused.order_by("number").values_list("line", flat=True).iterator(chunk_size=500)
