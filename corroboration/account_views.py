"""A person's tokens. Password, second factor and sessions: login/account_views.py; others' accounts: users_admin.py."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corroboration.access import login_only
from corroboration.audit.recording import Kind, note
from corroboration.tokens import keeping
from corroboration.tokens.forms import TokenForm


@never_cache
@login_only
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's tokens, and a new one, whose secret stands on the answer to the form and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None, owner=request.user)
    made = form.make() if form.is_valid() else None
    if made:
        note(request, kind=Kind.ACCOUNT, target=made[0].token_key, detail=f"token made: {made[0].role}")
    context = {
        "tokens": keeping.of(request.user),
        "form": TokenForm(owner=request.user) if made else form,
        "secret": made[1] if made else "",
        "fresh": made[0] if made else None,
        "now": timezone.now(),
    }
    return render(request, "pages/tokens.html", context, status=400 if form.errors else 200)


@login_only
@require_POST
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    token = get_object_or_404(keeping.of(request.user), token_key=key)
    token.delete()
    note(request, kind=Kind.ACCOUNT, detail="token revoked")
    messages.success(request, "The token is revoked: nobody gets in with it any more.")
    return redirect("tokens")
