"""Whom a source cites, and who cites it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from claims.models import Attribution, Claim
from sources.models import Source

CITED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Cited:
    """How many claims one source took from another."""

    slug: str
    name: str
    count: int


def cites(counted: Sequence[Source]) -> list[Cited]:
    """Whom those that count as one source cite most."""
    cited = Attribution.objects.filter(claim__article__outlet__in=counted)
    return _most(cited.exclude(source__in=counted), "source__slug", "source__name")


def cited_by(counted: Sequence[Source]) -> list[Cited]:
    """Who cites them most."""
    citing = Attribution.objects.filter(source__in=counted)
    return _most(
        citing.exclude(claim__article__outlet__in=counted),
        "claim__article__outlet__slug",
        "claim__article__outlet__name",
    )


def _most(attributions: QuerySet[Attribution], slug: str, name: str) -> list[Cited]:
    counted = (
        attributions.filter(part=Attribution.Part.CHAIN, claim__zone=Claim.Zone.BODY, claim__stands=True)
        .values_list(slug, name)
        .annotate(count=Count("claim", distinct=True))
        .order_by("-count", slug)
    )
    return [Cited(*row) for row in counted[:CITED_SHOWN]]
