"""How it goes with feeds: what each brought, what went wrong, when it is asked next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urldefrag

from django.db.models import Count, F, Q, QuerySet

from corroboration.fetching.rows import Retrieval
from corroboration.models import FeedEntry, FeedEvent, FeedState
from corroboration.selectors import retrievals
from sources.models import Feed, Source

COUNTED_DAYS = 14  # over which articles a day are counted
FAILING = 3  # failures in a row from which somebody should look: fewer mend themselves
LISTED = 30  # entries, events of one feed


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """state: None: it was never polled. taken, refused: entries first seen in the last two weeks. set_aside: pages of
    that time that couldn't be had."""

    feed: Feed
    state: FeedState | None
    taken: int
    refused: int
    set_aside: int

    @property
    def a_day(self) -> float:
        """Entries taken in or asked for, of those two weeks."""
        return self.taken / COUNTED_DAYS

    @property
    def failing(self) -> bool:
        return self.state is not None and self.state.failures > 0

    @property
    def word(self) -> str:
        """How it goes, in a word."""
        if self.state is not None and self.state.gone_at is not None and not self.feed.active:
            return "gone"
        if not self.feed.active:
            return "paused"
        if self.state is None or self.state.polled_at is None:
            return "new"
        return "failing" if self.failing else "well"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry; page: that was asked for instead of taking the entry's text, as it was last asked for."""

    entry: FeedEntry
    page: Retrieval | None

    @property
    def article(self) -> str:
        """Public id of what it became; "" where it became none, or none yet."""
        return self.entry.article or (self.page and self.page.became) or ""

    @property
    def words(self) -> str:
        """What became of it."""
        state = self.entry.get_state_display()
        if self.page is None:
            return state
        reason = f": {self.page.reason}" if self.page.reason else ""
        if self.page.state == Retrieval.State.FAILED:
            tries = "1 attempt" if self.page.attempts == 1 else f"{self.page.attempts} attempts"
            return f"its page was set aside after {tries}{reason}"
        return f"{state}: {self.page.get_state_display()}{reason}"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed, with what it last brought, and what became of its address and use."""

    health: FeedHealth
    entries: Sequence[EntryLine]
    events: Sequence[FeedEvent]


def health_of(feeds: Collection[Feed], *, now: datetime) -> list[FeedHealth]:
    """How it goes with each of these feeds. Three queries."""
    states = FeedState.objects.in_bulk([feed.pk for feed in feeds])
    counted = _counted(feeds, now)
    aside = retrievals.set_aside(now=now).filter(feed__in=feeds).order_by().values_list("feed").annotate(Count("pk"))
    unhad = dict(aside)
    return [
        FeedHealth(feed, states.get(feed.pk), *counted.get(feed.pk, (0, 0)), unhad.get(feed.pk, 0)) for feed in feeds
    ]


def _counted(feeds: Collection[Feed], now: datetime) -> dict[int, tuple[int, int]]:
    since = now - timedelta(days=COUNTED_DAYS)
    rows = FeedEntry.objects.filter(feed__in=feeds, seen_at__gt=since).order_by().values("feed")
    refused = Q(state=FeedEntry.State.REFUSED)
    told = rows.annotate(taken=Count("pk", filter=~refused), refused=Count("pk", filter=refused))
    return {row["feed"]: (row["taken"], row["refused"]) for row in told}


def of_source(sources: Collection[Source], *, now: datetime) -> list[FeedHealth]:
    """The same, of the feeds of sources that count as one."""
    return health_of(list(Feed.objects.filter(source__in=sources).order_by("url")), now=now)


def feed_page(feed: Feed, *, now: datetime) -> FeedPage:
    """In a fixed number of queries."""
    entries = list(feed.entries.order_by("-changed_at", "-pk")[:LISTED])
    urls = [urldefrag(entry.url).url for entry in entries if entry.state == FeedEntry.State.ASKED]
    asked = Retrieval.objects.filter(feed=feed, url__in=urls).order_by("asked_at", "pk")
    pages = {page.url: page for page in asked.annotate(became=F("article__public_id")).defer("found")}
    listed = [EntryLine(entry, pages.get(urldefrag(entry.url).url)) for entry in entries]
    return FeedPage(health_of([feed], now=now)[0], listed, feed.events.select_related("by")[:LISTED])


def doing(feeds: QuerySet[Feed], word: str) -> QuerySet[Feed]:
    """Those of these feeds that do as this word of FeedHealth says."""
    new = Q(state=None) | Q(state__polled_at=None)
    wanted = {
        "look": Q(state__in=failing()),
        "gone": Q(active=False, state__gone_at__isnull=False),
        "paused": Q(active=False) & (Q(state=None) | Q(state__gone_at=None)),
        "new": Q(active=True) & new,
        "failing": Q(active=True, state__failures__gt=0, state__polled_at__isnull=False),
        "well": Q(active=True, state__failures=0, state__polled_at__isnull=False),
    }
    return feeds.filter(wanted[word])


def failing() -> QuerySet[FeedState]:
    """Feeds in use that failed again and again, and those that answered that they are gone and nobody has looked at."""
    again = Q(feed__active=True, failures__gte=FAILING)
    gone = Q(feed__active=False, gone_at__isnull=False)
    return FeedState.objects.filter(again | gone)
