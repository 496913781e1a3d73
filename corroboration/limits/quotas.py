"""Taking one of somebody's quota. The rates are settings, by name: docs/operations.md lists them."""

from typing import Any

from django.conf import settings

from corroboration.limits import counting


class Over(Exception):
    """A quota is used up. name: which; taken: what was asked of it, and so when it can be asked again."""

    def __init__(self, name: str, taken: counting.Taken) -> None:
        super().__init__(f"{name}: {taken.rate.count} in {taken.rate.seconds} seconds")
        self.name, self.taken = name, taken


def take(request: Any, name: str, whose: str) -> None:
    """Count one of a named quota, and note it at the request, whose answer may tell of it. Raises Over."""
    if (rate := settings.API_RATES.get(name)) is None:
        return
    taken = counting.take(f"{name}:{whose}", counting.Rate(*rate))
    http = getattr(request, "_request", request)
    http.limits = getattr(http, "limits", {}) | {name: taken}
    if not taken.passes:
        raise Over(name, taken)
