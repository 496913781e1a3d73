"""The login in its two steps, and its end. Each try is counted before it is looked at."""

from datetime import datetime

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from corroboration.audit.recording import Kind, note
from corroboration.limits import tries
from corroboration.limits.quotas import Over
from corroboration.login import factors, keys, known, sessions, signing_in
from corroboration.login.forms import CodeForm, NameForm

LEFT_BEHIND = '"cache", "storage"'  # not the cookies: a browser that is known stays so
NEITHER = "wrong name or password"
SECOND_STEP = "registration/login_code.html"
WRONG_CODE = "This code isn’t right, or was used before. An app shows another one every 30 seconds."
WRONG_KEY = "This isn’t one of your keys, or it took too long: try it again."


class Login(auth.LoginView):
    """Name and password. Nobody is told whether there is such a name: not by words, by time, or by a limit."""

    redirect_authenticated_user = True
    authentication_form = NameForm

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name = request.POST.get("username", "")
        try:
            tries.password_given(request, name, known=known.mark_of(request, name))
        except Over as over:
            note(request, kind=Kind.LOGIN_FAILED, detail=f"too many tries: {over.name}")
            back = self.get_redirect_url()
            return too_many(request, "registration/login.html", over, form=NameForm(request), next=back)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"wait": 0}

    def form_valid(self, form) -> HttpResponse:
        return signing_in.password_was_right(
            self.request, form.get_user(), to=self.get_success_url(), now=timezone.now()
        )

    def form_invalid(self, form) -> HttpResponse:
        note(self.request, kind=Kind.LOGIN_FAILED, detail=NEITHER, person=form.who_was_meant())
        return super().form_invalid(form)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step, for who has a second factor and gave the password a moment ago."""
    now = timezone.now()
    user = signing_in.who_waits(request, now=now)
    if user is None:
        return HttpResponseRedirect(resolve_url("login"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    answer = request.POST.get("credential", "")[: keys.LONGEST_ANSWER]
    if not answer and not form.is_valid():
        return _second_step(request, user, form, now, WRONG_CODE if form.is_bound else "")
    try:
        tries.code_given(request, user.pk, known=known.mark_of(request, user.get_username()))
    except Over as over:
        note(request, kind=Kind.LOGIN_FAILED, person=user, detail=f"too many tries: {over.name}")
        return too_many(request, SECOND_STEP, over, **_of_second_step(request, user, CodeForm(), now))
    if answer:
        if keys.accept(request, user, answer, now=now):
            return signing_in.factor_was_right(request, user, by="key", now=now)
        note(request, kind=Kind.LOGIN_FAILED, person=user, detail="wrong key of the second factor")
        return _second_step(request, user, CodeForm(), now, WRONG_KEY)
    if factors.accept(user, form.cleaned_data["code"], now=now):
        return signing_in.factor_was_right(request, user, by="code", now=now)
    note(request, kind=Kind.LOGIN_FAILED, person=user, detail="wrong code of the second factor")
    return _second_step(request, user, form, now, WRONG_CODE)


def _second_step(request: HttpRequest, user: User, form: CodeForm, now: datetime, wrong: str) -> HttpResponse:
    return render(request, SECOND_STEP, _of_second_step(request, user, form, now) | {"wrong": wrong, "wait": 0})


def _of_second_step(request: HttpRequest, user: User, form: CodeForm, now: datetime) -> dict:
    """key: what a key is asked with, of who has one for this address."""
    key = keys.ask(request, user, now=now) if keys.usable(request, user) else None
    app = factors.has_app(user)
    return {"form": form, "key": key, "app": app, "alone": not app, "wrong": ""}


def too_many(request: HttpRequest, page: str, over: Over, **context) -> HttpResponse:
    """Say calmly when to try again. Nothing is locked."""
    seconds = over.taken.seconds_to_next
    answer = render(request, page, context | {"wait": seconds}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer


@method_decorator(login_not_required, name="dispatch")
class Logout(auth.LogoutView):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            note(request, kind=Kind.LOGOUT, person=request.user)
            sessions.forget(request)
        answer = super().post(request, *args, **kwargs)
        if request.is_secure():  # elsewhere browsers refuse it, and complain
            answer["Clear-Site-Data"] = LEFT_BEHIND
        return answer
