"""Whom a source cites, and who cites it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, QuerySet

from claims.models import Attribution, Claim
from corroboration.gathering import version
from sources.models import Source

CITED_SHOWN = 10
KEPT = 512  # lists that a process keeps
OUTLET, QUOTED = "claim__article__outlet", "source"  # who told a claim, and who it was taken from
Rows = tuple[tuple[int, int], ...]  # a source's number and how many claims, the most first


@dataclass(frozen=True, slots=True)
class Cited:
    """How many claims one source took from another."""

    slug: str
    name: str
    count: int


def cites(counted: Sequence[Source]) -> list[Cited]:
    """Whom those that count as one source cite most."""
    return _most(counted, OUTLET, QUOTED)


def cited_by(counted: Sequence[Source]) -> list[Cited]:
    """Who cites them most."""
    return _most(counted, QUOTED, OUTLET)


def _most(counted: Sequence[Source], mine: str, others: str) -> list[Cited]:
    numbers = tuple(sorted(source.pk for source in counted))
    settled = version()
    rows = _kept(numbers, mine, others, settled) if settled else _counted(numbers, mine, others)
    known = Source.objects.in_bulk([number for number, _ in rows])
    return [Cited(known[number].slug, known[number].name, count) for number, count in rows if number in known]


@lru_cache(maxsize=KEPT)
def _kept(numbers: tuple[int, ...], mine: str, others: str, settled: UUID) -> Rows:
    """Until something has been settled again: of 10^5 claims they take some hundred milliseconds."""
    return _counted(numbers, mine, others)


def _counted(numbers: tuple[int, ...], mine: str, others: str) -> Rows:
    cited: QuerySet[Attribution] = Attribution.objects.filter(**{f"{mine}__in": numbers})
    told = cited.exclude(**{f"{others}__in": numbers}).filter(
        part=Attribution.Part.CHAIN, claim__zone=Claim.Zone.BODY, claim__stands=True
    )
    rows = told.values_list(others).annotate(count=Count("claim", distinct=True)).order_by("-count", f"{others}__slug")
    return tuple(rows[:CITED_SHOWN])
