"""One text of an article with every claim in its place, and what other texts of it said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from claims.models import Article, Claim
from corroboration.highlight import Mark
from corroboration.models import Assessment
from corroboration.selectors.cards import HEAVY, Card, cards, with_details
from corroboration.selectors.carried import Carried, carried
from corroboration.selectors.cluster.basis import Basis, basis
from corroboration.selectors.cluster.walk import Walk, walk_from
from corroboration.selectors.paging import PAGE_SIZE, page_of


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """marks, cues, zones: what `highlight` needs. basis: of the chosen claim, with its card; walk: on to the others of
    its event. others: further texts of the article, the latest first. dropped: what one text says and the next no
    longer does, the latest first; whichever of them is shown. carried: who else has its text."""

    article: Article
    marks: list[Mark]
    cues: list[list[int]]
    basis: Basis | None
    walk: Walk | None
    claims: Page
    cards: list[Card]
    others: list[Article]
    dropped: list[Claim]
    carried: Carried


class Said(NamedTuple):
    """What a text says: the claim that stands for it, where this text says so, how that holds, and of which event."""

    id: str
    segments: list[list[int]]
    cues: list[list[int]]
    status: str | None
    cluster: str | None


def article_of(claim_id: str) -> tuple[str, str] | None:
    """(public id of the latest text that says so, of the claim that stands for it there), of a claim of any text."""
    claim = Claim.every.filter(public_id=claim_id).select_related("said_before", "article").first()
    if claim is None or not (claim.stands or claim.said_before):
        return None
    first = claim.said_before or claim
    again = Claim.every.filter(said_before=first).order_by("-article__told_at")
    text = again.values_list("article__public_id", flat=True).first()
    return text or claim.article.public_id, first.public_id


def article_page(public_id: str, *, chosen: str, page: object) -> ArticlePage | None:
    """The article, its claims a page at a time (by default the page that holds the chosen claim).

    A claim that an earlier text said first is marked where this one says it, and shown as it stands.
    """
    article = Article.objects.select_related("outlet", "replaced_by").defer("html", "shingles", *_heavy("replaced_by"))
    article = article.filter(public_id=public_id).first()
    if article is None:
        return None
    rows = _said(article)
    ids = [row.id for row in rows]
    shown = page_of(ids, page or _page_with(chosen, ids))
    wanted = {*shown.object_list, *({chosen} & set(ids))}
    rank = {id: turn for turn, id in enumerate(ids)}
    claims = with_details(Claim.objects.filter(public_id__in=wanted))
    found = cards(sorted(claims, key=lambda claim: rank[claim.public_id]))
    card = next((card for card in found if card.claim.public_id == chosen), None)
    event = card.cluster if card else ""
    return ArticlePage(
        article=article,
        marks=[_mark(row, kin=bool(event) and row.cluster == event and row.id != chosen) for row in rows],
        cues=[cue for row in rows for cue in row.cues],
        basis=basis(card) if card else None,
        walk=walk_from(chosen, event) if event else None,
        claims=shown,
        cards=[card for card in found if card.claim.public_id in shown.object_list],
        others=list(_other_texts(article)),
        dropped=_dropped(article),
        carried=carried([article])[article.pk],
    )


def _said(article: Article) -> list[Said]:
    said = Claim.every.filter(Q(stands=True) | Q(said_before__isnull=False), article=article).order_by("position")
    first = {
        "said": Coalesce("said_before", "public_id"),
        "status": Coalesce("assessment__status", "said_before__assessment__status"),
        "event": Coalesce("membership__cluster", "said_before__membership__cluster"),
    }
    return [Said(*row) for row in said.annotate(**first).values_list("said", "segments", "cues", "status", "event")]


def _mark(said: Said, *, kin: bool) -> Mark:
    segments = tuple((start, end) for start, end in said.segments)
    return Mark(said.id, segments, said.status or Assessment.Status.UNCONFIRMED, kin=kin)


def _page_with(chosen: str, ids: list[str]) -> int:
    return ids.index(chosen) // PAGE_SIZE + 1 if chosen in ids else 1


def _other_texts(article: Article) -> QuerySet[Article]:
    return (
        Article.objects.filter(outlet=article.outlet, external_id=article.external_id)
        .exclude(pk=article.pk)
        .defer(*HEAVY)
        .order_by(F("revised_at").desc(nulls_last=True), "text_hash")
    )


def _dropped(article: Article) -> list[Claim]:
    """What texts of the article say that a later one no longer does."""
    told = Claim.objects.filter(article__outlet=article.outlet, article__external_id=article.external_id)
    rows = told.exclude(dropped_by=None).select_related("article", "dropped_by")
    return list(rows.defer(*_heavy("article", "dropped_by")).order_by("-dropped_at", "position")[:PAGE_SIZE])


def _heavy(*articles: str) -> Iterable[str]:
    return [f"{article}__{name}" for article in articles for name in HEAVY]
