"""What settling changed, told when it has settled: the last thing of a run."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

from corroboration import past
from corroboration.webhooks import known, news
from corroboration.webhooks.listening import Listener, listeners
from corroboration.webhooks.outbox import Heard, heard, post

Storing = Callable[[], AbstractContextManager[None]]


def tell(storing: Storing, *, whole: bool, now: datetime) -> None:
    """Tell what is otherwise than it was noted, but for what is still being worked on.

    The notes go in the same transaction: a killed run tells all of it, or leaves all of it to the next. whole: the
    records have been counted to the latest day, too.
    """
    final = known.final(letters=whole)
    if not final:
        return
    found = list(_changes(listeners(), final))  # no transaction is open while it computes
    with storing():
        post(found, now=now)
        known.forget(final)


def _changes(ears: Collection[Listener], final: known.Final) -> Iterator[Heard]:
    today = past.last_day()
    if today is None or not ears:
        return
    yield from heard(news.of_clusters(final.clusters(), today), ears)
    if final.letters:
        yield from heard(news.of_letters(today), ears)
