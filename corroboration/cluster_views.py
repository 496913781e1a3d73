"""The pages of one cluster, its claims and their articles."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from corroboration.addresses import asked_choice, asked_text
from corroboration.highlight import highlight
from corroboration.interchange.claim_review import claim_review
from corroboration.interchange.site import site
from corroboration.roles import may_decide
from corroboration.selectors import articles as article_reads
from corroboration.selectors import clusters as cluster_reads
from corroboration.selectors import edits
from corroboration.selectors import review as review_reads
from corroboration.selectors.cluster import page as page_reads
from corroboration.selectors.cluster.basis import basis_of
from corroboration.selectors.cluster.looks import LOOKS, QUESTION
from corroboration.selectors.cluster.pairs import KINDS


@require_safe
def cluster(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = page_reads.cluster_page(public_id, _asked(request), now=timezone.now())
    if shown is None:
        return _moved("cluster", public_id)
    queue = review_reads.place(shown.cluster, request.GET, request.user)
    context = {"shown": shown, "cluster": shown.cluster, "queue": queue, "may_decide": may_decide(request.user)}
    context["claim_reviews"] = [claim_review(each, site(request)) for each in shown.reviewed]
    return render(request, "pages/cluster.html", context)


def _asked(request: HttpRequest) -> page_reads.Asked:
    return page_reads.Asked(
        by=asked_choice(request, "by", LOOKS, QUESTION),
        page=asked_text(request, "page"),
        near=asked_text(request, "near"),
        kind=asked_choice(request, "kind", KINDS),
        of=asked_text(request, "of"),
        pairs=asked_text(request, "pairs"),
        toll=asked_text(request, "toll"),
        whole=asked_text(request, "whole") == "true",
    )


@require_safe
def basis(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a claim's credibility rests on: a fragment that its card asks for when it is opened."""
    found = basis_of(public_id)
    if found is None:
        return _moved("claim-basis", public_id)
    return render(request, "parts/cluster/basis.html", {"basis": found})


@require_safe
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """A claim is shown in its article, in the latest text that says so."""
    found = article_reads.article_of(public_id)
    if found is None:
        return _moved("claim", public_id)
    text, claim_id = found
    return HttpResponseRedirect(f"{reverse('article', args=[text])}?claim={claim_id}#c-{claim_id}")


@require_safe
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    chosen = asked_text(request, "claim")
    shown = article_reads.article_page(public_id, chosen=chosen, page=request.GET.get("page"))
    if shown is None:
        return _moved("article", public_id)
    text = highlight(shown.article.text, shown.marks, cues=shown.cues, zones=shown.article.zones, chosen=chosen)
    context = {"shown": shown, "article": shown.article, "text": text, "asked": chosen}
    return render(request, "pages/article.html", context | {"watched": edits.watched(shown.article)})


def _moved(name: str, old_id: str) -> HttpResponse:
    """A redirect to what an old id means now, or not found."""
    new_id = cluster_reads.current_id(old_id)
    if new_id is None:
        raise Http404(f"There is no {name} of this id.")
    return redirect(name, public_id=new_id, permanent=False)
