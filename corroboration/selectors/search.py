"""What a search finds, as cards with the reasons why they match."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page

from claims.models import Claim
from corroboration import search
from corroboration.engine.searching import Found, Match
from corroboration.selectors.cards import Card, Copy, cards, with_details
from corroboration.selectors.paging import page_of


@dataclass(frozen=True, slots=True)
class Hit:
    match: Match
    card: Card


@dataclass(frozen=True, slots=True)
class SearchPage:
    """hits: those of this page of what was found."""

    found: Page
    hits: list[Hit]


def search_page(query: str, *, page: object) -> SearchPage:
    """The claims like a query, best first."""
    shown = page_of(search.similar(query), page)
    found: list[Found] = list(shown.object_list)
    rows = {claim.public_id: claim for claim in with_details(Claim.objects.filter(public_id__in=_ids(found)))}
    present = [each for each in found if each.id in rows]
    drawn = cards((rows[each.id] for each in present), _copies(present))
    return SearchPage(shown, [Hit(each.match, card) for each, card in zip(present, drawn, strict=True)])


def _ids(found: Iterable[Found]) -> list[str]:
    return [each.id for each in found]


def _copies(found: Iterable[Found]) -> dict[str, list[Copy]]:
    """The claims folded into each of these, earliest first."""
    folded = {copy: each.id for each in found for copy in each.copies}
    rows = Claim.objects.filter(public_id__in=list(folded)).order_by("article__told_at", "public_id")
    copies: dict[str, list[Copy]] = defaultdict(list)
    for id, outlet, published_at in rows.values_list("public_id", "article__outlet__name", "article__told_at"):
        copies[folded[id]].append(Copy(id, outlet, published_at))
    return copies
