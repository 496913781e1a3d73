"""Words of an article outside of its own rows: pages that were fetched, answers that were kept, refused records.

A row is known by the article that it names, or by sharing RUN words in a row with the text. What goes is the words;
the row stays as evidence that something was done.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from claims.models import Article
from corroboration.models import (
    BatchItem,
    ExternalMatch,
    FeedEntry,
    FirstAnswer,
    Import,
    ImportPart,
    ImportReject,
    Page,
    Retrieval,
)
from corroboration.syndication import parses

RUN = 6  # words: fewer in a row are written by many
GONE = "taken down"
_WORD = re.compile(r"\w+")
_ID = re.compile(r"\b[0-9a-f]{24}\b")


class Words:
    """The runs of words of some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run in _runs(text)}

    def within(self, text: str) -> bool:
        """Whether a text has a run of these words."""
        return any(run in self._runs for run in _runs(text))


def _runs(text: str) -> Iterable[int]:
    words = _WORD.findall(text.casefold())
    length = min(RUN, len(words))
    return (hash(tuple(words[at : at + length])) for at in range(len(words) - length + 1)) if words else ()


def erase(articles: Collection[Article], claims: Collection[str], titles: Mapping[str, bool]) -> None:
    """Erase the words of these articles wherever else they stand, inside the caller's transaction."""
    words = Words(each for row in articles for each in (row.text, row.title if titles[row.public_id] else "") if each)
    _pages(articles)
    _answers({*claims, *titles}, words)
    _refused(words)
    _entries([row for row in articles if titles[row.public_id]])
    ExternalMatch.objects.filter(claim__in=list(claims)).update(reasons=[])
    parses.forget()


def _pages(articles: Collection[Article]) -> None:
    """What was fetched, and what was said of it; and the pages aren't looked at again."""
    urls = {row.url for row in articles if row.url}
    named = Q(article__in=[row.pk for row in articles]) | Q(url__in=urls)
    Retrieval.objects.filter(named).update(page="", found={}, hints={})
    waiting = Retrieval.objects.filter(named, state__in=Retrieval.OPEN)
    waiting.update(state=Retrieval.State.FAILED, reason=GONE, token=None, lease_until=None)
    for row in articles:
        pages = Page.objects.filter(outlet=row.outlet_id, external_id=row.external_id)
        pages.update(state=Page.State.OVER, token=None, lease_until=None)


def _answers(ids: Collection[str], words: Words) -> None:
    """Kept answers that name the article or a claim of it."""
    for row in FirstAnswer.objects.exclude(body="").iterator(chunk_size=500):
        if not ids.isdisjoint(_ID.findall(row.body)) or words.within(row.body):
            FirstAnswer.objects.filter(pk=row.pk).update(body=json.dumps({"detail": GONE}))


def _refused(words: Words) -> None:
    """Records that were refused, and uploaded files of which nothing is read any more."""
    _blank(ImportReject.objects.all(), "line", words, json.dumps({"input": GONE}) + "\n")
    for item in BatchItem.objects.exclude(errors=[]).iterator(chunk_size=500):
        if words.within(json.dumps([item.errors, item.warnings], ensure_ascii=False)):
            errors = [[field, GONE] for field, _ in item.errors]
            BatchItem.objects.filter(pk=item.pk).update(errors=errors, warnings=[])
    _blank(Import.objects.exclude(error=""), "error", words, GONE)
    ImportPart.objects.exclude(owner__finished_at=None).delete()


def _blank(rows: QuerySet[Any], field: str, words: Words, instead: str) -> None:
    for pk, text in rows.values_list("pk", field).iterator(chunk_size=500):
        if words.within(text):
            rows.model._base_manager.filter(pk=pk).update(**{field: instead})


def _entries(articles: Iterable[Article]) -> None:
    """The titles by which feeds listed them."""
    for row in articles:
        FeedEntry.objects.filter(article=row.public_id).update(title="", reason="")
        FeedEntry.objects.filter(feed__source=row.outlet_id, external_id=row.external_id).update(title="", reason="")
