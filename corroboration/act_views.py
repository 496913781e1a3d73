"""What a fact-checker does: each act a page of its own, which htmx shows as a panel over the page one is at."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from claims.models import Claim
from corroboration import decisions
from corroboration.access import deciders_only
from corroboration.acts import news as news_of
from corroboration.acts import proposals, voices
from corroboration.acts.forms import ActForm, AttributionForm
from corroboration.acts.proposals import ACTS, Act, Proposal
from corroboration.decision_values import BadDecision
from corroboration.models import Cluster, Decision
from corroboration.selectors import clusters as cluster_reads
from corroboration.selectors import made as made_reads
from corroboration.selectors import merging

HIGHEST = 2**31 - 1


@deciders_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """The panel of an act; sent, its decision, where more than one claim is touched once their number is agreed to."""
    if name not in ACTS:
        raise Http404("There is no such act.")
    cluster, chosen_act = _cluster(public_id), ACTS[name]
    asked = request.method != "POST" or "ask" in request.POST  # a button of the page asks by POST, for what is ticked
    sent = request.POST if request.method == "POST" else request.GET
    try:
        chosen = [] if chosen_act.alone else proposals.chosen_claims(sent.getlist("claims"), cluster)
    except BadDecision as problem:
        return _panel(request, cluster, name, (), chosen_act.form(), problem=str(problem))
    form = _form(chosen_act, chosen, None if asked else request.POST)
    if asked or not form.is_valid():
        return _panel(request, cluster, name, chosen, form)
    try:
        proposal = proposals.propose(chosen_act, cluster, chosen, form)
        return _decided(request, cluster, proposal) or _panel(request, cluster, name, chosen, form, proposal)
    except BadDecision as problem:
        return _panel(request, cluster, name, chosen, form, problem=str(problem))


@deciders_only
@require_POST
def suggested(request: HttpRequest, public_id: str) -> HttpResponse:
    """Suggested matches accepted or refused, one or all: "claim" or "claim:cluster" for those that may go elsewhere."""
    cluster, accept = _cluster(public_id), request.POST.get("answer") == "accept"
    by_home: dict[str, list[str]] = {}
    for each in request.POST.getlist("suggestions"):
        claim, _, home = each.partition(":")
        by_home.setdefault(home, []).append(claim)
    try:
        found = [
            proposals.suggested(_cluster(home) if home else cluster, ids, here=not home, accept=accept)
            for home, ids in sorted(by_home.items())
        ]
        if not found:
            raise BadDecision("Choose a suggestion first.")
    except BadDecision as problem:
        messages.error(request, str(problem))
        return _back(request)
    count = sum(proposal.count for proposal in found)
    if count > 1 and _number(request, "confirmed") != count:
        context = {"cluster": cluster, "proposals": found, "count": count, "answer": request.POST.get("answer", "")}
        context |= {"suggestions": request.POST.getlist("suggestions"), "back": _way_back(request)}
        return _render(request, "suggested", context)
    for proposal in found:
        try:
            _make(request, proposal)
        except BadDecision as problem:
            messages.error(request, str(problem))
    return _back(request)


@deciders_only
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """A decision undone, whoever made it, by another one."""
    decision = get_object_or_404(Decision.objects.select_related("undoes"), public_id=public_id)
    try:
        undoing = decisions.undo(decision, by=request.user, now=timezone.now(), reason=request.POST.get("reason", ""))
        _tell(request, f"Undone: {made_reads.says(decision, len(decision.anchors))}.", undoing)
    except BadDecision as problem:
        messages.error(request, str(problem))
    return _back(request)


@require_safe
def news(request: HttpRequest, public_id: str) -> HttpResponse:
    """What others decided about a cluster meanwhile: a fragment that asks for itself again."""
    seen = _number(request, "seen")
    found = news_of.news(public_id, seen=seen, reader=request.user)
    context = {"news": found, "cluster_id": public_id, "says": _words(found), "seen": seen}
    context["was_following"] = "following" in request.GET
    return render(request, "parts/acts/news.html", context)


@require_safe
def made(request: HttpRequest) -> HttpResponse:
    """All decisions, the latest first."""
    by, kind, cluster = (request.GET.get(name, "").replace("\0", "")[:150] for name in ("by", "kind", "cluster"))
    kind = kind if kind in Decision.Kind.values else ""
    found = made_reads.decisions(by=by, kind=kind, cluster=cluster, page=request.GET.get("page"))
    context = {"found": found, "by": by, "kind": kind, "cluster": cluster, "kinds": Decision.Kind.choices}
    return render(request, "pages/decisions.html", context)


@require_safe
def one_made(request: HttpRequest, public_id: str) -> HttpResponse:
    """One decision: its claims, and what it changed."""
    found = made_reads.decision(public_id)
    if found is None:
        raise Http404("There is no decision of this id.")
    return render(request, "pages/decision.html", {"made": found, "decision": found.decision})


def _cluster(public_id: str) -> Cluster:
    """The cluster of an id, or the one that it leads to now."""
    now = cluster_reads.current_id(public_id) or public_id
    found = Cluster.objects.filter(public_id__in=[public_id, now]).first()
    if found is None:
        raise Http404("There is no cluster of this id.")
    return found


def _form(chosen_act: Act, chosen: Sequence[Claim], sent) -> ActForm:
    if chosen_act.form is AttributionForm:
        return AttributionForm(sent, chain=voices.chain_of(chosen[0]) if chosen else [])
    return chosen_act.form(sent)


def _panel(
    request: HttpRequest,
    cluster: Cluster,
    name: str,
    chosen: Sequence[Claim],
    form: ActForm,
    proposal: Proposal | None = None,
    problem: str = "",
) -> HttpResponse:
    """What an act asks for, and how many claims it is about. proposal: what was asked for, to be agreed to."""
    seen = _number(request, "seen") if "seen" in _sent(request) else news_of.latest()
    found = news_of.news(cluster.public_id, seen=seen, reader=request.user)
    touched = proposal.touched if proposal else proposals.touched_by(ACTS[name], chosen)
    context = {"act": ACTS[name], "name": name, "cluster": cluster, "chosen": chosen, "form": form}
    context |= {"proposal": proposal, "problem": problem, "touched": touched, "count": len(touched)}
    context |= {"news": found, "says": _words(found), "back": _way_back(request)}
    if name == "merge":
        context["found"] = merging.candidates(cluster, _sent(request).get("q", ""), form["other"].value())
        context["query"] = _sent(request).get("q", "")
    if name == "attribution":
        context["names"] = voices.suggestions(cluster.public_id)
    wrong = bool(problem or form.errors)
    return _render(request, "act", context, status=400 if wrong and request.method == "POST" else 200)


def _render(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A panel on its own page; for htmx, which shows it over the page that asked, the panel alone."""
    if request.htmx:
        return render(request, f"parts/acts/{name}.html", context)
    return render(request, f"pages/{name}.html", context, status=status)


def _decided(request: HttpRequest, cluster: Cluster, proposal: Proposal) -> HttpResponse | None:
    """Make the decision, unless others decided meanwhile, or more claims are touched than were agreed to."""
    found = news_of.news(cluster.public_id, seen=_number(request, "seen", default=HIGHEST), reader=request.user)
    agreed = proposal.count <= 1 or _number(request, "confirmed") == proposal.count
    if found.newer or not agreed:
        return None
    _make(request, proposal)
    return _back(request)


def _make(request: HttpRequest, proposal: Proposal) -> None:
    _tell(request, proposal.says, proposal.decide(by=request.user, now=timezone.now()))


def _tell(request: HttpRequest, words: str, decision: Decision) -> None:
    messages.success(request, words, extra_tags=decision.public_id)


def _words(found: news_of.News) -> list[tuple[Decision, str]]:
    return [(decision, made_reads.says(decision, len(decision.anchors))) for decision in found.newer]


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else request.GET


def _number(request: HttpRequest, name: str, default: int = 0) -> int:
    given = _sent(request).get(name, "")
    return min(int(given), HIGHEST) if given.isascii() and given.isdigit() else default


def _way_back(request: HttpRequest) -> str:
    """The page to go back to: the one that an act was begun at."""
    given = _sent(request).get("back", "") or (request.htmx.current_url_abs_path or "" if request.htmx else "")
    return given if url_has_allowed_host_and_scheme(given, None) and given.startswith("/") else ""


def _back(request: HttpRequest) -> HttpResponse:
    """Back to where an act was begun; htmx has the page made anew in its place, so that one stays where one looked."""
    way = _way_back(request)
    if request.htmx:
        here = request.htmx.current_url_abs_path
        return HttpResponseClientRefresh() if way in ("", here) else HttpResponseClientRedirect(way)
    return HttpResponseRedirect(way or reverse("home"), status=303)
