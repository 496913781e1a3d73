"""How much may be asked of the API, by whom. The rates are settings: docs/operations.md lists them.

A person's limits are theirs, however many tokens they have; whoever isn't known has those of an address.
"""

from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from corroboration.api import counting

ANONYMOUS, READS, WRITES, EXTRACT = "anonymous", "reads", "writes", "extract"
BY_NAME, BY_ADDRESS = "passwords-of-name", "passwords-of-address"
IPV6_NEIGHBOURS = 64  # bits of an IPv6 address that one household has in common


class TooMany(Throttled):
    def __init__(self, name: str, taken: counting.Taken) -> None:
        super().__init__(taken.seconds_to_next)
        quota = f"{taken.rate.count} in {taken.rate.seconds} seconds"
        self.detail = f"The limit “{name}” is {quota}, and is used up. Ask again in {taken.seconds_to_next} seconds."


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
    _count(request, BY_ADDRESS, address_of(request))
    _count(request, BY_NAME, sha256(name.encode(errors="replace")).hexdigest()[:32])


def _count(request: Any, name: str, whose: str) -> None:
    if (rate := settings.API_RATES.get(name)) is None:
        return
    taken = counting.take(f"{name}:{whose}", counting.Rate(*rate))
    http = getattr(request, "_request", request)
    http.limits = getattr(http, "limits", {}) | {name: taken}
    if not taken.passes:
        raise TooMany(name, taken)


def tell(request: Any, response: HttpResponseBase) -> None:
    """Say in an answer's headers which limits were counted, and what is left (draft-ietf-httpapi-ratelimit-headers)."""
    taken = getattr(request._request, "limits", {}).items()
    if taken:
        response["RateLimit-Policy"] = ", ".join(
            f'"{n}";q={each.rate.count};w={each.rate.seconds}' for n, each in taken
        )
        response["RateLimit"] = ", ".join(f'"{n}";r={each.left};t={each.seconds_to_all}' for n, each in taken)


def address_of(request: Any) -> str:
    """Where a request comes from, as far as known. What it says itself is believed of trusted proxies alone: each adds
    the address that it was asked from at the end."""
    said = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = min(settings.TRUSTED_PROXIES, len(said))
    return (_neighbours(said[-trusted]) if trusted else "") or _neighbours(request.META.get("REMOTE_ADDR", ""))


def _neighbours(text: str) -> str:
    """An address, or of IPv6 the network that one household has; "" of what is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), IPV6_NEIGHBOURS), strict=False))
    return str(address)
