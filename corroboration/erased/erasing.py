"""The erasing itself: an article's row, its claims, and every other row that holds words of it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from claims.models import Article
from corroboration.erased import elsewhere, restoring, voices
from corroboration.erased.rows import ClaimRemains, Tombstone, Wiping
from corroboration.queue import State

AT_ONCE = 50  # articles: their claims stand in no cluster meanwhile


def ordered() -> QuerySet[Article]:
    """The articles that a takedown names, and that still have their words."""
    return Article.objects.filter(public_id__in=Tombstone.objects.values("article"), erased_at=None).order_by("pk")


def waiting() -> bool:
    """Whether there is anything to erase."""
    return ordered().exists()


def due() -> list[int]:
    """Some of these, by row."""
    return list(ordered().values_list("pk", flat=True)[:AT_ONCE])


def erase(articles: Collection[int], *, now: datetime) -> None:
    """Erase the words of these articles, whose claims stand in no cluster, inside the caller's transaction.

    What is kept of them was stored. They are to be linked again, as they then are.
    """
    rows = list(Article.objects.filter(pk__in=articles).order_by("pk"))
    titles = dict(
        Tombstone.objects.filter(article__in=[row.public_id for row in rows]).values_list("article", "takedown__titles")
    )
    claims = set(ClaimRemains.objects.filter(article__in=titles).values_list("claim", flat=True))
    named = voices.called(articles)
    elsewhere.erase(rows, claims, titles)
    for row in rows:
        fields = {"text": "", "html": "", "error": "", "erased_at": now}
        if titles[row.public_id]:
            fields["title"] = ""
        queued = {"token": None, "lease_until": None, "attempts": 0, "next_attempt_at": now, "waiting_since": now}
        Article.objects.filter(pk=row.pk).update(**fields, **queued, state=State.EXTRACTED)
        restoring.store(row)
    voices.rename(named, voices.called(articles))
    order_wiping(now=now)


def order_wiping(*, now: datetime) -> None:
    """Have the files of the database rid of what was erased now (takedown/wiping.py)."""
    if not Wiping.objects.update(since=now, rewritten=False):
        Wiping.objects.create(since=now, erased_since=now)
