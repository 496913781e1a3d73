"""What the address of a page asks for: junk falls back to the default, and a day that is none is said to be so."""

from collections.abc import Container
from datetime import date

from django.http import HttpRequest
from django.utils import timezone

LONGEST_QUERY = 200
EARLIEST = date(1900, 1, 1)  # no article of ours is older


def asked_text(request: HttpRequest, name: str) -> str:
    """A parameter as text that every database takes (PostgreSQL refuses NUL)."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_QUERY]


def asked_choice(request: HttpRequest, name: str, choices: Container[str], default: str = "") -> str:
    given = request.GET.get(name, "")
    return given if given in choices else default


def past_day(raw: str) -> tuple[date | None, str]:
    """The day meant, or None and what is wrong with it."""
    if not raw:
        return None, ""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None, f"“{raw}” is no date. Expected year-month-day, such as 2017-04-15."
    if not EARLIEST <= day <= timezone.now().date():
        return None, f"{day} is out of range. Expected a day from {EARLIEST} to today."
    return day, ""
