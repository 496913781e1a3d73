"""Every request has an id, which stands in each line that is logged meanwhile and in the answer, and is timed."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from corroboration.health.timing import timings
from corroboration.logged import bound

HEADER = "X-Request-ID"
PROBES = ("/healthz", "/readyz")  # for nobody in particular: to find out who asks would ask the database
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Middleware:
    """First of all, so that it sees what the others answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, known = time.perf_counter(), _id(request)
        if request.path_info in PROBES:
            request.COOKIES = {}
        with bound(request=known):
            response = self.get_response(request)
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "unknown"
        method = request.method if request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") else "other"
        timings.note((route, method, f"{response.status_code // 100}xx"), time.perf_counter() - started)
        response.headers[HEADER] = known
        return response


def _id(request: HttpRequest) -> str:
    """That of the proxy, if there is one that we believe, else one of our own."""
    given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
    return given if _ID.fullmatch(given) else uuid4().hex[:16]
