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
    """Tell what is otherwise than it was noted, unless some of that is still being worked on.

    The notes go in the same transaction: a killed run tells all of it, or leaves all of it to the next. whole: the
    records have been counted to the latest day, too.
    """
    if not known.noted(letters=whole) or known.in_work():
        return
    found = list(_changes(listeners(), whole=whole))  # no transaction is open while it computes
    with storing():
        post(found, now=now)
        known.forget(letters=whole)


def _changes(ears: Collection[Listener], *, whole: bool) -> Iterator[Heard]:
    today = past.last_day()
    if today is None or not ears:
        return
    yield from heard(news.of_clusters(today), ears)
    if whole:
        yield from heard(news.of_letters(today), ears)
