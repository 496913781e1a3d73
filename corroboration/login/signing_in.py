"""From a right password to a session: at once, or by way of the second factor. And proving again who one is."""

from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from corroboration.access import View, back_to
from corroboration.audit.recording import Kind, note
from corroboration.login import factors, given, known, sessions

WAITING, PROVED, WITH_FACTOR = "password_given", "proved_at", "second_factor"
CODE_WITHIN = timedelta(minutes=10)  # after the password
PROOF_LASTS = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def password_was_right(request: HttpRequest, user: User, *, to: str, now: datetime) -> HttpResponse:
    """Let somebody in who has no second factor; have others asked for it, while nobody is logged in yet."""
    if not factors.has(user):
        return let_in(request, user, to=to, now=now)
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "at": now.timestamp(),
        "to": to,
        "password": user.get_session_auth_hash(),
    }
    note(request, kind=Kind.LOGIN, person=user, detail="password right, second factor asked for")
    return HttpResponseRedirect(reverse("login-code"))


def who_waits(request: HttpRequest, *, now: datetime) -> User | None:
    """Whoever gave the password a moment ago, and whose account is as it was then."""
    waiting = request.session.get(WAITING)
    if not waiting or now.timestamp() - waiting["at"] > CODE_WITHIN.total_seconds():
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    same = user is not None and constant_time_compare(waiting["password"], user.get_session_auth_hash())
    return user if same else None


def factor_was_right(request: HttpRequest, user: User, *, by: str, now: datetime) -> HttpResponse:
    """by: which one it was, for the audit."""
    to = request.session.pop(WAITING)["to"]
    response = let_in(request, user, to=to, now=now)
    request.session[WITH_FACTOR] = True
    note(request, detail=f"with second factor: {by}")
    return response


def let_in(request: HttpRequest, user: User, *, to: str, now: datetime) -> HttpResponse:
    """Begin a session, under a new id."""
    login(request, user, backend=BACKEND)
    sessions.begin(request, user, now=now)
    request.session[PROVED] = now.timestamp()
    if given.to_change(user):
        request.session[given.TO_CHANGE] = True
    note(request, kind=Kind.LOGIN, person=user)
    response = HttpResponseRedirect(to)
    known.remember(request, response, user.get_username())
    return response


def proved_again(request: HttpRequest, *, now: datetime) -> None:
    """The session goes on under a new id, which nobody knows who read the old one."""
    before = request.session.session_key
    request.session.cycle_key()
    sessions.moved(request, before)
    request.session[PROVED] = now.timestamp()


def has_proved(request: HttpRequest, *, now: datetime) -> bool:
    return now.timestamp() - request.session.get(PROVED, 0) <= PROOF_LASTS.total_seconds()


def recently(view: View) -> View:
    """A page on which one changes how one gets in: it takes a password that was given within the last minutes."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if has_proved(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('confirm')}?{urlencode({'next': back_to(request)})}")

    return checked
