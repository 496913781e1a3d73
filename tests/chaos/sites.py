"""Other people's servers on loopback: sites with feeds, and one that hears what webhooks tell.

A feed is polled every five minutes at most, and one whose worker was killed is left for ten. So that this fits into a
test, the rows' dates are put back: the only thing about the app that isn't left to itself.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from corroboration import retrieving
from corroboration.feeds import polling
from corroboration.feeds.models import FeedEntry, FeedState
from corroboration.fetching.rows import Host, Retrieval
from corroboration.models import Delivery, Webhook
from sources.engine.values import Kind, Voice
from sources.models import Feed, Source
from sources.services import ensure_voices
from tests.chaos.inputs import FEEDS, Entry, address, feed, page
from tests.chaos.senders import Progress, Sender, in_turn
from tests.fetching.server import Answer, Asked, Site

HOOK = "/hook"
LONG_AGO = timedelta(days=1)
WIND_EVERY = 2.0  # seconds
ALIVE = timedelta(seconds=20)  # a worker that took a feed so long ago and isn't done is dead


def open_sites(site: Site, entries: Sequence[Entry]) -> None:
    """Serve the pages of these entries, and feeds that are empty yet."""
    for entry in entries:
        site.page(address(entry), page(entry), content_type="text/html; charset=utf-8")
    for number in range(len(FEEDS)):
        publish(site, number, [])
    site.answers[HOOK] = Answer([b"heard"], 204)


def publish(site: Site, number: int, entries: Sequence[Entry]) -> None:
    """Have a feed list these entries."""
    listed = [entry for entry in entries if entry.feed == number]
    site.page(f"/feed/{number}", feed(listed, site.address), content_type="application/rss+xml")


def follow(site: str) -> None:
    """Make the feeds of the site at this address known to the app."""
    for number, name in enumerate(FEEDS):
        Feed.objects.create(url=f"{site}/feed/{number}", source=_outlet(name))


def _outlet(name: str) -> Source:
    slug = name.lower().replace(" ", "-")
    return ensure_voices([Voice(slug=slug, name=name, kind=Kind.OUTLET)])[slug]


def wind() -> None:
    """Let the minutes pass that feeds, pages and their hosts are left alone for, and the leases of dead workers."""
    past = timezone.now() - LONG_AGO
    for rows, seconds in ((FeedState.objects, polling.LEASE_SECONDS), (Retrieval.objects, retrieving.LEASE_SECONDS)):
        dead = timezone.now() + timedelta(seconds=seconds) - ALIVE
        rows.filter(lease_until__lt=dead).update(lease_until=past)
    FeedState.objects.filter(token=None).update(next_attempt_at=past)
    Retrieval.objects.filter(state=Retrieval.State.WAITING, token=None).update(next_attempt_at=past)
    Host.objects.update(next_turn_at=past, asked_until=None)


def taken_in(entries: int) -> bool:
    """Whether all entries were seen, and the pages fetched that they asked for."""
    done = FeedEntry.objects.count() == entries
    return done and not Retrieval.objects.filter(state=Retrieval.State.WAITING).exists()


def told() -> bool:
    """Whether all that webhooks were to be told has been delivered; pauses are over at once, here too."""
    Webhook.objects.update(quiet_until=timezone.now() - LONG_AGO)
    Delivery.objects.filter(token=None, state=Delivery.State.WAITING).update(next_attempt_at=timezone.now() - LONG_AGO)
    return not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def heard(asked: Sequence[Asked]) -> Counter[str]:
    """How often the receiver was told which notice, by its id."""
    return Counter(each.headers["webhook-id"] for each in asked if each.path == HOOK)


class Publishing(Sender):
    """Outlets that publish, one entry after another."""

    def __init__(self, site: Site, entries: Sequence[Entry], progress: Progress, over: threading.Event) -> None:
        super().__init__("publishing")
        self.site, self.entries, self.progress, self.over = site, list(entries), progress, over

    def send(self) -> None:
        winding = threading.Thread(target=self._wind, daemon=True)
        winding.start()
        out: list[Any] = []
        for entry in in_turn(self.entries, self.progress):
            out.append(entry)
            publish(self.site, entry.feed, out)
        winding.join()

    def _wind(self) -> None:
        while not self.over.wait(WIND_EVERY):
            try:
                wind()
            except Error:  # it may be away
                connection.close()
