"""Figures as the pages show them."""

from collections.abc import Mapping
from typing import Any

TWO_DAYS = 48  # hours; from here on they are told as days

LOWEST, HIGHEST = 0.005, 0.995  # below and from here on, two places would read 0.00 and 1.00
ONE_NUMBER = {
    "exact": "{}",
    "at least": "at least {}",
    "more than": "more than {}",
    "at most": "at most {}",
    "less than": "less than {}",
    "about": "about {}",
}


def probability(value: float) -> str:
    """A probability to two places; ">0.99" and "<0.01" at the ends, as nothing here is certain."""
    if value >= HIGHEST:
        return ">0.99"
    return "<0.01" if value < LOWEST else f"{value:.2f}"


def interval(low: float, high: float) -> str:
    """The ends of an interval: "0.49 to 0.90", "0.75 to >0.99". Never with a dash, behind which ">0.99" is an arrow."""
    return f"{probability(low)} to {probability(high)}"


def span(hours: float) -> str:
    """A stretch of time as one says it: "40 minutes", "1.5 hours", "3 days"."""
    if hours < 1:
        return _counted(hours * 60, "minute", "{:.0f}")
    return _counted(hours / 24, "day", "{:.3g}") if hours >= TWO_DAYS else _counted(hours, "hour", "{:.3g}")


def _counted(number: float, unit: str, form: str) -> str:
    shown = form.format(number)
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def quantity(stored: Mapping[str, Any]) -> str:
    """A number with its bound and what it counts: "at least 14 killed", "40 km (distance)". Vague: its range."""
    words = ONE_NUMBER.get(stored["bound"])
    if words and stored["value"] is not None:
        number = words.format(_number(stored["value"]))
    else:
        number = _range(stored["low"], stored["high"])
    unit, role = stored["unit"], stored["role"]
    role = role.replace("-", " ")
    if role and (unit == "person" or role.startswith(unit)):
        return f"{number} {role}"
    return f"{number} {unit}".strip() + (f" ({role})" if role else "")


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "an unknown number"
    if high is None:
        return f"{_number(low)} or more"
    if low is None:
        return f"up to {_number(high)}"
    return f"{_number(low)}–{_number(high)}"


def _number(value: float | None) -> str:
    return f"{value:,.10g}" if value is not None else ""
