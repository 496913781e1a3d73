"""Security keys and passkeys (WebAuthn) as a second factor, beside the app or instead of it.

fido2 checks what a key signed. The rows are allauth's, in its own form, and say beside it: of which host a key is (it
answers no other), how often it says it has signed, and which challenge it answered last. A challenge is asked of one
session, waits ten minutes, and is answered once: by the first of many at once, too, as the row is held meanwhile.

Neither the key's maker nor its PIN is asked for: it is what one has, beside the password that one knows.
"""

import json
import struct
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from corroboration.login import factors

ASKED = "asked_of_key"  # a key of the session
ANSWER_WITHIN = timedelta(minutes=10)
MOST = 20  # keys of one person
LONGEST_ANSWER = 20_000  # characters; what keys answer has some hundreds
# What fido2 raises at what is no answer of a key, its parts cut or nested as nobody foresaw
NO_ANSWER = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError),
    *(struct.error, NotImplementedError, RecursionError),
)


class Refused(Exception):
    """A key that can't be added; the message says why to whoever adds it."""


def possible(request: HttpRequest) -> bool:
    """Whether browsers ask for keys at this address: under a name, by https or on this very machine."""
    host = _host(request)
    return not _is_number(host) and (request.is_secure() or host == "localhost" or host.endswith(".localhost"))


def of(user: User) -> list[Authenticator]:
    return list(_rows(user).order_by("created_at", "pk"))


def usable(request: HttpRequest, user: User) -> bool:
    """Whether a person has a key that may answer here."""
    return possible(request) and _here(request, user).exists()


def ask_for_new(request: HttpRequest, user: User, *, now: datetime) -> dict[str, Any]:
    """What a browser asks a key to be added with."""
    who = PublicKeyCredentialUserEntity(
        name=user.get_username(), display_name=user.get_username(), id=str(user.pk).encode()
    )
    options, state = _server(request).register_begin(
        who,
        credentials=[_credential(row) for row in _here(request, user)],  # these don't answer: each is added once
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return _asked(request, dict(options), state, now)


def ask(request: HttpRequest, user: User, *, now: datetime) -> dict[str, Any]:
    """What a browser asks a person's keys with."""
    options, state = _server(request).authenticate_begin(
        credentials=[_credential(row) for row in _here(request, user)],
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return _asked(request, dict(options), state, now)


@transaction.atomic
def add(request: HttpRequest, user: User, name: str, answer: str, *, now: datetime) -> list[str]:
    """Keep a key that answered `ask_for_new`. Recovery codes, if this is the person's first second factor.

    Raises Refused.
    """
    state = _state(request, now)
    User.objects.select_for_update().get(pk=user.pk)  # one at a time
    try:
        given = RegistrationResponse.from_dict(json.loads(answer))
        signed = _server(request).register_complete(state, given)
    except NO_ANSWER as error:
        raise Refused("That didn’t work, or took too long: try it again.") from error
    identity = websafe_encode(signed.credential_data.credential_id)
    if Authenticator.objects.filter(type=factors.KEY, data__id=identity).exists():
        raise Refused("This key is set up already.")
    if len(of(user)) >= MOST:
        raise Refused(f"You have {MOST} keys, and nobody may have more: remove one first.")
    credential = json.loads(json.dumps(dict(given)))
    data = {"name": name, "credential": credential, "host": _host(request), "id": identity, "count": signed.counter}
    Authenticator.objects.create(user=user, type=factors.KEY, data=data, created_at=now)
    return factors.first_codes(user)


@transaction.atomic
def accept(request: HttpRequest, user: User, answer: str, *, now: datetime) -> bool:
    """Whether one of a person's keys answered `ask`, as the first to do so."""
    state = _state(request, now)
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        row = _here(request, user).select_for_update().filter(data__id=websafe_encode(given.raw_id)).first()
        if row is None:
            return False
        _server(request).authenticate_complete(state, [_credential(row)], given)
    except NO_ANSWER:
        return False
    return _first_time(row, state["challenge"], given.response.authenticator_data.counter, now)


def _first_time(row: Authenticator, challenge: str, count: int, now: datetime) -> bool:
    """Whether a row's key hasn't answered this challenge. One that counts must count on: else it is a copy."""
    before = row.data["count"]
    if row.data.get("challenge") == challenge or (count <= before and (count or before)):
        return False
    row.data |= {"challenge": challenge, "count": count}
    row.last_used_at = now
    row.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def rename(user: User, key: int, name: str) -> bool:
    row = _rows(user).select_for_update().filter(pk=key).first()
    if row is not None:
        row.data["name"] = name
        row.save(update_fields=["data"])
    return row is not None


def _rows(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type=factors.KEY)


def _here(request: HttpRequest, user: User) -> QuerySet[Authenticator]:
    return _rows(user).filter(data__host=_host(request))


def _credential(row: Authenticator) -> AttestedCredentialData:
    return WebAuthn(row).authenticator_data.credential_data


def _server(request: HttpRequest) -> Fido2Server:
    """The page must be of this very origin: fido2 would take one of any name below this host's, too."""
    origin = f"{request.scheme}://{request.get_host()}"
    site = PublicKeyCredentialRpEntity(name=factors.ISSUER, id=_host(request))
    return Fido2Server(site, verify_origin=lambda given: given == origin)


def _asked(request: HttpRequest, options: dict[str, Any], state: dict[str, Any], now: datetime) -> dict[str, Any]:
    request.session[ASKED] = state | {"at": now.timestamp()}
    return options


def _state(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What was asked, which is forgotten; nothing, if it was too long ago: then no answer fits."""
    asked = request.session.pop(ASKED, {})
    return asked if now.timestamp() - asked.get("at", 0) <= ANSWER_WITHIN.total_seconds() else {}


def _host(request: HttpRequest) -> str:
    """The name that browsers know this site by; Django has made sure that it is one of ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
