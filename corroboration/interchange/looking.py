"""Which claims here a review of others may be about: suggestions for a person, found by the search engine.

Precision goes first. Words that a thousand events share tell nothing, so a claim text must hold several telling words,
and share most of their weight with a claim that may well be of the same event and was told about when the review says.
Where nothing is found, nothing is suggested.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import Attribution, Claim
from claims.selectors import reference
from corroboration import search
from corroboration.engine import searching
from corroboration.engine.searching import Found
from corroboration.interchange.rows import ExternalMatch, ExternalReview
from sources.engine.names import canonical

LEAST_ROOTS = 4  # telling words of a claim text: with fewer, of how many events it speaks can't be known
LEAST_WEIGHT = 9.0  # of them together: "attack" has 1.9, a town's name some 4
LEAST_WORDS = 0.6  # share of that weight which the claim has
LEAST_EVENT = 0.3  # how likely both are of one event, by place, time, people and kind
LEAST_SCORE = 0.6  # of both together
OTHERWISE = ("another place:", "another time:")  # reasons that say it is another event, however alike the words are
WIDE = ("country", "continent", "sea")  # kinds of places that hold many events
SAME_SPEAKER = 0.1  # added where the review names as claimant who is in the claim's chain
AROUND = timedelta(days=45)  # a claim is told about when the review says that it was made
BEFORE_REVIEW = timedelta(days=400)  # where it doesn't say: before the review, by this much at most
KEPT = 5  # suggestions a review
NEAR = 8  # claims listed beside them
AGAIN = timedelta(days=1)  # claims come in: what nobody has answered is looked for again
FRESH, OLD = 200, 40  # reviews that one run looks for: some ten seconds for new ones, some for those of earlier


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that a review may be about."""

    claim: str
    score: float
    reasons: tuple[str, ...]


def matches(review: ExternalReview) -> list[Match]:
    """The likeliest claims of a review, best first; none where its words tell too little."""
    if not tells_enough(review.claim_text):
        return []
    found = search.similar(review.claim_text[: search.LONGEST_QUERY], _told_then(review))
    ids = [each.id for each in found]
    said = dict(Claim.objects.filter(public_id__in=ids).values_list("public_id", "statement"))
    here = [each for each in found if not _elsewhere(review.claim_text, said.get(each.id, ""))]
    speakers = _speakers(review.claimant, ids)
    judged = (_judged(each, speakers.get(each.id, "")) for each in here)
    good = [match for match in judged if match is not None]
    return sorted(good, key=lambda match: (-match.score, match.claim))[:KEPT]


def near(review: ExternalReview, but_for: Collection[str]) -> list[Match]:
    """Claims that may say the same in other words, best first, for a person to look through: too unlike to be
    suggested, and stored nowhere. but_for: those that are suggested."""
    found = search.similar(review.claim_text[: search.LONGEST_QUERY], _told_then(review))
    fitting = [each for each in found if each.id not in but_for and not _otherwise(each)]
    ranked = sorted(fitting, key=lambda each: (-each.match.event, -each.score, each.id))
    return [Match(each.id, each.score, each.match.reasons) for each in ranked[:NEAR]]


def _otherwise(found: Found) -> bool:
    """Whether a reason says that it is another event."""
    return any(reason.startswith(OTHERWISE) for reason in found.match.reasons)


def _elsewhere(text: str, statement: str) -> bool:
    """Whether two texts name towns and the like, and none that is, or lies in, one of the other's: also where neither
    says clearly enough that it happened there."""
    mine, theirs = _places(text), _places(statement)
    if not mine or not theirs:
        return False
    path = reference().gazetteer.path
    return not any(one in path(other) or other in path(one) for one in mine for other in theirs)


def _places(text: str) -> set[str]:
    """The places that a text names, but for countries and what is wider."""
    gazetteer = reference().gazetteer
    found = {mention.id for mention in gazetteer.find(text.split())}
    return {id for id in found if id in gazetteer.entries and gazetteer.entries[id].kind not in WIDE}


def tells_enough(text: str) -> bool:
    """Whether a claim text is of some event in particular."""
    weights = searching.asked(text)
    return len(weights) >= LEAST_ROOTS and sum(weights.values()) >= LEAST_WEIGHT


def _judged(found: Found, speaker: str) -> Match | None:
    match = found.match
    if match.words < LEAST_WORDS or match.event < LEAST_EVENT or match.score < LEAST_SCORE:
        return None
    if _otherwise(found):
        return None
    reasons = (*match.reasons, *([f"same speaker: {speaker}"] if speaker else []))
    return Match(found.id, round(min(1.0, match.score + (SAME_SPEAKER if speaker else 0.0)), 6), reasons)


def _told_then(review: ExternalReview) -> QuerySet[Claim] | None:
    """The claims told when the review says that its claim was; None for all, where it gives no date."""
    body = Claim.objects.filter(zone=Claim.Zone.BODY)
    if review.claimed_on:
        first, last = review.claimed_on - AROUND, review.claimed_on + AROUND
    elif review.reviewed_on:
        first, last = review.reviewed_on - BEFORE_REVIEW, review.reviewed_on + AROUND
    else:
        return None
    return body.filter(article__told_at__gte=_start(first), article__told_at__lt=_start(last + timedelta(days=1)))


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _speakers(claimant: str, claims: list[str]) -> dict[str, str]:
    """Of which of these claims the claimant is a voice of the chain, or the outlet: its name there."""
    wanted = canonical(claimant)
    if not wanted:
        return {}
    found = {}
    outlets = Claim.objects.filter(public_id__in=claims).values_list("public_id", "article__outlet__name")
    voices = Attribution.objects.filter(claim__public_id__in=claims, part=Attribution.Part.CHAIN)
    named = voices.values_list("claim__public_id", "name", "source__name")
    for claim, *names in [*outlets, *named]:
        if name := next((name for name in names if canonical(name) == wanted), None):
            found[claim] = name
    return found


def due(now: datetime) -> QuerySet[ExternalReview]:
    """The reviews to look for: new and changed ones first, then those that nobody has answered, once a day."""
    fresh = Q(looked_at=None)
    again = Q(looked_at__lt=now - AGAIN, answers=None)
    return ExternalReview.objects.filter(fresh | again).order_by("looked_at", "pk")


def look_for(reviews: Iterable[ExternalReview], now: datetime) -> int:
    """Look for the claims of these reviews, and store what is found. Returns how many were looked for."""
    return sum(_look(review, now) for review in reviews)


def look(now: datetime) -> int:
    """Look for some that are due. What another worker looked for meanwhile is left as it is."""
    fresh = list(ExternalReview.objects.filter(looked_at=None).order_by("pk")[:FRESH])
    return look_for(fresh or list(due(now)[:OLD]), now)


def _look(review: ExternalReview, now: datetime) -> bool:
    found = matches(review)  # no transaction is open while it computes
    with transaction.atomic():
        mine = ExternalReview.objects.filter(pk=review.pk, looked_at=review.looked_at, content_hash=review.content_hash)
        if not mine.update(looked_at=now, best=found[0].score if found else 0.0):
            return False
        review.matches.all().delete()
        rows = (ExternalMatch(review=review, claim=m.claim, score=m.score, reasons=list(m.reasons)) for m in found)
        ExternalMatch.objects.bulk_create(rows)
    return True
