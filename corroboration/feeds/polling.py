"""One feed, polled: taken by a lease, asked politely, read, its entries taken in, and given back with what came of it.

Whatever goes wrong with a feed is noted with that feed, which is then left alone for longer and longer; no other
notices. No transaction is open while somebody else's server is waited for.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from corroboration import leases
from corroboration.feeds import coverage, times
from corroboration.feeds.models import WORDS_LENGTH, FeedEvent, FeedState
from corroboration.feeds.reading import NotAFeed, read
from corroboration.feeds.taking import Taken, take_entries
from corroboration.fetching import politeness
from corroboration.fetching.web import Fetched, Unfetchable, fetch
from sources.models import Feed

log = logging.getLogger(__name__)

LEASE_SECONDS = 600  # one request of 30 s, robots.txt, and the entries of one poll, with room
MOST_BYTES = 3_000_000  # of a feed once unpacked; the longest lists with whole articles take one
SECONDS = 30.0  # for the whole of the request
MOST_ATTEMPTS = 3  # without an end: then polling it kills its worker, and counts as a failure
WOKEN_AT_ONCE = 50  # feeds that one look wakes workers for; the next look comes within a minute
ACCEPTED = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
LONGEST_ADDRESS = Feed._meta.get_field("url").max_length or 0


class Came(StrEnum):
    """What a poll came to."""

    NOTHING = "nothing"  # not due, or another worker has it
    POSTPONED = "postponed"  # it isn't our turn at that server
    READ = "read"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"


def followed() -> QuerySet[FeedState]:
    """The feeds that are polled."""
    return FeedState.objects.filter(feed__active=True)


def due(*, now: datetime) -> list[int]:
    """The feeds to be polled now, longest due first; new ones are among them, and those nobody polled are noted."""
    fresh = Feed.objects.filter(active=True, state__isnull=True).values_list("pk", flat=True)
    states = [FeedState(feed_id=feed, interval=times.FIRST, next_attempt_at=now) for feed in fresh]
    FeedState.objects.bulk_create(states, ignore_conflicts=True)
    coverage.note_unpolled(now=now)
    waiting = leases.due(followed(), now=now).order_by("next_attempt_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:WOKEN_AT_ONCE])


def follow_clock(*, now: datetime) -> None:
    """Have no feed wait longer than its pace, or its failures, let it (leases.follow_clock)."""
    paces = [(Q(failures=0, interval__lte=interval), interval) for interval in times.STEPS]
    failing = [(Q(failures=count), times.after_failure(count)) for count in range(1, times.FAILURES_TOLD + 1)]
    longest = (Q(failures__gt=times.FAILURES_TOLD), times.LONGEST_PAUSE)
    pauses = [(which, timedelta(seconds=pause * (1 + times.SPREAD))) for which, pause in (*paces, *failing, longest)]
    rows = FeedState.objects.filter(feed__active=True)
    leases.follow_clock(rows, pauses, now=now, seconds=LEASE_SECONDS)


def poll(feed_id: int, *, now: datetime) -> Came:
    """Poll one feed if it is due."""
    state = leases.take(followed(), feed_id, now=now, seconds=LEASE_SECONDS)
    if state is None:
        return Came.NOTHING
    feed = Feed.objects.select_related("source").get(pk=feed_id)
    try:
        return _polled(feed, state, now)
    except (Unfetchable, NotAFeed) as problem:
        return _failed(feed, state, str(problem), now)
    except Exception as error:  # of ours: the feed is left alone for a while, like one that fails
        log.exception("polling feed %s", feed.pk)  # its address may hold a key
        return _failed(feed, state, f"an error of ours, {type(error).__name__}: {error}", now)


def _polled(feed: Feed, state: FeedState, now: datetime) -> Came:
    if state.attempts > MOST_ATTEMPTS:
        raise Unfetchable(f"polling it ended without an end {MOST_ATTEMPTS} times")
    if turn := politeness.take_turn(feed.url, now=now):
        own = times.after_failure(state.failures) if state.failures else state.interval
        turn = min(turn, times.next_poll(now, own, feed.pk))
        leases.finish(state, next_attempt_at=turn, attempts=state.attempts - 1)
        return Came.POSTPONED
    if not politeness.allowed(feed.url, now=now):
        raise Unfetchable("its site's robots.txt forbids it, or can't be had")
    return _answered(feed, state, _fetched(feed, state), now)


def _fetched(feed: Feed, state: FeedState) -> Fetched:
    """What the server answers to one who shows by what the last answer was marked."""
    known = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    headers = {"Accept": ACCEPTED} | {name: value for name, value in known.items() if value}
    return fetch(feed.url, headers=headers, most_bytes=MOST_BYTES, seconds=SECONDS)


def _answered(feed: Feed, state: FeedState, answer: Fetched, now: datetime) -> Came:
    if answer.status == HTTPStatus.NOT_MODIFIED:
        taken = Taken(fresh=0, left=0, listed=coverage.Listed(known=True))
        asked = times.asked_by(answer.headers, "", "", "")
        _store(feed, state, answer, taken, asked, {}, now)
        return Came.UNCHANGED
    if answer.status == HTTPStatus.GONE:
        return _gone(feed, state, now)
    if answer.status != HTTPStatus.OK:
        if later := politeness.asked_to_wait(answer, now=now):
            politeness.wait_until(feed.url, later, now=now)
        return _failed(feed, state, _in_words(answer.status), now)
    document = read(answer.body, url=answer.url, headers=answer.headers)
    taken = take_entries(feed, document, now=now)
    asked = times.asked_by(answer.headers, document.ttl, document.period, document.frequency)
    # The rest of a long list is only had again if the feed is asked for all of it.
    marks = {"etag": "", "last_modified": ""} if taken.left else _marks(answer.headers)
    _store(feed, state, answer, taken, asked, marks, now)
    return Came.READ


def _marks(headers: Mapping[str, str]) -> dict[str, str]:
    """What the server knows this answer by; a mark that is too long to be kept is none."""
    found = {"etag": headers.get("etag", ""), "last_modified": headers.get("last-modified", "")}
    return {name: value if len(value) <= WORDS_LENGTH and "\0" not in value else "" for name, value in found.items()}


def _store(
    feed: Feed, state: FeedState, answer: Fetched, taken: Taken, asked: int, marks: Mapping[str, str], now: datetime
) -> None:
    """Give back a feed that was heard."""
    interval = times.after_success(state.interval, fresh=taken.fresh, asked=asked)
    later = times.next_poll(now, times.SHORTEST if taken.left else interval, feed.pk)
    fields = {"polled_at": now, "succeeded_at": now, "failures": 0, "error": "", "attempts": 0, "interval": interval}
    last = state.succeeded_at
    with transaction.atomic():
        if leases.finish(state, next_attempt_at=later, **fields, **marks):
            coverage.heard(feed, last, taken.listed, now=now)
            if answer.moved_to and answer.moved_to != feed.url:
                _move(feed, answer.moved_to, now)


def _failed(feed: Feed, state: FeedState, reason: str, now: datetime) -> Came:
    """Give back a feed that couldn't be heard, to be left alone for longer each time. What its server asks for
    stands with its host."""
    failures, words = state.failures + 1, reason.replace("\0", "")[:WORDS_LENGTH]
    later = times.next_poll(now, times.after_failure(failures), feed.pk)
    fields: dict[str, Any] = {"polled_at": now, "failures": failures, "attempts": 0}
    fields |= {"error": words, "last_error": words, "last_error_at": now}
    with transaction.atomic():
        since = state.succeeded_at or now
        if leases.finish(state, next_attempt_at=later, **fields):
            coverage.lost(feed, since, words)
    return Came.FAILED


def _gone(feed: Feed, state: FeedState, now: datetime) -> Came:
    """Switch off a feed whose server says that it is gone for good; an admin can resume it."""
    words = _in_words(HTTPStatus.GONE)
    fields: dict[str, Any] = {"polled_at": now, "failures": state.failures + 1, "attempts": 0, "gone_at": now}
    fields |= {"error": words, "last_error": words, "last_error_at": now}
    with transaction.atomic():
        since = state.succeeded_at or now
        if leases.finish(state, next_attempt_at=now, **fields):
            coverage.lost(feed, since, words)
            _switch_off(feed, FeedEvent.Kind.GONE, words, now)
    return Came.GONE


def _move(feed: Feed, address: str, now: datetime) -> None:
    """Keep the address to which a feed moved for good, unless another feed has it: then one of the two is enough."""
    if len(address) > LONGEST_ADDRESS:
        return
    if Feed.objects.filter(url=address).exists():
        _switch_off(feed, FeedEvent.Kind.MOVED, f"to {address}, which is another feed's address already", now)
        return
    FeedEvent.objects.create(feed=feed, kind=FeedEvent.Kind.MOVED, words=f"from {feed.url} to {address}", at=now)
    Feed.objects.filter(pk=feed.pk).update(url=address)


def _switch_off(feed: Feed, kind: str, words: str, now: datetime) -> None:
    Feed.objects.filter(pk=feed.pk).update(active=False)
    FeedEvent.objects.create(feed=feed, kind=kind, words=words, at=now)


def _in_words(status: int) -> str:
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered {status}"
