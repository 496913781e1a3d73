"""What claims are found by: whether searches and filters find every claim, and none that isn't so."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from claims.models import Article
from corroboration import claim_facets, search
from corroboration.integrity.faults import MENDS, Check, Fault, pieces
from corroboration.models import ClaimFacet, SearchWord

ARTICLES = 100


def words(now: datetime) -> Iterator[Fault]:
    """Claims that a search misses, or finds by words that they don't have."""
    stored = SearchWord.objects.values_list("claim", "root", "event_day")
    return _compared("search", stored, lambda ids: ((w.claim_id, w.root, w.event_day) for w in search.rows_of(ids)))


def facets(now: datetime) -> Iterator[Fault]:
    """Claims that a filter misses, or finds by what they aren't."""
    stored = ClaimFacet.objects.values_list("claim", "kind", "value", "told_at")
    made = claim_facets.rows_of
    return _compared("filters", stored, lambda ids: ((f.claim_id, f.kind, f.value, f.told_at) for f in made(ids)))


def _compared(where: str, stored: Any, wanted: Callable[[list[int]], Iterable[tuple[Any, ...]]]) -> Iterator[Fault]:
    settled = Article.objects.filter(state__in=("settled", "retired"), erased_at=None).order_by("pk")
    for ids in pieces(settled.values_list("pk", flat=True).iterator(), ARTICLES):
        there, right = defaultdict(set), defaultdict(set)
        for claim, *row in stored.filter(claim__article_id__in=ids):
            there[claim].add(tuple(row))
        for claim, *row in wanted(ids):
            right[claim].add(tuple(row))
        for claim in sorted({*there, *right}):
            missing, wrong = right[claim] - there[claim], there[claim] - right[claim]
            if missing or wrong:
                says = f"{len(missing)} missing, {len(wrong)} that shouldn't be there"
                yield Fault(f"claim {claim}: of what {where} find it by, {says}", claim)


def index_words(faults: Collection[Fault], now: datetime) -> None:
    search.index_again(_articles(faults))


def index_facets(faults: Collection[Fault], now: datetime) -> None:
    claim_facets.index(_articles(faults))


def _articles(faults: Collection[Fault]) -> set[int]:
    claims = [fault.key for fault in faults]
    return set(Article.objects.filter(claims__public_id__in=claims).values_list("pk", flat=True))


CHECKS = (
    Check("search words", words, f"{MENDS} makes them anew.", index_words, settled=True),
    Check("facets", facets, f"{MENDS} makes them anew.", index_facets, settled=True),
)
