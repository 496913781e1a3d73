"""Pages by their address: asked for here, fetched later by a worker, and taken in as articles.

The row is the queue; whoever asks is told by it what became of it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag

import httpx
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Min, Q, QuerySet

from claims.models import Article
from corroboration import leases, looking, retrieving, wakeup
from corroboration.fetching import politeness
from corroboration.fetching.charsets import storable
from corroboration.fetching.facts import tidy
from corroboration.fetching.politeness import host_of
from corroboration.fetching.rows import URL_LENGTH, Host, Page, Retrieval
from corroboration.fetching.web import Unfetchable, check_address
from sources.models import Feed

WOKEN = 50  # hosts at a time
HINTS = ("title", "published_at", "external_id", "language")


def ask(
    url: str,
    *,
    outlet: str = "",
    feed: Feed | None = None,
    by: User | None = None,
    hints: Mapping[str, Any] | None = None,
    now: datetime,
) -> Retrieval:
    """Have a page fetched and taken in as an article of this outlet ("": the one that the page is found to be of).

    hints: title, published_at (ISO 8601), external_id, language, where a feed or a person gives them. A page that is
    waited for already isn't asked for twice: that row comes back. Raises Unfetchable where the address may never be
    asked.
    """
    url = checked(url)
    given = {name: value for name, value in (hints or {}).items() if value}
    if unknown := given.keys() - set(HINTS):
        raise ValueError(f"no hints: {sorted(unknown)}")
    if waiting := Retrieval.objects.filter(url=url, state__in=Retrieval.OPEN).first():
        return waiting
    row = Retrieval(
        url=url, host=host_of(url), outlet=outlet, feed=feed, by=by, hints=given, asked_at=now, next_attempt_at=now
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            transaction.on_commit(lambda: wakeup.retrieval(row.pk), robust=True)
    except IntegrityError:  # asked for by another at the same moment
        return Retrieval.objects.get(url=url, state__in=Retrieval.OPEN)
    return row


def settle(row: Retrieval, *, by: User, outlet: str = "", published_at: str = "", now: datetime) -> None:
    """Say what a page that waits for a person doesn't say itself, and take it in with that. No server is asked."""
    told = row.hints | ({"published_at": published_at} if published_at else {})
    waiting = Retrieval.objects.filter(pk=row.pk, state=Retrieval.State.UNCLEAR)
    if waiting.update(by=by, hints=told, outlet=outlet or row.outlet):
        retrieving.settle_waiting(row, now=now)


def hand_in(
    page: str, *, url: str = "", outlet: str = "", published_at: str = "", by: User, now: datetime
) -> Retrieval:
    """Take in a page whose HTML somebody has at hand. The address, where given, isn't asked for.

    The row that comes back is done, failed with the reason, or waits for what neither page nor person said. Raises
    Unfetchable where the address is none.
    """
    address = checked(url) if url.strip() else ""
    hints = {"published_at": published_at} if published_at else {}
    if address and (waiting := Retrieval.objects.filter(url=address, state__in=Retrieval.OPEN).first()):
        return waiting
    found = {"fetched_from": address, "is_html": True}
    row = Retrieval.objects.create(
        url=address,
        host=host_of(address) if address else "",
        outlet=outlet,
        by=by,
        hints=hints,
        asked_at=now,
        next_attempt_at=now,
        state=Retrieval.State.UNCLEAR,
        reason="handed in",
        found=found,
        page=storable(page),
    )
    retrieving.settle_waiting(row, now=now)
    row.refresh_from_db()
    return row


def line_of_text(*, text: str, url: str, outlet: str, published_at: str, title: str) -> dict[str, str]:
    """A line of the ingest contract for a text that a person pastes: known by its address, else by its content."""
    external_id = url or f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
    if len(external_id) > retrieving.LONGEST_ID:
        external_id = f"sha256:{hashlib.sha256(url.encode()).hexdigest()}"
    line = {"external_id": external_id, "outlet": outlet, "published_at": published_at, "text": text}
    return line | {"url": url, "title": title}


def try_again(row: Retrieval, *, now: datetime) -> Retrieval:
    """Have a page that failed fetched again, still as whoever asked for it said. One that is waited for already isn't
    asked for twice: that row comes back. Raises Unfetchable where the address may never be asked."""
    check_address(row.url)
    failed = Retrieval.objects.filter(pk=row.pk, state=Retrieval.State.FAILED)
    try:
        with transaction.atomic():
            if failed.update(state=Retrieval.State.WAITING, attempts=0, next_attempt_at=now):
                transaction.on_commit(lambda: wakeup.retrieval(row.pk), robust=True)
    except IntegrityError:
        return Retrieval.objects.get(url=row.url, state__in=Retrieval.OPEN)
    return row


def known(url: str) -> Article | None:
    """The article that this address was taken in as, whatever form of it; None: it wasn't."""
    address = checked(url)
    row = Retrieval.objects.filter(url=address, article__isnull=False).select_related("article").last()
    if row is not None:
        return row.article
    return Article.objects.filter(url__in={address, tidy(address)}).order_by("-told_at").first()


def checked(url: str) -> str:
    """An address as it is asked for. Raises Unfetchable where it never may be."""
    url = _in_ascii(url.strip())
    if len(url) > URL_LENGTH:
        raise Unfetchable(f"an address of {len(url)} characters: expected at most {URL_LENGTH}", final=True)
    check_address(url)
    return url


def due_retrievals(*, now: datetime) -> list[int]:
    """Pages that may be fetched now, one a host: the next of its turn."""
    return _of_free_hosts(Retrieval.objects.filter(state=Retrieval.State.WAITING), now)


def due_looks(*, now: datetime) -> list[int]:
    """Pages that are to be looked at again now, one a host."""
    return _of_free_hosts(Page.objects.filter(state=Page.State.WATCHED), now)


def follow_clock(*, now: datetime) -> None:
    """Have pages wait no longer than we ever let them (leases.follow_clock)."""
    asked = Retrieval.objects.filter(state__in=Retrieval.OPEN)
    leases.follow_clock(asked, retrieving.LONGEST, now=now, seconds=retrieving.LEASE_SECONDS)
    watched = Page.objects.filter(state=Page.State.WATCHED)
    delays = [(Q(looks=looks), delay) for looks, delay in enumerate(looking.DELAYS)]
    leases.follow_clock(watched, delays, now=now, seconds=looking.LEASE_SECONDS)


def look_now(pages: QuerySet[Page], *, now: datetime) -> int:
    """Have these pages looked at in the next turn of their hosts, also those that aren't any more. Returns how many."""
    return pages.update(state=Page.State.WATCHED, next_attempt_at=now, attempts=0)


def _of_free_hosts(rows: QuerySet, now: datetime) -> list[int]:
    busy = Host.objects.filter(politeness.busy(now)).values("name")
    free = leases.due(rows, now=now).exclude(host__in=busy).order_by()
    return list(free.values("host").annotate(first=Min("pk")).order_by("first").values_list("first", flat=True)[:WOKEN])


def _in_ascii(url: str) -> str:
    """An address without its fragment, as it is sent: names and paths of other scripts percent-encoded."""
    try:
        return str(httpx.URL(urldefrag(url).url))
    except (httpx.InvalidURL, ValueError):
        raise Unfetchable("no address that can be asked", final=True) from None
