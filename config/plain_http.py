"""Programs that ask by plain http where there is https: refused, not sent on.

Whoever is redirected gets an answer, and never learns that the token went over the line for all to read. People's pages
are redirected: browsers remember it (HSTS), and people type no tokens into addresses.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from config.problems import respond

FOR_PROGRAMS = ("/api/", "/metrics")  # SECURE_REDIRECT_EXEMPT has Django not redirect them
REFUSED = (
    "This is asked by https alone, and nothing was done. A token or password that was sent went over the line for "
    "anybody to read: revoke it or change it."
)


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        ours = settings.SECURE_SSL_REDIRECT and request.path.startswith(FOR_PROGRAMS)
        if not ours or request.is_secure() or _is_scraped(request):
            return get_response(request)
        return respond(request, HTTPStatus.FORBIDDEN, REFUSED)

    return answer


def _is_scraped(request: HttpRequest) -> bool:
    """Whether figures are asked for without a secret, by whoever METRICS_NETWORKS lets in: each machine is asked for
    its own, behind the proxy that has the certificate."""
    return request.path == "/metrics" and "Authorization" not in request.headers
