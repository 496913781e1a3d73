"""What a person does about how he or she gets in: password, sessions. The second factor: factor_views.py."""

from datetime import datetime

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
from corroboration.login import factors, given, keys, known, sessions, signing_in
from corroboration.login.forms import OwnPasswordForm, ProofForm
from corroboration.login.models import SignIn
from corroboration.login.signing_in import recently
from corroboration.login.views import WRONG_KEY, too_many

CONFIRM = "registration/confirm.html"


@method_decorator([never_cache, login_only], name="dispatch")
class Password(SuccessMessageMixin, PasswordChangeView):
    """A new password, for who knows the old one. Everywhere else one is logged out."""

    form_class = OwnPasswordForm
    template_name = "registration/own_password.html"
    success_url = reverse_lazy("home")
    success_message = "Your password is changed. Wherever else you were logged in, you are logged out."

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name = request.user.get_username()
        try:
            tries.password_given(request, name, known=known.mark_of(request, name))
        except Over as over:
            return too_many(request, self.template_name, over, form=self.form_class(request.user), given=False)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        own = {"wait": 0, "given": given.TO_CHANGE in self.request.session}
        return own | super().get_context_data(**kwargs)

    def form_valid(self, form) -> HttpResponse:
        before = self.request.session.session_key
        answer = super().form_valid(form)
        sessions.moved(self.request, before)
        given.changed(self.request.user)
        self.request.session.pop(given.TO_CHANGE, None)
        sessions.end_others(self.request, self.request.user)
        signing_in.proved_again(self.request, now=timezone.now())
        note(self.request, kind=Kind.ACCOUNT, detail="password changed")
        return answer


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before something is changed that decides who gets in."""
    now = timezone.now()
    back = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("home")
    form = _proof_form(request)
    try:
        if form.is_bound:
            _count(request, form.with_factor)
    except Over as over:
        form = _proof_form(request, bound=False)
        return too_many(request, CONFIRM, over, form=form, next=back, key=_key(request, form, now))
    if form.is_valid() and _factor_fits(request, form, now):
        signing_in.proved_again(request, now=now)
        return HttpResponseRedirect(back)
    if form.is_bound:
        note(request, kind=Kind.LOGIN_FAILED, detail="not confirmed who it is")
    return render(request, CONFIRM, {"form": form, "next": back, "wait": 0, "key": _key(request, form, now)})


def _proof_form(request: HttpRequest, *, bound: bool = True) -> ProofForm:
    user = request.user
    given = request.POST if bound and request.method == "POST" else None
    return ProofForm(given, user=user, with_factor=factors.has(user), with_key=keys.usable(request, user))


def _key(request: HttpRequest, form: ProofForm, now: datetime) -> dict | None:
    """What a key is asked with, of who has one."""
    return keys.ask(request, form.user, now=now) if form.with_key else None


def _count(request: HttpRequest, with_factor: bool) -> None:
    name = request.user.get_username()
    mark = known.mark_of(request, name)
    tries.password_given(request, name, known=mark)
    if with_factor:
        tries.code_given(request, request.user.pk, known=mark)


def _factor_fits(request: HttpRequest, form: ProofForm, now: datetime) -> bool:
    if not form.with_factor:
        return True
    code, answer = form.cleaned_data["code"], form.cleaned_data.get("credential", "")
    if answer and keys.accept(request, form.user, answer, now=now):
        return True
    if code and not answer and factors.accept(form.user, code, now=now):
        return True
    form.add_error("code", WRONG_KEY if answer else "This code isn’t right, or was used before.")
    return False


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
