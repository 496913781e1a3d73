"""The second factor: codes of an app that change every 30 seconds (RFC 6238), keys, and recovery codes beside them.

Keys stand in keys.py, recovery codes in recovery.py. Rows, secrets and the app's codes are allauth's. Its views aren't
used: what they count, and which codes they hold for used, they keep in a cache that each process has for itself. Here a
code counts once because its number is written to the row, in one transaction, and only a later one passes after it.
"""

import logging
from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from corroboration.login import recovery
from corroboration.login.recovery import RECOVERY
from corroboration.roles import role_of

logger = logging.getLogger(__name__)

APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
ISSUER = "Second Source"
PERIOD = 30  # seconds that a code is shown
DRIFT = 1  # periods that a clock may be off


class AlreadyThere(Exception):
    """This person has an app, perhaps since a moment ago."""


def has(user: User) -> bool:
    """Whether a password alone doesn't let this person in."""
    return _of(user).filter(type__in=(APP, KEY)).exists()


def has_app(user: User) -> bool:
    return _of(user).filter(type=APP).exists()


def required(user: User) -> bool:
    """Whether a person's role takes one."""
    return bool(settings.MFA_REQUIRED_ROLES) and role_of(user) in settings.MFA_REQUIRED_ROLES


def fresh_secret() -> str:
    """A new secret, encrypted: it waits so until its first code is given."""
    return encrypt(generate_totp_secret())


def shown(secret: str) -> str:
    """An encrypted secret as an app takes it."""
    return decrypt(secret)


def address(user: User, secret: str) -> str:
    """What an app reads from a QR code (the key URI format)."""
    label = quote(f"{ISSUER}:{user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': shown(secret), 'issuer': ISSUER}, quote_via=quote)}"


@transaction.atomic
def set_up(user: User, secret: str, code: str, *, now: datetime) -> list[str] | None:
    """Begin to ask for codes of this secret. None where the code isn't one of its; else recovery codes, if the person
    has none yet."""
    User.objects.select_for_update().get(pk=user.pk)  # one at a time
    if has_app(user):
        raise AlreadyThere
    number = _number_of(secret, code, now)
    if number is None:
        return None
    Authenticator.objects.create(user=user, type=APP, data={"secret": secret, "number": number}, created_at=now)
    return first_codes(user)


@transaction.atomic
def accept(user: User, code: str, *, now: datetime) -> bool:
    """Whether a code is right: one of the app's, later than any before, or a recovery code, which is then used up."""
    rows = {row.type: row for row in _of(user).exclude(type=KEY).select_for_update()}
    of_app = APP in rows and _accept_of_app(rows[APP], code, now)
    return of_app or (RECOVERY in rows and recovery.use(rows[RECOVERY], code))


def _accept_of_app(row: Authenticator, code: str, now: datetime) -> bool:
    number = _number_of(row.data["secret"], code, now)
    if number is None or number <= row.data.get("number", 0):
        return False
    row.data["number"], row.last_used_at = number, now
    row.save(update_fields=["data", "last_used_at"])
    return True


def _number_of(secret: str, code: str, now: datetime) -> int | None:
    """Which of a secret's codes this is, if it is one of now."""
    try:
        plain = shown(secret)
    except InvalidToken:
        logger.error("A second factor can't be read with this SECRET_KEY: its owner needs a new one")
        return None
    current = int(now.timestamp()) // PERIOD
    for number in range(current - DRIFT, current + DRIFT + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(plain, number))):
            return number
    return None


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """New recovery codes; the old ones are void. Each is shown once."""
    User.objects.select_for_update().get(pk=user.pk)
    _of(user).filter(type=RECOVERY).delete()
    return recovery.make(user)


def first_codes(user: User) -> list[str]:
    """Recovery codes for who has none yet. Whoever calls this holds the person's row."""
    return [] if _of(user).filter(type=RECOVERY).exists() else recovery.make(user)


def codes_left(user: User) -> int:
    row = _of(user).filter(type=RECOVERY).first()
    return recovery.left(row) if row else 0


def since(user: User) -> datetime | None:
    return _of(user).filter(type=APP).values_list("created_at", flat=True).first()


def remove(user: User) -> bool:
    """Take a person's second factor away: app, keys and recovery codes. False: there was none."""
    return _of(user).delete()[0] > 0


@transaction.atomic
def remove_one(user: User, *, key: int | None = None) -> bool:
    """Take a person's app away, or this key; with the last of them the recovery codes. False: there was none."""
    User.objects.select_for_update().get(pk=user.pk)  # one at a time
    chosen = {"type": APP} if key is None else {"type": KEY, "pk": key}
    removed = _of(user).filter(**chosen).delete()[0] > 0
    if removed and not has(user):
        _of(user).delete()
    return removed


def _of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user)
