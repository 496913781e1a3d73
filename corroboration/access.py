"""Who gets in. A new page is closed to people without a login, and a new operation of the API likewise.

PUBLIC_READ opens what a reader reads to everybody. What takes more than reading says so at its view: `deciders_only`.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.permissions import SAFE_METHODS, BasePermission

from corroboration.roles import Role, RoleNeeded, may_decide

View = Callable[..., HttpResponse]


class LoginMiddleware(LoginRequiredMiddleware):
    """Sends whoever isn't logged in to the login, from every page that isn't marked as open.

    It is asked before the check of forms, which reads the whole of one: of strangers' forms nothing where none is
    taken, and elsewhere none that is larger than fits into memory.
    """

    def process_view(self, request: HttpRequest, view_func: View, view_args, view_kwargs) -> HttpResponse | None:
        reads = request.method in SAFE_METHODS or getattr(view_func, "guests_may_post", False)
        if not (settings.PUBLIC_READ and reads):
            refused = super().process_view(request, view_func, view_args, view_kwargs)
            if refused is not None:
                return refused
        checked = not request.user.is_authenticated and not getattr(view_func, "csrf_exempt", False)
        if checked and _is_large(request):
            return HttpResponse(render_to_string("413.html"), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        return to_login(request)


def _is_large(request: HttpRequest) -> bool:
    """Files count too, which Django would write to the disk, however large."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class MayRead(BasePermission):
    """Reading takes a login, unless PUBLIC_READ. What writing takes is asked beside this."""

    def has_permission(self, request, view) -> bool:
        return settings.PUBLIC_READ or request.user.is_authenticated


class MayHandIn(BasePermission):
    """Handing articles in takes the permission to add them; so does seeing what became of what was handed in."""

    def has_permission(self, request, view) -> bool:
        return request.user.has_perm("claims.add_article")


def deciders_only(view: View) -> View:
    """A page or action for those who may decide: others are told which role it takes, and sent to the login first."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        if not may_decide(request.user):
            raise RoleNeeded(Role.FACT_CHECKER)
        return view(request, *args, **kwargs)

    return checked


def login_only(view: View) -> View:
    """A page of a person's own: with PUBLIC_READ, too, it takes a login."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_login(request)

    return checked


def guests_may_post(view: View) -> View:
    """A form that reads and stores nothing: with PUBLIC_READ, it can be sent without a login."""
    view.guests_may_post = True
    return view


def to_login(request: HttpRequest) -> HttpResponse:
    """The way to the login and back to where one was. A part of a page isn't replaced by the login: the page leaves."""
    back = back_to(request)
    login = redirect_to_login(back).url if back else resolve_url(settings.LOGIN_URL)
    return HttpResponseClientRedirect(login) if request.htmx else HttpResponseRedirect(login)


def back_to(request: HttpRequest) -> str:
    """The page to come back to: of a part the page that asked for it, of a form that was sent the page it stood on."""
    if request.htmx:
        return request.htmx.current_url_abs_path or ""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return ""
    return urlsplit(referer)._replace(scheme="", netloc="").geturl()
