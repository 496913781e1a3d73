"""The feeds of a site, found by the address of any of its pages: the page names them, or is one itself."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urljoin

from corroboration.feeds.reading import NotAFeed, read
from corroboration.feeds.sites import same_site, site_of
from corroboration.fetching import politeness
from corroboration.fetching.web import Unfetchable, check_address, fetch
from sources.addresses import feed_address
from sources.models import Source

TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "text/xml"}
MOST_BYTES = 3_000_000
SECONDS = 10.0  # somebody waits for it
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """feeds: what a page names. outlet: whose site it is, where that is known."""

    feeds: list[Candidate]
    outlet: Source | None


def find(address: str, *, now: datetime) -> Found:
    """The feeds that a page names, or the one that it is. Raises Unfetchable."""
    address = feed_address(address)
    check_address(address)
    if politeness.take_turn(address, now=now):
        raise Unfetchable("its server was asked a moment ago: try again in some seconds")
    answer = fetch(address, most_bytes=MOST_BYTES, seconds=SECONDS)
    if answer.status != 200:
        raise Unfetchable(f"its server answered {answer.status}")
    try:
        document = read(answer.body, url=answer.url, headers=answer.headers)
    except NotAFeed:
        page = _Links(answer.url)
        with suppress(AssertionError):  # how the parser refuses "<![", with what it had found until there
            page.feed(answer.body.decode("utf-8", "replace"))
        return Found(page.found, _outlet(answer.url))
    return Found([Candidate(answer.url, document.title)], _outlet(answer.url))


def _outlet(url: str) -> Source | None:
    site = site_of(url)
    there = [row for row in Source.objects.exclude(homepage="") if same_site(site, site_of(row.homepage))]
    return there[0] if len(there) == 1 else None


class _Links(HTMLParser):
    """The feeds that a page names in its head, in its order."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._base = url
        self.found: list[Candidate] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "base" and given.get("href"):
            self._base = self._whole(given["href"]) or self._base
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if len(self.found) == MOST_FOUND:
            return
        if tag == "link" and "alternate" in given.get("rel", "").lower().split() and kind in TYPES:
            url = self._whole(given.get("href", ""))
            if url and url not in {each.url for each in self.found}:
                self.found.append(Candidate(url, " ".join(given.get("title", "").split())[:200]))

    def _whole(self, href: str) -> str:
        """The address, if it is one that may be asked; else ""."""
        try:
            url = urljoin(self._base, feed_address(href) if href.lower().startswith("feed:") else href.strip())
            check_address(url)
        except (ValueError, Unfetchable):
            return ""
        return url
