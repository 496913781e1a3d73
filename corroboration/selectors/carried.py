"""Which articles are copies of another's text, and how many outlets carry it.

A text that is the same letter for letter is known at the door. Nearly the same, under another head or foot or with
lines cut, is known by the sentences once an article was read: at least half of them are those of one earlier article.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from claims.models import Article
from corroboration.models import CopyKey

SHARED = 2  # sentences of eight words that two articles must have in common; one alone may be a quotation
ORDER = ("published_at", "public_id")


@dataclass(frozen=True, slots=True)
class Carried:
    """copy_of: the earliest article with the text; None: it is that one itself, or nobody else carries it. same_text:
    letter for letter. outlets: how many carry it, the article's own among them."""

    copy_of: Article | None = None
    same_text: bool = False
    outlets: int = 1


@dataclass(slots=True)
class _Texts:
    """Articles by the hash of their text, the earliest first, and the sentences that articles share."""

    same: dict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    sentences: Counter[int] = field(default_factory=Counter)
    copied: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))  # article -> original -> n
    carriers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # original -> outlets
    near: dict[int, Article] = field(default_factory=dict)


def carried(articles: Collection[Article]) -> dict[int, Carried]:
    """What is known of each of these, by row; in a number of queries that doesn't grow with theirs."""
    found = _Texts()
    rows = Article.objects.filter(text_hash__in={article.text_hash for article in articles})
    for row in _light(rows).order_by(*ORDER):
        found.same[row.text_hash].append(row)
    firsts = {_first(article, found).pk for article in articles}
    _read_sentences(found, {article.pk for article in articles} | firsts)
    roots = {_most_like(pk, found) for pk in firsts} | firsts
    found.near = {row.pk: row for row in _light(Article.objects.filter(pk__in=roots - {None}))}
    _read_carriers(found, found.near)
    return {article.pk: _carried(article, found) for article in articles}


def _light(rows) -> Iterable[Article]:
    return rows.select_related("outlet").only("public_id", "text_hash", "external_id", "published_at", "outlet")


def _first(article: Article, found: _Texts) -> Article:
    """The earliest article of another outlet, or another article, with the same text; or the article itself."""
    return next(iter(found.same[article.text_hash]), article)


def _read_sentences(found: _Texts, articles: Collection[int]) -> None:
    keys = CopyKey.objects.filter(claim__article__in=articles).order_by()
    found.sentences.update(dict(keys.values_list("claim__article").annotate(n=Count("pk"))))
    pairs = keys.exclude(original=None).values_list("claim__article", "original__article").annotate(n=Count("pk"))
    for article, original, count in pairs:
        found.copied[article][original] = count


def _most_like(article: int, found: _Texts) -> int | None:
    """The article that another has at least half of its sentences from."""
    shared = found.copied.get(article, Counter())
    best = min(shared, key=lambda original: (-shared[original], original), default=None)
    return best if best is not None and _is_copy(shared[best], found.sentences[article]) else None


def _is_copy(shared: int, sentences: int) -> bool:
    return shared >= SHARED and 2 * shared >= sentences


def _read_carriers(found: _Texts, roots: Collection[int]) -> None:
    """The outlets whose articles have half the sentences of these."""
    copies = CopyKey.objects.filter(original__article__in=roots).order_by()
    sentences = CopyKey.objects.filter(claim__article__in=roots).order_by()
    whole = dict(sentences.values_list("claim__article").annotate(n=Count("pk")))
    told = copies.values_list("original__article", "claim__article", "claim__article__outlet").annotate(n=Count("pk"))
    for root, _, outlet, count in told:
        if _is_copy(count, whole.get(root, 0)):
            found.carriers[root].add(outlet)


def _carried(article: Article, found: _Texts) -> Carried:
    first = _first(article, found)
    near = _most_like(first.pk, found)
    root = found.near.get(near, first) if near is not None else first
    same = (row.outlet_id for row in found.same[article.text_hash])
    outlets = {article.outlet_id, root.outlet_id, *found.carriers[root.pk], *same}
    if _is_itself(article, root):
        return Carried(outlets=len(outlets))
    return Carried(root, root.text_hash == article.text_hash, len(outlets))


def _is_itself(article: Article, other: Article) -> bool:
    """Whether two rows are of one article: a text that it had before is no other's."""
    return (article.outlet_id, article.external_id) == (other.outlet_id, other.external_id)
