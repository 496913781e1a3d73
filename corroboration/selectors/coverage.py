"""When outlets couldn't be heard, as pages and programs tell it: whose silence says nothing, and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from corroboration.models import Cluster, CoverageGap, Membership
from corroboration.past import end_of
from sources.models import Feed, Source

SHORTEST_TOLD = timedelta(hours=1)  # a shorter gap is a hiccup: news keeps for an hour
SHOWN = 20  # gaps that a source's page lists, the latest
NAMED = 6  # outlets that a cluster's page names
LOOKED_AT = 200  # gaps around a cluster's days


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a source couldn't be heard. until: None: it still isn't. only: the feed, where others are
    followed that list other things."""

    source: Source
    since: datetime
    until: datetime | None
    reason: str
    only: str = ""

    @property
    def days(self) -> tuple[date, date | None]:
        return self.since.date(), self.until and self.until.date()


@dataclass(frozen=True, slots=True)
class Unheard:
    """The outlets that couldn't be heard in a cluster's days and have no claim in it. more: how many aren't named."""

    gaps: list[Gap]
    more: int


def gaps_of(sources: Collection[Source]) -> QuerySet[CoverageGap]:
    """All that is kept of these sources, the latest first: also what was made up for later, and hiccups."""
    return CoverageGap.objects.filter(source__in=sources).order_by("-since", "-pk")


def told_of(sources: Collection[Source], *, now: datetime) -> list[Gap]:
    """The gaps of these sources that matter, the latest first. One that is open has lasted until now."""
    rows = _standing().filter(source__in=sources).order_by("-since", "-pk")
    return _told(rows[: 2 * SHOWN], now)[:SHOWN]


def unheard(cluster: Cluster, *, now: datetime) -> Unheard:
    """Which followed outlets have no claim in a cluster, and couldn't be heard while it happened. One query."""
    if cluster.event_from is None or cluster.event_to is None:
        return Unheard([], 0)
    start = datetime.combine(cluster.event_from, time.min, UTC)
    during = Q(since__lt=end_of(cluster.event_to)) & (Q(until=None) | Q(until__gt=start))
    followed = Exists(Feed.objects.filter(source=OuterRef("source"), active=True))
    members = Membership.objects.filter(cluster=cluster, claim__article__outlet=OuterRef("source"))
    rows = _standing().filter(during, followed, ~Exists(members)).order_by("source__name", "source", "since", "pk")
    latest = {gap.source.pk: gap for gap in _told(rows[:LOOKED_AT], now)}
    found = list(latest.values())
    return Unheard(found[:NAMED], len(found[NAMED:]))


def open_gaps() -> Prefetch:
    """What `coverage_line` reads of sources, in one query."""
    return Prefetch("gaps", _open())


def coverage_line(source: Source) -> dict[str, object]:
    """Whether a source is followed by a feed, and since when one of its feeds can't be heard for which none stands in,
    as the API and exports give it. Its gaps are those of `open_gaps`."""
    lost = [gap.since for gap in source.gaps.all()]
    since = min(lost).astimezone(UTC).isoformat().replace("+00:00", "Z") if lost else None
    return {"followed": any(feed.active for feed in source.feeds.all()), "unheard_since": since}


def unheard_now(sources: Collection[int]) -> set[int]:
    """Those of these sources, by row, that can't be heard at present. One query."""
    return set(_open().filter(source__in=sources).values_list("source", flat=True))


def _open() -> QuerySet[CoverageGap]:
    """Gaps that last: of a feed that is no more nobody knows, and for some another feed stands in."""
    return CoverageGap.objects.filter(until=None, feed__isnull=False, stand_in=None)


def _standing() -> QuerySet[CoverageGap]:
    """Gaps in which something may have been missed. One that was left open by a feed that is no more has no end."""
    lost = Q(until=None, feed=None)
    others = Feed.objects.filter(source=OuterRef("source"), active=True).exclude(pk=OuterRef("feed"))
    rows = CoverageGap.objects.filter(made_up=False, stand_in=None).exclude(lost)
    return rows.select_related("source", "feed").annotate(in_part=Exists(others))


def _told(rows: QuerySet[CoverageGap], now: datetime) -> list[Gap]:
    return [
        Gap(row.source, row.since, row.until, row.reason, row.feed.url if row.feed and row.in_part else "")
        for row in rows
        if (row.until or now) - row.since >= SHORTEST_TOLD
    ]
