"""What an admin does with feeds: pause one, have it polled again, have it polled now. Who and when is kept."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from corroboration import wakeup
from corroboration.feeds import coverage
from corroboration.feeds.models import FeedEvent, FeedState
from sources.models import Feed


@transaction.atomic
def pause(feeds: QuerySet[Feed], *, by: User, now: datetime) -> int:
    """Poll these feeds no more until they are resumed. What their outlets publish meanwhile isn't known. Returns how
    many were polled until now."""
    chosen = list(feeds.filter(active=True).select_related("source", "state"))
    for feed in chosen:
        state = getattr(feed, "state", None)
        if state is not None and state.succeeded_at is not None:
            coverage.lost(feed, state.succeeded_at, coverage.PAUSED)
    _switch(chosen, FeedEvent.Kind.PAUSED, by, now, active=False)
    return len(chosen)


@transaction.atomic
def resume(feeds: QuerySet[Feed], *, by: User, now: datetime) -> int:
    """Poll these feeds again, at once. Returns how many weren't."""
    chosen = list(feeds.filter(active=False))
    _switch(chosen, FeedEvent.Kind.RESUMED, by, now, active=True)
    _make_due(chosen, now)
    return len(chosen)


@transaction.atomic
def poll_now(feeds: QuerySet[Feed], *, now: datetime) -> int:
    """Have these feeds polled as soon as a worker is free and it is our turn at their servers. Returns how many; a
    paused one isn't."""
    chosen = list(feeds.filter(active=True))
    _make_due(chosen, now)
    return len(chosen)


@transaction.atomic
def noted(feed: Feed, *, before: str, by: User, now: datetime) -> None:
    """Note that a feed was added, or that an admin gave it another address: by the marks of the old one the new one
    can't be asked. before: its address until now; "" for a new one."""
    if before == feed.url:
        return
    kind, words = FeedEvent.Kind.ADDED, ""
    if before:
        kind, words = FeedEvent.Kind.MOVED, f"from {before} to {feed.url}"
        FeedState.objects.filter(feed=feed).update(etag="", last_modified="", next_attempt_at=now)
    FeedEvent.objects.create(feed=feed, kind=kind, words=words, by=by, at=now)


def _switch(chosen: list[Feed], kind: str, by: User, now: datetime, *, active: bool) -> None:
    Feed.objects.filter(pk__in=[feed.pk for feed in chosen]).update(active=active)
    FeedEvent.objects.bulk_create(FeedEvent(feed=feed, kind=kind, by=by, at=now) for feed in chosen)


def _make_due(chosen: list[Feed], now: datetime) -> None:
    """Those that were never polled have no state yet: the next look makes it."""
    ids = [feed.pk for feed in chosen]
    FeedState.objects.filter(pk__in=ids).update(next_attempt_at=now, gone_at=None)
    for feed_id in ids:
        transaction.on_commit(lambda feed_id=feed_id: wakeup.feed(feed_id), robust=True)
