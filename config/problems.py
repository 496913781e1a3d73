"""Errors of the API as RFC 9457 problems: one shape for every refusal, which names the field or parameter at fault."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import defaults
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from corroboration.roles import RoleNeeded, role_of

Errors = Sequence[dict[str, str]]
API = "/api/"
MEDIA_TYPE = "application/problem+json"
WAY_IN = (
    "Send a token in the header `Authorization: Token …`. One is made on the page Tokens, or got by a POST to "
    "/api/v1/auth/token/ with name and password (basic authentication)."
)
AT_FAULT = {
    exceptions.NotAuthenticated: "Authorization",
    exceptions.AuthenticationFailed: "Authorization",
    exceptions.MethodNotAllowed: "method",
    exceptions.NotAcceptable: "Accept",
    exceptions.UnsupportedMediaType: "Content-Type",
    exceptions.ParseError: "",
}


def problem_json(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler. None for an error that nobody foresaw: Django logs it and asks server_error.

    An error's `members`, if it has any, are told beside those of every problem.
    """
    response = exception_handler(error, context)
    if response is None:
        return None
    errors = list(_errors(response.data))
    detail = str(response.data.get("detail", "")) if isinstance(response.data, dict) else ""
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        detail = f"{detail} {WAY_IN}"
    if detail:
        errors = _at_fault(error, detail, context["request"])
    else:
        detail = "; ".join(f"{e['field']}: {e['message']}" if e["field"] else e["message"] for e in errors)
    response.data = problem(response.status_code, detail, context["request"].path, errors)
    response.data |= getattr(error, "members", {})
    response.content_type = MEDIA_TYPE
    request = context["request"]  # a problem is JSON, also where the schema was asked for as YAML
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), MEDIA_TYPE
    return response


def _at_fault(error: Exception, detail: str, request: Any) -> Errors:
    """The part of the request that an error without fields is about: a header, "method", or "" = the body.

    An error of our own says so itself: `at_fault`.
    """
    known = (name for kind, name in AT_FAULT.items() if isinstance(error, kind))
    field = getattr(error, "at_fault", next(known, None))
    if field == "Accept" and api_settings.URL_FORMAT_OVERRIDE in request.query_params:
        field = api_settings.URL_FORMAT_OVERRIDE
    return [] if field is None else [{"field": field, "message": detail}]


def problem(status: int, detail: str, path: str, errors: Errors = ()) -> dict[str, Any]:
    """The members of a problem. errors: what is wrong with which field or parameter ("" = the whole)."""
    members = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return members | {"instance": path, "errors": list(errors)}


def _errors(data: Any, field: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested error details, one (field, message) after the other; fields of fields joined by dots."""
    if isinstance(data, Mapping):
        for name, inner in data.items():
            below = field if name == api_settings.NON_FIELD_ERRORS_KEY else f"{field}.{name}".lstrip(".")
            yield from _errors(inner, below)
    elif isinstance(data, list):
        for inner in data:
            yield from _errors(inner, field)
    else:
        yield {"field": field, "message": str(data)}


# --- errors raised before or outside DRF's views: for the API as problems, for the pages as Django shows them ---


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _of_api(request):
        if isinstance(exception, DisallowedHost):
            fault = {"field": "Host", "message": "not a name of this site"}
            return respond(request, HTTPStatus.BAD_REQUEST, "Host: not a name of this site", [fault])
        return respond(request, HTTPStatus.BAD_REQUEST, "The request could not be understood.")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _of_api(request):
        return respond(request, HTTPStatus.FORBIDDEN, "You may not do this.")
    if isinstance(exception, RoleNeeded):
        return _role_needed(request, exception)
    return defaults.permission_denied(request, exception)


def _role_needed(request: HttpRequest, needed: RoleNeeded) -> HttpResponse:
    """A page that says which role it takes and which one has; for a part of a page one sentence."""
    if request.htmx:
        return HttpResponse(str(needed), status=HTTPStatus.FORBIDDEN, content_type="text/plain; charset=utf-8")
    context = {"needed": needed.role, "role": role_of(request.user)}
    return render(request, "role_needed.html", context, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    if _of_api(request):
        return respond(request, HTTPStatus.NOT_FOUND, "Nothing is found at this address.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    if _of_api(request):
        return respond(request, HTTPStatus.INTERNAL_SERVER_ERROR, "An error of ours; it has been logged.")
    return defaults.server_error(request)


def _of_api(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def respond(request: HttpRequest, status: HTTPStatus, detail: str, errors: Errors = ()) -> HttpResponse:
    body = json.dumps(problem(status.value, detail, request.path, errors))
    return HttpResponse(body, status=status.value, content_type=MEDIA_TYPE)
