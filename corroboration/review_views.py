"""The review queue: its page, a person's own views of it, and what is done with several clusters at once."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from corroboration import reviewing, saved_views
from corroboration.access import deciders_only, login_only
from corroboration.addresses import asked_text
from corroboration.decisions import BadDecision
from corroboration.models import SavedView
from corroboration.roles import may_decide
from corroboration.selectors import review as review_reads
from corroboration.selectors import suggesting


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Filters that are no good are told beside their fields; htmx shows only what it asked for successfully."""
    shown = review_reads.queue(request.GET, viewer=request.user, page=request.GET.get("page"))
    people = review_reads.deciders() if may_decide(request.user) else []
    context = {"shown": shown, "orders": review_reads.ORDER_WORDS.items(), "people": people}
    wrong = shown.filters.form.errors and not request.htmx
    return render(request, "pages/clusters.html", context, status=400 if wrong else 200)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Places that begin with what is being typed, as options."""
    return render(request, "parts/options.html", {"options": suggesting.places(asked_text(request, "place"))})


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    """Sources, likewise."""
    return render(request, "parts/options.html", {"options": suggesting.sources(asked_text(request, "source"))})


@login_only
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    return _kept(request, "Kept as “{}”.", lambda: saved_views.save(request.user, name, query, now=timezone.now()))


@login_only
@require_POST
def rename_view(request: HttpRequest, key: int) -> HttpResponse:
    name = request.POST.get("name", "")
    return _kept(request, "Now named “{}”.", lambda: saved_views.rename(request.user, key, name))


@login_only
@require_POST
def delete_view(request: HttpRequest, key: int) -> HttpResponse:
    return _kept(request, "“{}” is deleted.", lambda: saved_views.delete(request.user, key))


def _kept(request: HttpRequest, words: str, change: Callable[[], SavedView]) -> HttpResponse:
    try:
        messages.success(request, words.format(change().name))
    except SavedView.DoesNotExist:
        raise Http404("You have no such view.") from None
    except saved_views.BadView as problem:
        messages.error(request, str(problem))
    return _back(request)


@deciders_only
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Assign the ticked clusters, or mark them as reviewed. Of more than one it is asked first, with their number."""
    act, ticked = request.POST.get("act", ""), request.POST.getlist("cluster")
    to = request.POST.get("to", "").replace("\0", "")
    if act == "mine":
        act, to = "assign", request.user.get_username()
    if act not in ("assign", "reviewed"):
        messages.error(request, "Choose what to do with the ticked clusters.")
        return _back(request)
    if len(ticked) > 1 and "sure" not in request.POST:
        context = {"found": reviewing.look(ticked), "ticked": ticked, "act": act, "to": to, "back": _where(request)}
        return render(request, "pages/together.html", context)
    try:
        if act == "assign":
            decision, found = reviewing.assign(ticked, to, by=request.user, now=timezone.now())
        else:
            decision, found = reviewing.mark_reviewed(ticked, by=request.user, now=timezone.now())
    except BadDecision as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _told(act, to, found), extra_tags=decision.public_id)
    return _back(request)


def _told(act: str, to: str, found: reviewing.Picked) -> str:
    count = len(found.clusters)
    clusters = "1 cluster" if count == 1 else f"{count} clusters"
    done = "marked as reviewed" if act == "reviewed" else f"assigned to {to}" if to else "assigned to nobody"
    left = len(found.changed) + found.gone
    return f"{clusters} {done}." + (f" {left} changed meanwhile and were left: look again." if left else "")


def _where(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("query", "page")}


def _back(request: HttpRequest) -> HttpResponse:
    """To the queue and the page of it that one came from."""
    query = review_reads.clean(request.POST.get("query", ""), request.POST.get("page", ""))
    return HttpResponseRedirect(f"{reverse('clusters')}{'?' if query else ''}{query}")
