"""How events come about: every request that writes leaves one, to which its view may add what only it knows."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.permissions import SAFE_METHODS

from corroboration import roles
from corroboration.audit.models import AuditEvent
from corroboration.limits.addresses import origin_of

logger = logging.getLogger(__name__)
Kind = AuditEvent.Kind


def note(request: Any, **told: Any) -> None:
    """Have the event of this request say more: kind, person (a User), target, detail. Nothing that a form held."""
    http = getattr(request, "_request", request)
    http.audited = getattr(http, "audited", {}) | told


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Record every request that isn't a read, however it ended, once its answer is known."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        writes = request.method not in SAFE_METHODS and request.resolver_match is not None
        if writes or hasattr(request, "audited"):
            store(lambda: of_request(request, response, now=timezone.now()))
        return response

    return answer


def store(make: Callable[[], AuditEvent]) -> None:
    """Keep an event. What was done is done: where the database can't keep it, the log says so."""
    try:
        with transaction.atomic():
            make().save(force_insert=True)
    except Error as error:  # also that there is no connection any more, which is none of DatabaseError
        logger.error("An event of the audit is lost: %s", str(error).splitlines()[0])


def of_request(request: HttpRequest, response: HttpResponseBase, *, now: datetime) -> AuditEvent:
    told = dict(getattr(request, "audited", {}))
    person: User | AnonymousUser = told.pop("person", None) or request.user
    known = person.is_authenticated
    token = getattr(request, "auth", None)
    match = request.resolver_match
    event = {
        "at": now,
        "kind": Kind.WRITE,
        "person": person.pk if known else None,
        "name": person.get_username() if known else "",
        "role": roles.role_of(person).value if known else "",
        "token": token.token_key if isinstance(token, AuthToken) else "",
        "address": origin_of(request),
        "method": request.method,
        "route": match.view_name or match.route,
        "target": " ".join(str(value) for value in match.kwargs.values()),
        "status": response.status_code,
    }
    return AuditEvent(**_fitting(event | told))


def of_command(name: str, *, by: str, status: int | None, detail: str, now: datetime) -> AuditEvent:
    """by: whom the machine knows the caller as."""
    event = {"at": now, "kind": Kind.COMMAND, "route": name, "status": status, "detail": f"{by}; {detail}".rstrip("; ")}
    return AuditEvent(**_fitting(event))


def _fitting(event: dict[str, Any]) -> dict[str, Any]:
    """Text cut to its column, without what PostgreSQL refuses: the paths of junk are long and have anything in them."""
    cut = dict(event)
    for name, value in event.items():
        if isinstance(value, str):
            cut[name] = value.replace("\0", "")[: AuditEvent._meta.get_field(name).max_length]
    return cut
