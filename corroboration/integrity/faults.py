"""What a check is, and what it finds."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from claims.models import Article
from corroboration import settling
from corroboration.evidence import in_chunks
from corroboration.models import Cluster, Rereading

PIECE = 500  # rows looked at together

FROM_BACKUP = "It can't be worked out again: `manage.py restore` of a backup from before, or by hand in a copy of it."
MENDS = "`manage.py check_integrity --mend`"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. says: what, in words. key: what the mending needs to know of it."""

    says: str
    key: Any = None


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of fault. name: as the command shows it. look: finds them. advice: how they are mended, for people.
    mend: does it, of some at a time and inside the caller's transaction; none where a person has to. settled: it only
    tells anything while no work waits. again: it works everything out anew, only where that is asked for."""

    name: str
    look: Callable[[datetime], Iterable[Fault]]
    advice: str
    mend: Callable[[Collection[Fault], datetime], None] | None = None
    settled: bool = False
    again: bool = False


def pieces(rows: Iterable[Any], size: int = PIECE) -> Iterator[list[Any]]:
    """Rows as they come, some at a time."""
    piece: list[Any] = []
    for row in rows:
        piece.append(row)
        if len(piece) >= size:
            yield piece
            piece = []
    if piece:
        yield piece


def read_again(articles: Collection[int]) -> None:
    """Have articles read again, as when the reference data changed: settling takes them out of their clusters first.
    Those whose words were erased can't be."""
    for ids in in_chunks(sorted(articles)):
        kept = Article.objects.filter(pk__in=ids, erased_at=None).values_list("pk", flat=True)
        Rereading.objects.bulk_create((Rereading(article_id=pk) for pk in kept), ignore_conflicts=True)


def settle_again(clusters: Collection[str]) -> None:
    """Have clusters related and settled again."""
    with transaction.atomic():
        for ids in in_chunks(sorted(clusters)):
            Cluster.objects.filter(public_id__in=ids).update(related=False)
        settling.mark(clusters)
