"""Figures as the pages show them."""

TWO_DAYS = 48  # hours; from here on they are told as days

LOWEST, HIGHEST = 0.005, 0.995  # below and from here on, two places would read 0.00 and 1.00


def probability(value: float) -> str:
    """A probability to two places; "> 0.99" and "< 0.01" at the ends, as nothing here is certain."""
    if value >= HIGHEST:
        return "> 0.99"
    return "< 0.01" if value < LOWEST else f"{value:.2f}"


def span(hours: float) -> str:
    """A stretch of time as one says it: "40 minutes", "1.5 hours", "3 days"."""
    if hours < 1:
        return _counted(hours * 60, "minute", "{:.0f}")
    return _counted(hours / 24, "day", "{:.3g}") if hours >= TWO_DAYS else _counted(hours, "hour", "{:.3g}")


def _counted(number: float, unit: str, form: str) -> str:
    shown = form.format(number)
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"
