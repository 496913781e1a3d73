"""Waiting until all is settled, lending a hand where no worker does."""

import time

from django.db.models import Count

from claims.models import Article
from corroboration import pipeline, queue
from corroboration.progress import Progress

QUIET_SECONDS = 2.0  # without a worker's progress for so long, we do the work ourselves
LOOK_SECONDS = 0.2


def until_settled(*, lend_a_hand: bool = True) -> None:
    """Return when no article is unfinished, showing how far it is. lend_a_hand: do here what no worker takes."""
    unfinished = _unfinished()
    progress = Progress("Settling articles", sum(unfinished.values()))
    quiet_since = time.monotonic()
    try:
        while unfinished:
            quiet = time.monotonic() - quiet_since >= QUIET_SECONDS
            if lend_a_hand and quiet and pipeline.finish():
                unfinished = _unfinished()
            else:
                time.sleep(LOOK_SECONDS)
                seen, unfinished = unfinished, _unfinished()
                quiet_since = time.monotonic() if seen != unfinished else quiet_since
            progress.total = max(progress.total or 0, sum(unfinished.values()))
            progress.at(progress.total - sum(unfinished.values()))
    finally:
        progress.close()


def _unfinished() -> dict[str, int]:
    rows = Article.objects.filter(state__in=queue.UNFINISHED).order_by("state").values_list("state")
    return dict(rows.annotate(count=Count("pk")))
