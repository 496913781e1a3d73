"""Days as people and programs write them."""

import re
from datetime import date

YEARS = range(1000, 9999)  # leaves room to reckon with the months and days around a day
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """The day that an ISO 8601 date such as 2017-04-15 names. ValueError for anything else."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no date: expected one such as 2017-04-15")
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(f"{text} is out of range: expected a year from {YEARS[0]} to {YEARS[-1]}")
    return day
