"""What a fact-checker answers to a review of others: a verdict of his own that cites it, that it is related, or that it
is about something else. Each answer is a decision, and is taken back by undoing that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import Claim
from corroboration.decision_values import RATINGS, BadDecision
from corroboration.decisions import decide
from corroboration.interchange.rows import ExternalAnswer, ExternalReview
from corroboration.models import Decision

Answer = ExternalAnswer.Answer
DEEPEST = 3  # undoings of undoings that a query looks through; who goes on taking back the same decides it anew


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is given. rating: a word of RATINGS, for a verdict alone."""

    answer: str
    rating: str = ""
    reason: str = ""


@transaction.atomic
def answer(
    review: ExternalReview, claims: Sequence[Claim], given: Answered, *, by: AbstractBaseUser, now: datetime
) -> Decision:
    """Store an answer about these claims. Raises BadDecision."""
    if not claims:
        raise BadDecision("Choose the claim that the review is about.")
    if given.answer == Answer.VERDICT:
        if given.rating not in RATINGS:
            raise BadDecision("Say how true the claim is, or that it can't be told.")
        value = {"rating": RATINGS[given.rating], "verdict": given.rating, "links": [review.url]}
        value |= {"review": review.public_id, "publisher": review.publisher}
        decision = decide(Decision.Kind.VERDICT, claims, by=by, now=now, value=value, reason=_why(review, given))
    elif given.answer in (Answer.RELATED, Answer.REJECTED):
        value = {"review": review.public_id, "answer": given.answer, "publisher": review.publisher, "url": review.url}
        decision = decide(Decision.Kind.EXTERNAL, claims, by=by, now=now, value=value, reason=_why(review, given))
    else:
        raise BadDecision("Say whether the review is about this claim.")
    ExternalAnswer.objects.create(decision=decision, review=review, answer=given.answer)
    return decision


def _why(review: ExternalReview, given: Answered) -> str:
    """The reason, with whose review it rests on."""
    named = f"{review.publisher}: “{review.rating_words or 'no rating'}”."
    return f"{named} {given.reason}".strip()


def in_force(path: str = "") -> Q:
    """The answers whose decision nobody took back, or whose taking back was taken back. path: to them, such as
    "answers__"."""
    step = f"{path}decision"
    found = Q(**{f"{step}__undone_by__isnull": True})
    for _ in range(DEEPEST):
        step += "__undone_by"
        taken_back = Q(**{f"{step}__isnull": False})
        step += "__undone_by"
        found |= taken_back & Q(**{f"{step}__isnull": False, f"{step}__undone_by__isnull": True})
    return found


def standing() -> QuerySet[ExternalAnswer]:
    """The answers in force."""
    return ExternalAnswer.objects.filter(in_force())
