"""How long a login lasts: so long without anything being asked for, and so long at all. Where else one is logged in."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from corroboration.limits.addresses import origin_of
from corroboration.login.models import SignIn

SEEN = "seen_at"
NOTED = timedelta(minutes=5)  # a visit is noted as often at most: not a write a request
LONGEST_BROWSER = 200


def begin(request: HttpRequest, user: User, *, now: datetime) -> None:
    """Note a session that was just begun (Django gave it a new id), and when it ends whatever is done in it."""
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session[SEEN] = now.timestamp()
    SignIn.objects.filter(session_key=request.session.session_key).delete()
    SignIn.objects.create(
        user=user,
        session_key=request.session.session_key,
        began_at=now,
        seen_at=now,
        address=origin_of(request),
        browser=request.headers.get("User-Agent", "").replace("\0", "")[:LONGEST_BROWSER],
    )
    forget_ended(user, now=now)


def is_idle(request: HttpRequest, *, now: datetime) -> bool:
    """Whether nothing was asked for in a session for longer than it may rest."""
    seen = request.session.get(SEEN)
    return seen is not None and now.timestamp() - seen > settings.SESSION_IDLE_SECONDS


def note_visit(request: HttpRequest, *, now: datetime) -> None:
    seen = request.session.get(SEEN)
    if seen is not None and now - datetime.fromtimestamp(seen, UTC) >= NOTED:
        request.session[SEEN] = now.timestamp()
        SignIn.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def moved(request: HttpRequest, before: str | None) -> None:
    """A session has got another id, as after a change of the password."""
    SignIn.objects.filter(session_key=before).update(session_key=request.session.session_key)


def forget(request: HttpRequest) -> None:
    """The session that asks is about to end."""
    SignIn.objects.filter(session_key=request.session.session_key).delete()


def end(request: HttpRequest) -> None:
    forget(request)
    request.session.flush()


def of(user: User, *, now: datetime) -> QuerySet[SignIn]:
    """A person's sessions that go on, last seen first."""
    return user.sign_ins.filter(session_key__in=_going_on(now)).order_by(F("seen_at").desc(), "-pk")


def end_some(sign_ins: QuerySet[SignIn]) -> int:
    """Log a person out where these were begun. The number of sessions."""
    keys = list(sign_ins.values_list("session_key", flat=True))
    _delete(keys)
    return len(keys)


def end_others(request: HttpRequest, user: User) -> int:
    """Log a person out everywhere but here."""
    return end_some(user.sign_ins.exclude(session_key=request.session.session_key))


def forget_ended(user: User, *, now: datetime) -> None:
    ended = user.sign_ins.exclude(session_key__in=_going_on(now))
    _delete(list(ended.values_list("session_key", flat=True)))


def _going_on(now: datetime) -> QuerySet:
    return Session.objects.filter(expire_date__gt=now).values("session_key")


@transaction.atomic
def _delete(keys: Collection[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session_key__in=keys).delete()
