"""Reads of pages that were asked for."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User

from claims.models import Article
from corroboration.fetching.rows import Retrieval

MOST = 20  # of each list
State = Retrieval.State


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a person, whoever asked for it, and what this person asked for last."""

    unclear: list[Retrieval]
    mine: list[Retrieval]


def asked(by: User) -> Asked:
    rows = Retrieval.objects.select_related("article").defer("page", "article__text", "article__html")
    unclear = rows.filter(state=State.UNCLEAR).order_by("-asked_at")[:MOST]
    return Asked(list(unclear), list(rows.filter(by=by).order_by("-asked_at")[:MOST]))


def one(public_id: UUID) -> Retrieval | None:
    rows = Retrieval.objects.select_related("article", "feed", "by").defer("page", "article__text", "article__html")
    return rows.filter(public_id=public_id).first()


def progress(row: Retrieval) -> tuple[str, str]:
    """How far a page has come, the article that it became included, and why it stopped: (word, reason)."""
    if row.state != State.DONE or row.article is None:
        return (row.state, row.reason) if row.state != State.DONE else ("settled", "")
    if row.article.state == Article.State.FAILED:
        return "failed", row.article.error.strip().rpartition("\n")[2]
    done = row.article.state in (Article.State.SETTLED, Article.State.RETIRED)
    return ("settled" if done else "processing"), ""
