"""Browsers in which somebody has logged in before: those who try passwords elsewhere don't use up what they may try.

A signed cookie beside the session, which outlives it. It opens nothing; it only has a quota of its own.
"""

from datetime import timedelta
from secrets import token_hex

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse

LASTS = timedelta(days=180)
SALT = "corroboration.login.known"


def mark_of(request: HttpRequest, name: str) -> str:
    """The mark of a browser in which this name has logged in; "" of another."""
    try:
        known, mark = loads(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""), salt=SALT, max_age=LASTS)
    except (BadSignature, TypeError, ValueError):
        return ""
    return mark if known == name else ""


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    mark = mark_of(request, name) or token_hex(16)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        dumps([name, mark], salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
