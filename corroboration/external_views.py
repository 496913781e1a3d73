"""The pages of others' reviews: what they may be about here, and a fact-checker's answers."""

import re

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from claims.models import PUBLIC_ID_LENGTH, Claim
from corroboration.access import deciders_only
from corroboration.acts.forms import LONGEST_REASON
from corroboration.addresses import asked_choice, asked_text
from corroboration.decision_values import RATINGS, BadDecision
from corroboration.interchange.answering import Answer, Answered, answer
from corroboration.models import ExternalReview
from corroboration.roles import may_decide
from corroboration.selectors import external as reads
from corroboration.selectors import made as made_reads

CLAIM_ID = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{PUBLIC_ID_LENGTH}}}(?![0-9a-f])")


class AnswerForm(forms.Form):
    """What is answered, about which claim: a suggested one, or another by its id or the address of its page."""

    claim = forms.CharField(required=False, max_length=PUBLIC_ID_LENGTH)
    other = forms.CharField(required=False, max_length=1_000)
    answer = forms.ChoiceField(
        choices=Answer.choices, error_messages={"required": "Say whether the review is about this claim."}
    )
    rating = forms.ChoiceField(choices=[(name, name) for name in RATINGS], required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)

    def claims(self) -> list[Claim]:
        """The claim that is meant, if there is one. After `is_valid`. Of an address its last id counts. Where another
        claim is named, the suggested one is never meant, be it that no claim is found by that name."""
        meant = self.cleaned_data["other"].strip() or self.cleaned_data["claim"]
        ids = CLAIM_ID.findall(meant)
        return list(Claim.objects.select_related("article__outlet").filter(public_id__in=ids[-1:]))


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Others' reviews, those first that fit a claim here best."""
    state = asked_choice(request, "state", reads.STATES, reads.OPEN)
    site = asked_text(request, "site")
    found = reads.reviews(state=state, site=site, page=request.GET.get("page"))
    context = {"found": found, "state": state, "states": reads.STATES, "site": site, "sites": reads.sites()}
    return render(request, "pages/external_reviews.html", context)


@require_safe
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """One review beside the claims it may be about."""
    return _page(request, public_id)


@deciders_only
@require_POST
def answered(request: HttpRequest, public_id: str) -> HttpResponse:
    """An answer to a review, as a decision."""
    row = get_object_or_404(ExternalReview, public_id=public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, public_id, problem=" ".join(each for each in _faults(form)), status=400)
    said = form.cleaned_data
    given = Answered(said["answer"], said["rating"], said["reason"])
    try:
        decision = answer(row, form.claims(), given, by=request.user, now=timezone.now())
    except BadDecision as problem:
        return _page(request, public_id, problem=str(problem), status=400)
    words = made_reads.says(decision, len(decision.anchors)).capitalize()
    messages.success(request, f"{words}.", extra_tags=decision.public_id)
    return HttpResponseRedirect(reverse("external-review", args=[public_id]), status=303)


def _faults(form: AnswerForm) -> list[str]:
    return [str(fault) for faults in form.errors.values() for fault in faults]


def _page(request: HttpRequest, public_id: str, problem: str = "", status: int = 200) -> HttpResponse:
    found = reads.review(public_id, near=may_decide(request.user))
    if found is None:
        raise Http404("There is no review of this id.")
    context = {"found": found, "shown": found.shown, "review": found.shown.review, "problem": problem}
    context |= {"ratings": list(RATINGS), "sent": {name: request.POST.get(name, "") for name in ("rating", "reason")}}
    return render(request, "pages/external_review.html", context, status=status)
