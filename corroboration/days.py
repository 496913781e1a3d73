"""Days as people and programs write them."""

import re
from datetime import date

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """The day that an ISO 8601 date such as 2017-04-15 names. ValueError for anything else."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no date: expected one such as 2017-04-15")
    return date.fromisoformat(text)
