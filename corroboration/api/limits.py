"""How much may be asked of the API, by whom. The rates are settings: docs/operations.md lists them.

A person's limits are theirs, however many tokens they have; whoever isn't known has those of an address.
"""

from typing import Any

from django.http import HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from corroboration.limits import quotas, tries
from corroboration.limits.addresses import address_of

ANONYMOUS, READS, WRITES, EXTRACT = "anonymous", "reads", "writes", "extract"


class TooMany(Throttled):
    def __init__(self, over: quotas.Over) -> None:
        taken = over.taken
        super().__init__(taken.seconds_to_next)
        quota = f"{taken.rate.count} in {taken.rate.seconds} seconds"
        self.detail = (
            f"The limit “{over.name}” is {quota}, and is used up. Ask again in {taken.seconds_to_next} seconds."
        )


class Limit(BaseThrottle):
    """The limit of whoever asks, for what they ask. A view that costs more names its own: `limit`."""

    def allow_request(self, request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            guest_asks(request)
        else:
            kind = READS if request.method in SAFE_METHODS else WRITES
            _count(request, getattr(view, "limit", None) or kind, f"user:{request.user.pk}")
        return True


def guest_asks(request: Any) -> None:
    """Count one of somebody who isn't known, or whose token is none. Raises TooMany."""
    _count(request, ANONYMOUS, address_of(request))


def password_given(request: Any, name: str) -> None:
    """Count a try of a name's password, before it is looked at. Raises TooMany."""
    try:
        tries.password_given(request, name)
    except quotas.Over as over:
        raise TooMany(over) from None


def code_given(request: Any, person: int) -> None:
    """Count a try of a person's code of the second factor, before it is looked at. Raises TooMany."""
    try:
        tries.code_given(request, person)
    except quotas.Over as over:
        raise TooMany(over) from None


def _count(request: Any, name: str, whose: str) -> None:
    try:
        quotas.take(request, name, whose)
    except quotas.Over as over:
        raise TooMany(over) from None


def tell(request: Any, response: HttpResponseBase) -> None:
    """Say in an answer's headers which limits were counted, and what is left (draft-ietf-httpapi-ratelimit-headers)."""
    taken = getattr(request._request, "limits", {}).items()
    if taken:
        response["RateLimit-Policy"] = ", ".join(
            f'"{n}";q={each.rate.count};w={each.rate.seconds}' for n, each in taken
        )
        response["RateLimit"] = ", ".join(f'"{n}";r={each.left};t={each.seconds_to_all}' for n, each in taken)
