"""Where a request comes from, as far as known."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

IPV6_NEIGHBOURS = 64  # bits of an IPv6 address that one household has in common


def origin_of(request: Any) -> str:
    """The address; "" of what is none. What a request says itself is believed of trusted proxies alone: each adds the
    address that it was asked from at the end."""
    said = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = min(settings.TRUSTED_PROXIES, len(said))
    address = (_parsed(said[-trusted]) if trusted else None) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(address) if address else ""


def address_of(request: Any) -> str:
    """Whose quota it is: the address, or of IPv6 the network that one household has."""
    address = _parsed(origin_of(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), IPV6_NEIGHBOURS), strict=False))
    return str(address) if address else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
