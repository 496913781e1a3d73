"""Others' reviews beside the claims here that they may be about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, QuerySet

from claims.models import Claim
from corroboration.evidence import in_chunks
from corroboration.interchange import answering, looking
from corroboration.interchange.rows import ExternalAnswer, ExternalMatch, ExternalReview, ExternalVersion
from corroboration.models import Cluster
from corroboration.selectors.cards import Card, cards, with_details
from corroboration.selectors.paging import page_of

OPEN, NOTHING, ANSWERED = "open", "nothing", "answered"
STATES = {OPEN: "to answer", NOTHING: "without a match", ANSWERED: "answered"}
SHOWN_ON_PAGE = 4  # reviews suggested on the page of a cluster
HEAVY = ("raw",)  # fields that a list never shows


@dataclass(frozen=True, slots=True)
class Likely:
    """A claim that a review may be about, as it stands."""

    match: ExternalMatch
    card: Card
    cluster: Cluster | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A review, its likeliest claims, and what was answered to it."""

    review: ExternalReview
    likely: tuple[Likely, ...]
    answers: tuple[ExternalAnswer, ...]

    @property
    def likeliest(self) -> Likely | None:
        return next(iter(self.likely), None)

    @property
    def nobody_looked(self) -> bool:
        return self.review.looked_at is None


@dataclass(frozen=True, slots=True)
class Opened:
    """One review with all that is known of it. versions: how it read before, the latest first. near: clusters that it
    may be about in other words, which nobody suggests; each by its likeliest claim."""

    shown: Shown
    versions: list[ExternalVersion]
    near: tuple[Likely, ...]


def reviews(*, state: str, site: str, page: object) -> Page:
    """Reviews of one state, of one publisher's site if one is given, those that fit best first."""
    rows = ExternalReview.objects.defer(*HEAVY)
    answered = Exists(answering.standing().filter(review=OuterRef("pk")))
    if state == ANSWERED:
        rows = rows.filter(answered).order_by("-imported_at", "public_id")
    elif state == NOTHING:
        rows = rows.filter(~answered).exclude(best__gt=0).order_by("-imported_at", "public_id")
    else:
        rows = rows.filter(~answered, best__gt=0).order_by("-best", "-imported_at", "public_id")
    if site:
        rows = rows.filter(publisher_site=site)
    found = page_of(rows, page)
    found.object_list = _shown(found.object_list)
    return found


def sites() -> list[str]:
    """The sites of all publishers."""
    found = ExternalReview.objects.order_by("publisher_site").values_list("publisher_site", flat=True)
    return list(found.distinct())


def review(public_id: str, *, near: bool) -> Opened | None:
    """One review; None where there is none of this id. near: with the clusters near it, which takes a search."""
    row = ExternalReview.objects.filter(public_id=public_id).first()
    if row is None:
        return None
    [shown] = _shown([row])
    return Opened(shown, list(row.versions.defer("raw")), _near(shown) if near and not shown.answers else ())


def _near(shown: Shown) -> tuple[Likely, ...]:
    """The clusters near a review, but for those of the claims that are suggested."""
    had = {likely.card.cluster for likely in shown.likely}
    found = looking.near(shown.review, {likely.match.claim for likely in shown.likely})
    rows = [ExternalMatch(review=shown.review, claim=m.claim, score=m.score, reasons=list(m.reasons)) for m in found]
    clusters: dict[str, Likely] = {}
    for likely in _likely(rows):
        if likely.cluster is not None and likely.cluster.public_id not in had:
            clusters.setdefault(likely.cluster.public_id, likely)
    return tuple(clusters.values())


def suggested_to(claims: Collection[str]) -> list[Likely]:
    """The likeliest reviews that may be about one of these claims and that nobody has answered, each once."""
    matched: list[ExternalMatch] = []
    answered = Exists(answering.standing().filter(review=OuterRef("review")))
    for ids in in_chunks(sorted(claims)):
        rows = ExternalMatch.objects.filter(claim__in=ids).exclude(answered)
        light = [f"review__{name}" for name in HEAVY]
        matched += rows.select_related("review").defer(*light).order_by("-score", "claim")[: SHOWN_ON_PAGE * 5]
    best: dict[int, ExternalMatch] = {}
    for match in sorted(matched, key=lambda each: (-each.score, each.claim)):
        best.setdefault(match.review_id, match)
    return _likely(list(best.values())[:SHOWN_ON_PAGE])


def _shown(rows: Iterable[ExternalReview]) -> list[Shown]:
    rows = list(rows)
    keys = [row.pk for row in rows]
    matched = _likely(ExternalMatch.objects.filter(review__in=keys).order_by("-score", "claim"))
    answers = answering.standing().filter(review__in=keys).select_related("decision__by", "decision__undoes")
    given = list(answers.order_by("-decision__recorded_at", "-decision"))
    return [
        Shown(
            row,
            tuple(each for each in matched if each.match.review_id == row.pk),
            tuple(each for each in given if each.review_id == row.pk),
        )
        for row in rows
    ]


def _likely(matches: Iterable[ExternalMatch]) -> list[Likely]:
    """The matches whose claims still stand."""
    matches = list(matches)
    claims = _claims({match.claim for match in matches})
    clusters = _clusters({card.cluster for card in claims.values()})
    return [
        Likely(match, claims[match.claim], clusters.get(claims[match.claim].cluster))
        for match in matches
        if match.claim in claims
    ]


def _claims(ids: Collection[str]) -> Mapping[str, Card]:
    rows: QuerySet[Claim] = with_details(Claim.objects.filter(public_id__in=ids))
    found: Sequence[Card] = cards(rows) if ids else ()
    return {card.claim.public_id: card for card in found}


def _clusters(ids: Collection[str]) -> dict[str, Cluster]:
    return Cluster.objects.in_bulk(ids - {""}, field_name="public_id") if ids else {}
