"""What a person does about the second factor: set up an app or keys, name and remove them, make new recovery codes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corroboration.access import login_only
from corroboration.audit.recording import Kind, note
from corroboration.login import factors, keys, sessions, signing_in
from corroboration.login.forms import CodeForm, KeyForm, KeyNameForm
from corroboration.login.qr import picture
from corroboration.login.signing_in import recently

# Encrypted, in the session, until its first code is given
SECRET = "secret_of_second_factor"  # noqa: S105 (a key of the session)


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
@recently
def second_factor(request: HttpRequest) -> HttpResponse:
    """What there is; of who has none, an app's setting up."""
    return _standing(request) if factors.has(request.user) else _new_app(request)


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
@recently
def app(request: HttpRequest) -> HttpResponse:
    """Set an app up, beside keys."""
    return redirect("second-factor") if factors.has_app(request.user) else _new_app(request)


def _new_app(request: HttpRequest) -> HttpResponse:
    secret = request.session.get(SECRET)
    if secret is None:
        secret = request.session[SECRET] = factors.fresh_secret()
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].widget.attrs["inputmode"] = "numeric"  # elsewhere a recovery code will do, of letters
    if form.is_valid():
        codes = factors.set_up(request.user, secret, form.cleaned_data["code"], now=timezone.now())
        if codes is not None:
            del request.session[SECRET]
            return _set_up(request, codes, "second factor set up: app")
        form.add_error("code", "This code isn’t right. The app shows another one every 30 seconds: is its clock right?")
    context = {
        "form": form,
        "picture": picture(factors.address(request.user, secret)),
        "secret": " ".join(_in_fours(factors.shown(secret))),
        "required": factors.required(request.user) and not factors.has(request.user),
    }
    return render(request, "pages/second_factor_new.html", context, status=400 if form.is_bound else 200)


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
@recently
def add_key(request: HttpRequest) -> HttpResponse:
    """Add a security key or passkey."""
    now = timezone.now()
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            codes = keys.add(request, request.user, said["name"], said["credential"], now=now)
            return _set_up(request, codes, "second factor set up: key")
        except keys.Refused as refused:
            form.add_error(None, str(refused))
    ask = keys.ask_for_new(request, request.user, now=now) if keys.possible(request) else None
    context = {
        "form": form,
        "key": ask,
        "required": factors.required(request.user) and not factors.has(request.user),
    }
    return render(request, "pages/key_new.html", context, status=400 if form.is_bound else 200)


@never_cache
@login_only
@require_POST
@recently
def rename_key(request: HttpRequest, key: int) -> HttpResponse:
    form = KeyNameForm(request.POST)
    if form.is_valid():
        if not keys.rename(request.user, key, form.cleaned_data["name"]):
            raise Http404
        note(request, kind=Kind.ACCOUNT, detail="key renamed")
        messages.success(request, "The key has its new name.")
    else:
        messages.error(request, "Not renamed: a name has 1 to 60 characters.")
    return redirect("second-factor")


@never_cache
@login_only
@require_POST
@recently
def remove_key(request: HttpRequest, key: int) -> HttpResponse:
    """Nobody gets in with this key any more."""
    if not factors.remove_one(request.user, key=key):
        raise Http404
    return _removed(request, "key removed", "The key is removed: nobody gets in with it any more.")


@never_cache
@login_only
@require_POST
@recently
def remove_app(request: HttpRequest) -> HttpResponse:
    if factors.remove_one(request.user):
        return _removed(request, "app removed", "The app is removed: its codes are void.")
    return redirect("second-factor")


@never_cache
@login_only
@require_POST
@recently
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown on the answer and nowhere else."""
    if not factors.has(request.user):
        return redirect("second-factor")
    codes = factors.renew_codes(request.user)
    note(request, kind=Kind.ACCOUNT, detail="recovery codes renewed")
    return _standing(request, codes)


@never_cache
@login_only
@require_POST
@recently
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Do without, or with another app: of those whose role takes one, another is asked for at once."""
    if factors.remove(request.user):
        return _removed(request, "second factor removed", "Your second factor is removed.")
    return redirect("second-factor" if factors.required(request.user) else "home")


def _set_up(request: HttpRequest, codes: list[str], told: str) -> HttpResponse:
    request.session[signing_in.WITH_FACTOR] = True
    sessions.end_others(request, request.user)
    note(request, kind=Kind.ACCOUNT, detail=told)
    return _standing(request, codes)


def _removed(request: HttpRequest, told: str, words: str) -> HttpResponse:
    sessions.end_others(request, request.user)
    note(request, kind=Kind.ACCOUNT, detail=told)
    messages.success(request, words)
    if factors.has(request.user):
        return redirect("second-factor")
    request.session.pop(signing_in.WITH_FACTOR, None)
    return redirect("second-factor" if factors.required(request.user) else "home")


def _standing(request: HttpRequest, codes: list[str] | None = None) -> HttpResponse:
    user = request.user
    context = {
        "codes": codes or [],
        "left": factors.codes_left(user),
        "since": factors.since(user),
        "keys": keys.of(user),
        "required": factors.required(user),
    }
    return render(request, "pages/second_factor.html", context)


def _in_fours(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]
