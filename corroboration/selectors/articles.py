"""One article with every claim in its place."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F, QuerySet

from claims.models import Article, Claim
from corroboration.highlight import Mark
from corroboration.models import Assessment
from corroboration.selectors.cards import HEAVY, Card, cards, with_details
from corroboration.selectors.paging import PAGE_SIZE, page_of


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """marks, cues, zones: what `highlight` needs. others: further revisions of the article."""

    article: Article
    marks: list[Mark]
    cues: list[list[int]]
    chosen: Card | None
    claims: Page
    cards: list[Card]
    others: list[Article]


def article_of(claim_id: str) -> str | None:
    """The public id of the article that this claim stands in."""
    return Claim.objects.filter(public_id=claim_id).values_list("article__public_id", flat=True).first()


def article_page(public_id: str, *, chosen: str, page: object) -> ArticlePage | None:
    """The article, its claims a page at a time (by default the page that holds the chosen claim)."""
    article = Article.objects.select_related("outlet").defer("html", "shingles").filter(public_id=public_id).first()
    if article is None:
        return None
    rows = list(article.claims.order_by("position").values_list("public_id", "segments", "cues", "assessment__status"))
    ids = [row[0] for row in rows]
    shown = page_of(ids, page or _page_with(chosen, ids))
    wanted = {*shown.object_list, chosen}
    found = cards(with_details(article.claims.filter(public_id__in=wanted).order_by("position")))
    return ArticlePage(
        article=article,
        marks=[
            Mark(id, tuple((start, end) for start, end in segments), status or Assessment.Status.UNCONFIRMED)
            for id, segments, _, status in rows
        ],
        cues=[cue for _, _, cues, _ in rows for cue in cues],
        chosen=next((card for card in found if card.claim.public_id == chosen), None),
        claims=shown,
        cards=[card for card in found if card.claim.public_id in shown.object_list],
        others=list(_other_revisions(article)),
    )


def _page_with(chosen: str, ids: list[str]) -> int:
    return ids.index(chosen) // PAGE_SIZE + 1 if chosen in ids else 1


def _other_revisions(article: Article) -> QuerySet[Article]:
    return (
        Article.objects.filter(outlet=article.outlet, external_id=article.external_id)
        .exclude(pk=article.pk)
        .defer(*HEAVY)
        .order_by(F("revised_at").desc(nulls_last=True), "text_hash")
    )
