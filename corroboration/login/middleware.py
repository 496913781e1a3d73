"""What is asked of a session before every page: whether it still goes on."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

from corroboration.login import factors, given, sessions
from corroboration.login.signing_in import WITH_FACTOR

ON_THE_WAY = {  # to a second factor
    *("login", "login-code", "logout", "confirm", "second-factor", "second-factor-app", "second-factor-key-add"),
}
TO_A_PASSWORD = {"login", "login-code", "logout", "password"}  # to one of one’s own
BY_ITSELF = {"progress", "cluster-news"}  # what an open page asks for without anybody there


class SessionMiddleware(MiddlewareMixin):
    """Ends a session that nobody used for too long, before anything is asked in its name; and has those whose password
    an admin typed choose another, and those whose role takes a second factor set one up, before anything else."""

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        now, match = timezone.now(), request.resolver_match
        if sessions.is_idle(request, now=now):
            sessions.end(request)
        elif match.view_name not in BY_ITSELF:
            sessions.note_visit(request, now=now)
        if given.TO_CHANGE in request.session and request.user.is_authenticated:
            return None if match.view_name in TO_A_PASSWORD else _to(request, "password")
        if settings.MFA_REQUIRED_ROLES and match.view_name not in ON_THE_WAY:
            return _to_second_factor(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pages of who is logged in, or says so, are kept by no cache and no browser: the next person at the machine
        finds nothing by going back. Of the API, answers say for themselves how they are kept (api/versions.py)."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith("/api/"):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _to_second_factor(request: HttpRequest) -> HttpResponse | None:
    if request.session.get(WITH_FACTOR) or not request.user.is_authenticated or not factors.required(request.user):
        return None
    if factors.has(request.user):  # set up since this session began, elsewhere
        sessions.end(request)
        return HttpResponseRedirect(reverse("login"))
    return _to(request, "second-factor")


def _to(request: HttpRequest, page: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        raise PermissionDenied
    return HttpResponseRedirect(reverse(page))
