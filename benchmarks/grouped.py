"""A synthetic corpus that the project itself linked and grouped, so that to group it again changes nothing.

Slower than what writes its clusters itself (benchmarks/desk.py), but what comes later, or late, costs what it would.
"""

from collections.abc import Sequence
from itertools import islice

from django.utils import timezone

from benchmarks.filling import Filler
from benchmarks.search import index
from benchmarks.synthetic import Story, stories
from claims.models import Article, Claim
from corroboration import claim_facets, pipeline, queue
from corroboration.decisions import InForce
from corroboration.engine.values import Telling

AT_ONCE = 100  # articles linked, then grouped
LEASE = 3600  # seconds


class _Grouping(pipeline._Settling):
    """A run of settling that goes no further than clusters."""

    def relate(self, known: dict[str, Telling], decided: InForce) -> None:
        """Not yet: each cluster once, when it is whole."""


def fill(claims: int) -> int:
    """Articles with about so many claims, in clusters still to be related and settled. Returns how many claims."""
    filler, stream = Filler(), stories()
    with filler.unguarded(), queue.only_one(pipeline.SETTLE, now=timezone.now(), seconds=LEASE) as token:
        grouping = _Grouping(token, timezone.now)
        while (count := Claim.every.count()) < claims:
            _add(filler, list(islice(stream, min(AT_ONCE, 1 + (claims - count) // 12))), grouping)
    return count


def _add(filler: Filler, told: Sequence[Story], grouping: _Grouping) -> None:
    filler.add_unlinked(told)
    index(list(told))
    articles = sorted(Article.objects.filter(state=Article.State.EXTRACTED).values_list("pk", flat=True))
    claim_facets.index(articles)
    while pipeline.process_next():
        pass
    grouping.regroup(articles, [], [])
    grouping.move(articles, Article.State.SETTLED)
