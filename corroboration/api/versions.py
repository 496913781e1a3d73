"""Versions of what the API shows: strong ETags of the content, and requests that depend on them (RFC 9110, section 13).

An ETag is a hash of the JSON itself: whatever changes in an answer changes it, and nothing else does.
"""

import re
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

IF_MATCH, IF_NONE_MATCH = "If-Match", "If-None-Match"
ANY, WEAK = "*", "W/"
# A tag, and a list of them; as in all lists of HTTP, members may be empty.
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_LIST = re.compile(rf"[ \t,]*{_TAG.pattern}(?:[ \t]*,[ \t,]*(?:{_TAG.pattern}|\Z))*[ \t]*")
VARY = ("Accept", "Authorization", "Cookie")  # an answer is that of who asked
KEPT = ("Cache-Control", "Vary")  # what a 304 says again, beside its ETag


class Changed(APIException):
    status_code = 412
    default_detail = {IF_MATCH: "it has changed since: get it again, and see whether what you want still fits"}
    default_code = "precondition_failed"


class PlainJSON(JSONRenderer):
    """JSON in one form, whatever indent is asked for: a strong ETag is that of the bytes."""

    def get_indent(self, accepted_media_type: str, renderer_context: Any) -> None:
        return None


def on_version(of: str) -> OpenApiParameter:
    """The header If-Match of a change, for the schema. of: whose ETag it holds."""
    tag = r'(?:W/)?"[!#-~]*"'
    shape = {"type": "string", "pattern": rf"^(?:\*|{tag}(?:, *{tag})*)$"}
    return OpenApiParameter(
        IF_MATCH, shape, OpenApiParameter.HEADER, description=f"The ETag of {of}: 412 where that has changed since."
    )


def etag_of(data: Any) -> str:
    """The strong ETag of an answer with these data, in its quotes."""
    return _etag(PlainJSON().render(data))


def must_match(request: Any, current: str | None) -> None:
    """Refuse a change unless it may be made to what stands now. To be asked inside the change's transaction.

    current: the ETag that a GET of the same address would have now; None where nothing is there yet.
    """
    if not _holds(request, current):
        raise Changed
    wanted = _asked(request, IF_NONE_MATCH)
    if wanted is not None and current is not None and _listed(wanted, current):
        raise Changed({IF_NONE_MATCH: "it is there already"})


def settled(request: Any, response: HttpResponseBase) -> HttpResponseBase:
    """A read's answer with its ETag, or 304 instead where the client has it already. Raises Changed: a 412.

    What isn't a success stays what it is, whatever the conditions, as the RFC wants it. Streams have no strong ETag:
    their bytes are known only when they have gone.
    """
    patch_vary_headers(response, VARY)
    response.setdefault("Cache-Control", _caching(request))
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or not isinstance(response, Response):
        return response
    response["ETag"] = tag = _etag(response.render().content)
    return _not_modified(response) if has_already(request, tag) else response


def has_already(request: Any, current: str) -> bool:
    """Whether a client that reads has what stands now, of which this is the ETag, maybe a weak one. Raises Changed."""
    if not _holds(request, current):
        raise Changed
    wanted = _asked(request, IF_NONE_MATCH)
    return wanted is not None and _listed(wanted, current)


def _not_modified(response: HttpResponse) -> HttpResponse:
    return HttpResponseNotModified(headers={name: response[name] for name in (*KEPT, "ETag")})


def _etag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'


def _holds(request: Any, current: str | None) -> bool:
    """Whether If-Match, where given, names what stands now. A weak tag is never enough for that."""
    wanted = _asked(request, IF_MATCH)
    if wanted is None or current is None:
        return wanted is None
    return ANY in wanted or (current in wanted and not current.startswith(WEAK))


def _listed(wanted: list[str], current: str) -> bool:
    """Whether tags name what stands now, weak ones too: a proxy that compresses makes a strong tag weak."""
    return ANY in wanted or current.removeprefix(WEAK) in (tag.removeprefix(WEAK) for tag in wanted)


def _asked(request: Any, header: str) -> list[str] | None:
    """The tags in a header; None where it isn't given. What can't be read saves no answer; but nothing is done that may
    depend on it."""
    value = request.headers.get(header)
    if value is None:
        return None
    if value.strip() == ANY:
        return [ANY]
    if not _LIST.fullmatch(value):
        if header == IF_NONE_MATCH and request.method in ("GET", "HEAD"):
            return None
        raise ValidationError({header: f'expected ETags in their quotes, by commas, or {ANY}: such as "0f3a"'})
    return _TAG.findall(value)


def _caching(request: Any) -> str:
    """May be kept, and must be asked about again each time. By shared caches only what everybody reads."""
    known = "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
    return "no-cache" if settings.PUBLIC_READ and not known else "private, no-cache"
