"""Entries of a feed into articles: whole ones as the feed has them, of the others the page is asked for.

What an entry came to is noted once it is done. A worker that dies in between leaves entries that are done and not
noted: taken in again they change nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DatabaseError

from corroboration import retrieval
from corroboration.feeds import entries as parts
from corroboration.feeds.coverage import Listed
from corroboration.feeds.dating import PUBLISHED, Dated, dated, read
from corroboration.feeds.entries import Document, Entry
from corroboration.feeds.models import WORDS_LENGTH, FeedEntry
from corroboration.feeds.outlets import Outlets
from corroboration.fetching.web import Unfetchable
from corroboration.ingestion import Rejected, accept
from sources.models import Feed

log = logging.getLogger(__name__)

MOST_TAKEN = 50  # entries of one poll: a feed that floods gets its turn like the others, and the rest at its next
KEPT = 2000  # noted entries of a feed: twice what one reading looks at
NO_ID = "has neither an id nor a link"
NO_TEXT = "has neither a whole text nor a link to one"
State = FeedEntry.State


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reading of a feed came to. fresh: entries dealt with; left: those that wait for the next poll."""

    fresh: int
    left: int
    listed: Listed


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An entry to be dealt with. known: as it was last noted."""

    key: str
    content: str
    external_id: str
    entry: Entry
    dated: Dated
    known: FeedEntry | None


def take_entries(feed: Feed, document: Document, *, now: datetime) -> Taken:
    """Take in what is new or has changed in a feed, oldest first, at most so many entries at a time."""
    named = parts.identified(document.entries, feed.url)
    said = parts.contents(entry for _, entry in named)
    keyed = {parts.digest(name) if name else said[entry]: (name, entry) for name, entry in named}
    known = {row.key: row for row in FeedEntry.objects.filter(feed=feed, key__in=list(keyed))}
    waiting = [
        _Waiting(key, said[entry], name, entry, _dated(entry, known.get(key), now), known.get(key))
        for key, (name, entry) in reversed(keyed.items())  # feeds list the newest first
        if key not in known or known[key].content != said[entry]
    ]
    waiting.sort(key=lambda each: each.dated.moment)
    listed = _listed(feed, keyed, known, now)
    outlets = Outlets(feed, document)
    for each in waiting[:MOST_TAKEN]:
        _deal(feed, each, outlets, document.language, now)
    _prune(feed, keyed)
    return Taken(len(waiting[:MOST_TAKEN]), len(waiting[MOST_TAKEN:]), listed)


def _dated(entry: Entry, known: FeedEntry | None, now: datetime) -> Dated:
    if known is not None:
        return Dated(known.published_at, known.day_only, known.dating)
    return dated(entry.published, entry.updated, now=now)


def _listed(
    feed: Feed, keyed: Mapping[str, tuple[str, Entry]], known: Mapping[str, FeedEntry], now: datetime
) -> Listed:
    believed = (dated(entry.published, entry.updated, now=now) for _, entry in keyed.values())
    moments = [each.moment for each in believed if each.dating == PUBLISHED]
    first = not known and not FeedEntry.objects.filter(feed=feed).exists()
    return Listed(known=bool(known), first=first, oldest=min(moments, default=None))


def _deal(feed: Feed, waiting: _Waiting, outlets: Outlets, language: str, now: datetime) -> None:
    """Take an entry in, ask for its page, or refuse it; and note that."""
    try:
        state, reason, article = _came_to(feed, waiting, outlets, language, now)
    except DatabaseError:
        raise
    except Exception as error:  # what one entry holds may break a parser in any way: the others go on
        log.warning("an entry of feed %s: %s", feed.pk, error, exc_info=True)
        state, reason, article = State.REFUSED, f"can't be read: {type(error).__name__}", ""
    notes = "; ".join(note for note in (reason, waiting.dated.note) if note)
    entry, when = waiting.entry, waiting.dated
    came = {"content": waiting.content, "state": state, "reason": notes[:WORDS_LENGTH], "changed_at": now}
    came |= {"title": entry.title[:300], "url": entry.link[:1000], "article": article}
    first = {"external_id": waiting.external_id[:300], "seen_at": now, "dating": when.dating}
    first |= {"published_at": when.moment, "day_only": when.day_only}
    FeedEntry.objects.update_or_create(feed=feed, key=waiting.key, defaults=came, create_defaults=came | first)


def _came_to(feed: Feed, waiting: _Waiting, outlets: Outlets, language: str, now: datetime) -> tuple[State, str, str]:
    entry = waiting.entry
    if not waiting.external_id:
        return State.REFUSED, NO_ID, ""
    outlet, refusal = outlets.of(entry)
    if refusal:
        return State.REFUSED, refusal, ""
    hints = {
        "external_id": waiting.external_id,
        "published_at": waiting.dated.written,
        "title": entry.title,
        "language": parts.language_of(entry.language, language),
    }
    refused = NO_TEXT
    if _takes_text(feed, entry):
        try:
            line = hints | {"outlet": outlet, "url": entry.link, "html": parts.as_page(entry)}
            accepted = accept(line | _revision(waiting, now))
        except Rejected as refusal:
            refused = str(refusal)
        else:
            return State.TAKEN, "", accepted.article.public_id
    if not entry.link or feed.full_text == Feed.FullText.ALWAYS:
        return State.REFUSED, refused, ""
    try:
        retrieval.ask(entry.link, outlet=outlet, feed=feed, hints=hints, now=now)
    except Unfetchable as refusal:
        return State.REFUSED, str(refusal), ""
    return State.ASKED, "", ""


def _takes_text(feed: Feed, entry: Entry) -> bool:
    """Whether what the feed brings is taken for the article."""
    if not entry.content or feed.full_text == Feed.FullText.NEVER:
        return False
    return feed.full_text == Feed.FullText.ALWAYS or not entry.link or parts.is_whole(entry)


def _revision(waiting: _Waiting, now: datetime) -> dict[str, str]:
    """When an entry that was seen before was changed: as it says, where that can be; else it is noticed now."""
    if waiting.known is None:
        return {}
    moment, day_only = read(waiting.entry.updated)
    believed = moment is not None and not day_only and waiting.known.published_at < moment <= now
    return {"revised_at": (moment if believed and moment else now).astimezone(UTC).isoformat()}


def _prune(feed: Feed, listed: Mapping[str, object]) -> None:
    """Forget the entries noted longest ago that the feed no longer lists."""
    rows = FeedEntry.objects.filter(feed=feed)
    old = rows.order_by("-seen_at", "-pk").values_list("pk", "key")[KEPT:]
    if gone := [pk for pk, key in old if key not in listed]:
        FeedEntry.objects.filter(pk__in=gone).delete()
