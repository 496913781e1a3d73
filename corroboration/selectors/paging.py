"""Lists in pages of one size."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PAGE_SIZE = 25


def page_of(rows: QuerySet | Sequence[Any], number: object, size: int = PAGE_SIZE) -> Page:
    """This page of the rows; the first where the number is none, the last where it is too high."""
    return Paginator(rows, size).get_page(number)
