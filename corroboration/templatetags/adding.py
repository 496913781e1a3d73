"""Dates of pages as people read them."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def as_moment(written: str) -> str:
    """A date as ingestion takes it, in words: "4 May 2021", "4 May 2021, 10:30 UTC"."""
    at = datetime.fromisoformat(written)
    return date_format(at, "j F Y" if at.tzinfo is None else "j F Y, H:i") + (" UTC" if at.tzinfo else "")
