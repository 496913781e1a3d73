"""What a person does about how he or she gets in: password, second factor, sessions."""

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corroboration.access import login_only
from corroboration.audit.recording import Kind, note
from corroboration.limits import tries
from corroboration.limits.quotas import Over
from corroboration.login import factors, known, sessions, signing_in
from corroboration.login.forms import CodeForm, ProofForm
from corroboration.login.models import SignIn
from corroboration.login.qr import picture
from corroboration.login.signing_in import recently
from corroboration.login.views import too_many

# Encrypted, in the session, until its first code is given
SECRET = "secret_of_second_factor"  # noqa: S105 (a key of the session)
PAGE, CONFIRM = "pages/second_factor.html", "registration/confirm.html"


@method_decorator([never_cache, login_only], name="dispatch")
class Password(SuccessMessageMixin, PasswordChangeView):
    """A new password, for who knows the old one. Everywhere else one is logged out."""

    template_name = "registration/own_password.html"
    success_url = reverse_lazy("home")
    success_message = "Your password is changed. Wherever else you were logged in, you are logged out."

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name = request.user.get_username()
        try:
            tries.password_given(request, name, known=known.mark_of(request, name))
        except Over as over:
            return too_many(request, self.template_name, over, form=self.form_class(request.user))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"wait": 0}

    def form_valid(self, form) -> HttpResponse:
        before = self.request.session.session_key
        answer = super().form_valid(form)
        sessions.moved(self.request, before)
        sessions.end_others(self.request, self.request.user)
        signing_in.proved_again(self.request, now=timezone.now())
        note(self.request, kind=Kind.ACCOUNT, detail="password changed")
        return answer


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before something is changed that decides who gets in."""
    user, now = request.user, timezone.now()
    back = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("home")
    with_code = factors.has(user)
    form = ProofForm(request.POST if request.method == "POST" else None, user=user, with_code=with_code)
    try:
        if request.method == "POST":
            _count(request, with_code)
    except Over as over:
        form = ProofForm(user=user, with_code=with_code)
        return too_many(request, CONFIRM, over, form=form, next=back)
    if form.is_valid() and _code_fits(form, now):
        signing_in.proved_again(request, now=now)
        return HttpResponseRedirect(back)
    if form.is_bound:
        note(request, kind=Kind.LOGIN_FAILED, detail="not confirmed who it is")
    return render(request, CONFIRM, {"form": form, "next": back, "wait": 0})


def _count(request: HttpRequest, with_code: bool) -> None:
    name = request.user.get_username()
    mark = known.mark_of(request, name)
    tries.password_given(request, name, known=mark)
    if with_code:
        tries.code_given(request, request.user.pk, known=mark)


def _code_fits(form: ProofForm, now) -> bool:
    if "code" not in form.fields or factors.accept(form.user, form.cleaned_data["code"], now=now):
        return True
    form.add_error("code", "This code isn’t right, or was used before.")
    return False


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
@recently
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set one up, or see that there is one."""
    if factors.has(request.user):
        return _standing(request)
    secret = request.session.get(SECRET)
    if secret is None:
        secret = request.session[SECRET] = factors.fresh_secret()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        codes = factors.set_up(request.user, secret, form.cleaned_data["code"], now=timezone.now())
        if codes:
            return _set_up(request, codes)
        form.add_error("code", "This code isn’t right. The app shows another one every 30 seconds: is its clock right?")
    context = {
        "form": form,
        "picture": picture(factors.address(request.user, secret)),
        "secret": " ".join(_in_fours(factors.shown(secret))),
        "required": factors.required(request.user),
    }
    return render(request, "pages/second_factor_new.html", context, status=400 if form.is_bound else 200)


def _set_up(request: HttpRequest, codes: list[str]) -> HttpResponse:
    del request.session[SECRET]
    request.session[signing_in.WITH_FACTOR] = True
    sessions.end_others(request, request.user)
    note(request, kind=Kind.ACCOUNT, detail="second factor set up")
    return _standing(request, codes)


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
        request.session.pop(signing_in.WITH_FACTOR, None)
        sessions.end_others(request, request.user)
        note(request, kind=Kind.ACCOUNT, detail="second factor removed")
        messages.success(request, "Your second factor is removed.")
    return redirect("second-factor" if factors.required(request.user) else "home")


def _standing(request: HttpRequest, codes: list[str] | None = None) -> HttpResponse:
    user = request.user
    context = {
        "codes": codes or [],
        "left": factors.codes_left(user),
        "since": factors.since(user),
        "required": factors.required(user),
    }
    return render(request, PAGE, context)


def _in_fours(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


@never_cache
@login_only
@require_safe
def sessions_of_mine(request: HttpRequest) -> HttpResponse:
    listed = sessions.of(request.user, now=timezone.now())
    return render(request, "pages/sessions.html", {"listed": listed, "here": request.session.session_key})


@login_only
@require_POST
@recently
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    sessions.end_some(SignIn.objects.filter(pk=get_object_or_404(request.user.sign_ins, pk=key).pk))
    note(request, kind=Kind.ACCOUNT, detail="session ended")
    messages.success(request, "You are logged out there.")
    return redirect("sessions")


@login_only
@require_POST
@recently
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = sessions.end_others(request, request.user)
    note(request, kind=Kind.ACCOUNT, detail="all other sessions ended")
    messages.success(request, f"You are logged out in {count} other {'place' if count == 1 else 'places'}.")
    return redirect("sessions")
