"""A claim as the pages show it: what was said, through whom it came, and how far it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from claims.models import Attribution, Claim
from corroboration.engine.standing import BODIES
from corroboration.models import Assessment
from sources.models import Source

HEAVY = ("text", "html", "zones", "shingles", "notes")  # fields of an article that a list never shows


@dataclass(frozen=True, slots=True)
class Copy:
    """A claim in the same words as an earlier one: listed, never counted."""

    claim: str
    outlet: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """chain: origin first, the publishing outlet left out; empty = the outlet's own voice."""

    claim: Claim
    outlet: Source
    chain: tuple[Attribution, ...]
    deniers: tuple[Attribution, ...]
    assessment: Assessment | None
    cluster: str
    copies: tuple[Copy, ...] = ()

    @property
    def own_statement(self) -> bool:
        """Whether a monitor tells on its own pages what it saw and counted."""
        return not self.chain and self.outlet.kind in BODIES

    @property
    def first_hand(self) -> bool:
        """The outlet's own voice counts as an origin: it was there, was told it, or is known to report itself."""
        return not self.chain and (self.claim.first_hand or self.outlet.original_reporting)

    @property
    def status(self) -> str:
        return self.assessment.status if self.assessment else Assessment.Status.UNCONFIRMED


def light(articles: str) -> list[str]:
    """The heavy fields of the articles reached by this path, for `defer`."""
    return [f"{articles}__{name}" for name in HEAVY]


def with_details(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with all that a card needs: one query, and one for the attributions."""
    attributions = Attribution.objects.select_related("source").order_by("part", "position")
    return (
        claims.select_related("article__outlet", "assessment", "membership")
        .defer(*light("article"))
        .prefetch_related(Prefetch("attributions", attributions))
    )


def cards(claims: Iterable[Claim], copies: dict[str, list[Copy]] | None = None) -> list[Card]:
    """A card for each claim. copies: by the public id of the claim they repeat."""
    return [_card(claim, tuple((copies or {}).get(claim.public_id, ()))) for claim in claims]


def _card(claim: Claim, copies: tuple[Copy, ...]) -> Card:
    attributions = claim.attributions.all()
    membership = getattr(claim, "membership", None)
    return Card(
        claim=claim,
        outlet=claim.article.outlet,
        chain=tuple(a for a in attributions if a.part == Attribution.Part.CHAIN),
        deniers=tuple(a for a in attributions if a.part == Attribution.Part.DENIER),
        assessment=getattr(claim, "assessment", None),
        cluster=membership.cluster_id if membership else "",
        copies=copies,
    )
