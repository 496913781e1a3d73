"""Waiting until all is settled, lending a hand where no worker does."""

import time

from django.db.models import Count

from claims.models import Article
from corroboration import pipeline, queue
from corroboration.progress import Progress

QUIET_SECONDS = 2.0  # without a worker's progress for so long, we do the work ourselves
LOOK_SECONDS = 0.2


def until_settled(*, alone: bool = False) -> None:
    """Return when no article is unfinished. What no worker takes is done here; alone: don't look for workers first."""
    unfinished = _unfinished()
    progress = Progress("Settling articles", sum(unfinished.values()))
    quiet_since = 0.0 if alone else time.monotonic()
    try:
        while unfinished:
            if time.monotonic() - quiet_since < QUIET_SECONDS or not pipeline.finish():
                time.sleep(LOOK_SECONDS)
                seen = _unfinished()
                if seen != unfinished and not alone:
                    quiet_since = time.monotonic()  # somebody is at work
                unfinished = seen
            else:
                unfinished = _unfinished()
            progress.total = max(progress.total or 0, sum(unfinished.values()))
            progress.at(progress.total - sum(unfinished.values()))
    finally:
        progress.close()


def _unfinished() -> dict[str, int]:
    rows = Article.objects.filter(state__in=queue.UNFINISHED).order_by("state").values_list("state")
    return dict(rows.annotate(count=Count("pk")))
