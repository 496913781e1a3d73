"""When an outlet couldn't be heard: kept as intervals, so that nobody takes its silence then for an answer.

A feed lists what came out lately. Once it is heard again, what was missed is what its list no longer reaches back to;
if the list still holds something that was seen before, nothing was; nor while another feed of the outlet that lists
the same was heard. A feed of another section of it stands in for none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from corroboration.feeds.models import WORDS_LENGTH, CoverageGap, FeedEntry, FeedState
from corroboration.fetching.facts import tidy
from sources.models import Feed

LATE = timedelta(hours=1)  # after a poll was due: then nobody polls
COMPARED = timedelta(days=28)  # of a feed, before it fell silent
LEAST_COMPARED = 10  # entries of that time
SAME_SHARE = 0.95  # of them in another feed: all but what one of the two dropped or was slow to list
MARKS = ("external_id", "url", "article")
NOT_POLLED = "wasn't polled"
TOO_MANY = "published more than its feed lists at a time"
PAUSED = "its feed was paused"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list that was heard tells of the time before. known: it holds something that was seen before, or is
    unchanged. first: nothing was ever seen in it before. oldest: when its oldest entry came out, where the feed dates
    it."""

    known: bool = False
    first: bool = False
    oldest: datetime | None = None


def lost(feed: Feed, since: datetime, reason: str) -> None:
    """Note that a feed isn't heard since it last was; what is noted already goes on."""
    told = {"source": feed.source, "since": since, "reason": reason[:WORDS_LENGTH]}
    gap, fresh = CoverageGap.objects.get_or_create(feed=feed, until=None, defaults=told)
    if not fresh:
        return
    gap.stand_in = _stand_in(gap)
    gap.save(update_fields=["stand_in"])
    for other in CoverageGap.objects.filter(stand_in=feed, until=None).select_related("feed"):
        _go_on(other, max(since, other.since), _stand_in(other))


def heard(feed: Feed, last: datetime | None, listed: Listed, *, now: datetime) -> None:
    """Note that a feed is heard again, and whether anything was missed. last: when it was heard before."""
    gap = CoverageGap.objects.filter(feed=feed, until=None).first()
    if gap is not None or listed.first:
        _stand_in_for_others(feed, now)
    if gap is not None:
        gap.until, gap.made_up = _until(gap.since, listed, now)
        gap.save(update_fields=["until", "made_up"])
    elif last is not None and listed.oldest is not None and not listed.first:
        until, made_up = _until(last, listed, now)
        if not made_up:
            CoverageGap.objects.create(source=feed.source, feed=feed, since=last, until=until, reason=TOO_MANY)


def _stand_in_for_others(feed: Feed, now: datetime) -> None:
    """From now on this feed tells what others of its outlet can't, where it lists the same."""
    silent = CoverageGap.objects.filter(source=feed.source_id, until=None, stand_in=None, feed__isnull=False)
    for gap in silent.exclude(feed=feed).select_related("feed"):
        if _lists_the_same(feed, gap):
            _go_on(gap, max(now, gap.since), feed)


def _go_on(gap: CoverageGap, moment: datetime, stand_in: Feed | None) -> None:
    """End a gap at a moment from which on another feed stands in for its own, or none does any more."""
    gap.until = moment
    gap.save(update_fields=["until"])
    CoverageGap.objects.create(
        source_id=gap.source_id, feed=gap.feed, since=moment, reason=gap.reason, stand_in=stand_in
    )


def _stand_in(gap: CoverageGap) -> Feed | None:
    """Another feed of the outlet that is heard, and lists what this one did; None: there is none."""
    heard_ones = Feed.objects.filter(source=gap.source_id, active=True, state__succeeded_at__isnull=False)
    others = heard_ones.exclude(pk=gap.feed_id).exclude(gaps__in=CoverageGap.objects.filter(until=None))
    return next((feed for feed in others.order_by("pk") if _lists_the_same(feed, gap)), None)


def _lists_the_same(feed: Feed, gap: CoverageGap) -> bool:
    """Whether nearly all that the silent feed listed lately was in this one, too: of another section of the outlet it
    isn't, and little that is known of either proves nothing."""
    lately = FeedEntry.objects.filter(feed=gap.feed_id, seen_at__gt=gap.since - COMPARED, seen_at__lte=gap.since)
    mine = [_marks(*row) for row in lately.values_list(*MARKS)]
    theirs = {mark for row in FeedEntry.objects.filter(feed=feed).values_list(*MARKS) for mark in _marks(*row)}
    return len(mine) >= LEAST_COMPARED and sum(bool(each & theirs) for each in mine) >= SAME_SHARE * len(mine)


def _marks(external_id: str, url: str, article: str) -> set[str]:
    """What an entry may be known by in another feed."""
    return {mark for mark in (external_id, url and tidy(url), article) if mark}


def _until(since: datetime, listed: Listed, now: datetime) -> tuple[datetime, bool]:
    """When it could be heard again, and whether nothing was missed before."""
    if listed.known or (listed.oldest is not None and listed.oldest <= since):
        return max(now, since), True
    return max(min(now, listed.oldest or now), since), False


def note_unpolled(*, now: datetime) -> None:
    """Note the feeds that nobody polled although they were due: the machine slept, or its workers did."""
    late = FeedState.objects.filter(feed__active=True, next_attempt_at__lt=now - LATE, succeeded_at__isnull=False)
    unnoted = late.exclude(feed__in=CoverageGap.objects.filter(until=None, feed__isnull=False).values("feed"))
    for state in unnoted.select_related("feed__source"):
        lost(state.feed, state.succeeded_at, NOT_POLLED)
