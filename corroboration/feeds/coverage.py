"""When an outlet couldn't be heard: kept as intervals, so that nobody takes its silence then for an answer.

A feed lists what came out lately. Once it is heard again, what was missed is what its list no longer reaches back to;
if the list still holds something that was seen before, nothing was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from corroboration.feeds.models import WORDS_LENGTH, CoverageGap, FeedState
from sources.models import Feed

LATE = timedelta(hours=1)  # after a poll was due: then nobody polls
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
    CoverageGap.objects.get_or_create(
        feed=feed, until=None, defaults={"source": feed.source, "since": since, "reason": reason[:WORDS_LENGTH]}
    )


def heard(feed: Feed, last: datetime | None, listed: Listed, *, now: datetime) -> None:
    """Note that a feed is heard again, and whether anything was missed. last: when it was heard before."""
    gap = CoverageGap.objects.filter(feed=feed, until=None).first()
    if gap is not None:
        gap.until, gap.made_up = _until(gap.since, listed, now)
        gap.save(update_fields=["until", "made_up"])
    elif last is not None and listed.oldest is not None and not listed.first:
        until, made_up = _until(last, listed, now)
        if not made_up:
            CoverageGap.objects.create(source=feed.source, feed=feed, since=last, until=until, reason=TOO_MANY)


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
