"""Taking texts down: what would go is shown first; then it is ordered, logged and erased, and can't be had back.

Order: the line in the log, the rows in one transaction, then the erasing, which waits for its turn at settling. Killed
in between, it goes on by itself; an order that only the log has is taken up by reapply().
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import Article, Claim
from corroboration import pipeline, revisions, wakeup
from corroboration.engine.shingling import containment
from corroboration.erased import erasing, refusing
from corroboration.erased.rows import Takedown, Tombstone
from corroboration.evidence import in_chunks
from corroboration.ingestion import public_id
from corroboration.models import Cluster, Decision, Named
from corroboration.takedown import log

FROM_LOG = "Read from the log of takedowns after an older backup was restored."
SAME_ARTICLE = 0.4  # of the shorter text's wording, as in engine/independence.py
AROUND = timedelta(days=7)  # within which copies of a wire come out
PATIENCE = 20.0  # seconds that a page waits for its turn; then the next settling does it
NO_WORDS = ("text", "html", "zones", "notes", "shingles")


class Again(Exception):
    """All of what is asked for was taken down before."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go: articles, with how many claims, clusters and decisions name them; and what has the same text."""

    articles: tuple[Article, ...]
    claims: int
    clusters: int
    decisions: int
    copies: tuple[Article, ...]


def preview(article: Article) -> Preview:
    """What taking an article down means: all of its texts; and the copies of it, which are asked about."""
    texts = _texts([article])
    copies = [each for each in _texts(carriers(texts)) if each.pk not in {text.pk for text in texts}]
    claims = Claim.every.filter(article__in=texts)
    named = Q()
    for text in texts:
        named |= Q(outlet=text.outlet.slug, external_id=text.external_id)
    return Preview(
        tuple(texts),
        claims.count(),
        Cluster.objects.filter(memberships__claim__in=claims.values("public_id")).distinct().count(),
        Decision.objects.filter(pk__in=Named.objects.filter(named).values("decision")).count(),
        tuple(copies),
    )


def carriers(texts: Collection[Article]) -> list[Article]:
    """Other articles that have one of these texts: letter for letter, or most of its wording within days."""
    mine = {text.pk for text in texts}
    same = Article.objects.filter(text_hash__in={text.text_hash for text in texts})
    found = {row.pk: row for row in same.exclude(pk__in=mine).select_related("outlet").defer(*NO_WORDS)}
    for text in Article.objects.filter(pk__in=mine, erased_at=None).defer("text", "html", "zones", "notes"):
        near = Article.objects.filter(published_at__range=(text.published_at - AROUND, text.published_at + AROUND))
        words = frozenset(text.shingles)
        for pk, shingles in near.exclude(pk__in=mine | found.keys()).values_list("pk", "shingles").iterator(500):
            if containment(words, frozenset(shingles)) >= SAME_ARTICLE:
                found[pk] = Article.objects.select_related("outlet").defer(*NO_WORDS).get(pk=pk)
    return [row for _, row in sorted(found.items()) if row.erased_at is None]


def take_down(
    article: Article,
    *,
    by: AbstractBaseUser,
    reason: str,
    now: datetime,
    titles: bool = False,
    copies: Iterable[Article] = (),
) -> Takedown:
    """Have an article's texts erased for good, and those of these copies. Raises Again, LogUnwritable."""
    texts = _texts([article, *copies])
    known = set(Tombstone.objects.filter(article__in=[t.public_id for t in texts]).values_list("article", flat=True))
    stones = tuple(_stone(text) for text in texts if text.public_id not in known)
    if not stones:
        raise Again("This was taken down before.")
    identity = public_id("takedown", now.isoformat(), *(stone.article for stone in stones))
    entry = log.Entry(identity, now, titles, stones)
    with transaction.atomic():
        made = _append(entry, by=by, reason=reason)
        log.write(entry)
        transaction.on_commit(wakeup.settle, robust=True)
    _erase(_from(now), PATIENCE)
    return made


def reapply(*, now: datetime) -> int:
    """Erase again what the log says was taken down: after an older backup was restored. Returns how many texts were
    erased. What isn't in the database is refused from now on. Raises LogUnreadable.
    """
    order_again()
    waiting = erasing.ordered().count()
    _erase(_from(now), None)
    return waiting


def order_again() -> None:
    """Order what the log says was taken down, and the database doesn't know: the next settling erases it. Raises
    LogUnreadable."""
    for entry in unknown():
        with transaction.atomic():
            _append(entry, by=None, reason=FROM_LOG)


def unknown() -> Iterator[log.Entry]:
    """What the log has and the database hasn't: takedowns, each with those of its texts that weren't taken down by
    another. Raises LogUnreadable."""
    known = set(Tombstone.objects.values_list("article", flat=True))
    taken = set(Takedown.objects.values_list("public_id", flat=True))
    for entry in log.read():
        fresh = tuple(text for text in entry.texts if text.article not in known)
        if fresh and entry.takedown not in taken:
            known.update(text.article for text in fresh)
            yield log.Entry(entry.takedown, entry.at, entry.titles, fresh)


def unlogged() -> Iterator[log.Entry]:
    """What the database has and the log hasn't: an older backup would bring these texts back. Raises LogUnreadable."""
    logged = {text.article for entry in log.read() for text in entry.texts}
    for made in Takedown.objects.order_by("at", "pk").prefetch_related("texts"):
        if texts := tuple(_named(stone) for stone in made.texts.all() if stone.article not in logged):
            yield log.Entry(made.public_id, made.at, made.titles, texts)


def _named(stone: Tombstone) -> log.Text:
    return log.Text(stone.article, stone.identity, stone.text_hash, stone.words_hash)


def logged() -> int:
    """How many takedowns the log has. Raises LogUnreadable."""
    return sum(1 for _ in log.read())


def _append(entry: log.Entry, *, by: AbstractBaseUser | None, reason: str) -> Takedown:
    made = Takedown.objects.create(
        public_id=entry.takedown, by_id=by.pk if by else None, at=entry.at, reason=reason, titles=entry.titles
    )
    Tombstone.objects.bulk_create(
        Tombstone(
            takedown=made,
            article=text.article,
            identity=text.identity,
            text_hash=text.text_hash,
            words_hash=text.words_hash,
        )
        for text in entry.texts
    )
    return made


def _from(now: datetime) -> Callable[[], datetime]:
    """A clock that begins now: a lease that somebody left behind runs out while one waits."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)


def _erase(clock: Callable[[], datetime], patience: float | None) -> None:
    """Erase what is ordered, when nobody else is settling. patience: seconds to wait for that; None: as long as it
    takes, whose lease ran out is passed over."""
    until = None if patience is None else time.monotonic() + patience
    while not pipeline.take_down(clock=clock):
        if until is not None and time.monotonic() >= until:
            return
        time.sleep(0.5)


def _texts(articles: Iterable[Article]) -> list[Article]:
    """Every text of these articles, each once, in order."""
    found = {text.pk: text for article in articles for text in revisions.all_texts(article)}
    rows: list[Article] = []
    for ids in in_chunks(sorted(found)):
        rows += _listed(Article.objects.filter(pk__in=ids))
    return sorted(rows, key=lambda row: (row.published_at, row.public_id))


def _listed(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("outlet").defer(*NO_WORDS)


def _stone(article: Article) -> log.Text:
    text = Article.objects.values_list("text", flat=True).get(pk=article.pk)
    return log.Text(
        article.public_id,
        refusing.identity(article.outlet.slug, article.external_id),
        article.text_hash,
        refusing.words_hash(text),
    )
