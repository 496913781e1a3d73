"""Reads of pages that were asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from claims.models import Article
from corroboration.fetching.rows import Look, Page, Retrieval
from corroboration.selectors.cards import HEAVY

HEAVY_OF_ARTICLE = [f"article__{name}" for name in HEAVY]
RECENT = timedelta(days=14)  # as of what feeds bring
MOST = 20  # of each list
State = Retrieval.State


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a person, whoever asked for it, and what this person asked for last."""

    unclear: list[Retrieval]
    mine: list[Retrieval]


def asked(by: User) -> Asked:
    rows = Retrieval.objects.select_related("article").defer("page", *HEAVY_OF_ARTICLE)
    unclear = rows.filter(state=State.UNCLEAR).order_by("-asked_at")[:MOST]
    return Asked(list(unclear), list(rows.filter(by=by).order_by("-asked_at")[:MOST]))


def with_last_look(pages: QuerySet[Page]) -> QuerySet[Page]:
    """These pages with what the last look at each found, and why: last_outcome, last_reason."""
    last = Look.objects.filter(page=OuterRef("pk")).order_by("-at", "-pk")
    return pages.annotate(
        last_outcome=Subquery(last.values("outcome")[:1]), last_reason=Subquery(last.values("reason")[:1])
    )


def set_aside(*, now: datetime) -> QuerySet[Retrieval]:
    """Pages that feeds listed in the last two weeks, and that couldn't be had: nobody asked for them again since."""
    later = Retrieval.objects.filter(url=OuterRef("url"), pk__gt=OuterRef("pk"))
    return Retrieval.objects.filter(feed__isnull=False, state=State.FAILED, asked_at__gt=now - RECENT).exclude(
        Exists(later)
    )


def one(public_id: UUID) -> Retrieval | None:
    rows = Retrieval.objects.select_related("article", "feed", "by").defer("page", *HEAVY_OF_ARTICLE)
    return rows.filter(public_id=public_id).first()


def progress(row: Retrieval) -> tuple[str, str]:
    """How far a page has come, the article that it became included, and why it stopped: (word, reason)."""
    if row.state != State.DONE or row.article is None:
        return (row.state, row.reason) if row.state != State.DONE else ("settled", "")
    if row.article.state == Article.State.FAILED:
        return "failed", row.article.error.strip().rpartition("\n")[2]
    done = row.article.state in (Article.State.SETTLED, Article.State.RETIRED)
    return ("settled" if done else "processing"), ""
