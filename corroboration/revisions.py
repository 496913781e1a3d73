"""Which text of an article is current: the latest revision, whatever the order in which revisions arrived.

Two texts of an outlet belong to one article when they share the external id or the url.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from django.db.models import Count, Q, QuerySet

from claims.models import Article, Claim
from corroboration import queue
from corroboration.evidence import in_chunks

NEVER = datetime.min.replace(tzinfo=UTC)
RETIRED = (queue.State.RETIRING, queue.State.RETIRED)


def retire_replaced(*, now: datetime) -> int:
    """Mark the articles that a revision replaces. Returns how many. Inside the caller's transaction."""
    waiting = Article.objects.filter(state__in=queue.TO_SETTLE).exclude(state=queue.State.RETIRING)
    retired = 0
    for group in _groups(waiting):
        replaced = [article.pk for article in group if article.pk != current(group).pk]
        rows = Article.objects.filter(pk__in=replaced).exclude(state__in=RETIRED)
        retired += rows.update(state=queue.State.RETIRING, token=None, lease_until=None, error="", waiting_since=now)
    return retired


def current(group: Iterable[Article]) -> Article:
    """Of several texts of one article the one that stands: by `revised_at` where given, then by hash."""
    return max(group, key=lambda a: (a.revised_at or NEVER, a.text_hash, a.public_id))


def _groups(waiting: QuerySet[Article]) -> list[list[Article]]:
    """The articles that have more than one text, among those that hold one of these rows."""
    several = Article.objects.values("outlet", "external_id").annotate(texts=Count("pk")).filter(texts__gt=1)
    by_id = {(row["outlet"], row["external_id"]) for row in several}
    several = Article.objects.exclude(url="").values("outlet", "url").annotate(texts=Count("pk")).filter(texts__gt=1)
    by_url = {(row["outlet"], row["url"]) for row in several}
    groups, seen = [], set()
    for row in waiting.only("outlet_id", "external_id", "url").order_by("pk"):
        revised = (row.outlet_id, row.external_id) in by_id or (row.outlet_id, row.url) in by_url
        if revised and row.pk not in seen:
            group = all_texts(row)
            seen.update(article.pk for article in group)
            groups.append(group)
    return groups


def all_texts(article: Article) -> list[Article]:
    """Every text of an article: rows that share its external id or url, and rows that share theirs."""
    group: dict[int, Article] = {}
    frontier: Sequence[Article] = [article]
    while frontier:
        group |= {row.pk: row for row in frontier}
        ids = {row.external_id for row in frontier}
        urls = {row.url for row in frontier if row.url}
        rows = Article.objects.filter(Q(external_id__in=ids) | Q(url__in=urls), outlet_id=article.outlet_id)
        frontier = list(
            rows.exclude(pk__in=group).only("outlet_id", "external_id", "url", "text_hash", "revised_at", "public_id")
        )
    return list(group.values())


def drop_claims(articles: Collection[int]) -> None:
    """Delete the claims of replaced articles, and all that was derived of them; their texts stay."""
    for ids in in_chunks(sorted(articles)):
        Claim.objects.filter(article_id__in=ids).delete()
