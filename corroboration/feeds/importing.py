"""A list of feeds taken over: each to the outlet it surely is of; what is unclear is shown, and left to a person."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction

from corroboration.feeds.models import FeedEvent
from corroboration.feeds.opml import MOST_OUTLINES, Outline
from corroboration.feeds.outlets import PUBLISHERS
from corroboration.feeds.polling import LONGEST_ADDRESS
from corroboration.feeds.sites import same_site, site_of
from corroboration.fetching.web import Unfetchable, check_address
from sources.addresses import feed_address
from sources.engine.names import slugify
from sources.models import Feed, Source
from sources.selectors import outlet_directory
from sources.services import ensure_voices, outlet_voice

_SUFFIX = re.compile(
    r"(?:(?<!\s)\s++|(?<![-–—|»:·\s]))[-–—|»:·]++\s*+(?:rss|atom|feed|rss feed|news feed|latest news)\s*$",
    re.IGNORECASE,
)
HOMEPAGE_LENGTH = Source._meta.get_field("homepage").max_length


class Finding(StrEnum):
    KNOWN = "known"  # its outlet is here
    NEW = "new"  # an outlet would be made
    UNCLEAR = "unclear"  # a person has to say whose it is
    DUPLICATE = "duplicate"  # the feed is here, or stands in the list before


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of a line. address: of the feed, as it would be kept. outlet: its name; slug: of a known one.
    why: what is unclear, or where the feed is already."""

    outline: Outline
    finding: Finding
    address: str = ""
    outlet: str = ""
    slug: str = ""
    why: str = ""

    @property
    def can_be_taken(self) -> bool:
        return self.finding in (Finding.KNOWN, Finding.NEW)


class _Here:
    """What is here already, looked up once for a list."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        slugs = {slugify(_title(outline)) for outline in outlines}
        self.taken = set(Source.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        self.directory = outlet_directory()
        self.feeds = {same_address(url): name for url, name in Feed.objects.values_list("url", "source__name")}
        self.names = dict(Source.objects.filter(kind__in=PUBLISHERS).values_list("slug", "name"))
        self.homes: dict[str, str] = dict(Source.objects.exclude(homepage="").values_list("slug", "homepage"))
        self.sites: dict[str, set[str]] = defaultdict(set)
        for slug, home in self.homes.items():
            self.sites[site_of(home)].add(slug)

    def titled(self, title: str) -> str:
        """The slug of the outlet of this very name; "" for none."""
        known = self.directory.exact(title)
        slug = known.slug if known else slugify(title)
        return slug if known or slug in self.names else ""

    def at(self, site: str) -> set[str]:
        return {slug for home, slugs in self.sites.items() if same_site(site, home) for slug in slugs}

    def name(self, slug: str) -> str:
        known = self.directory.get(slug)
        return self.names.get(slug) or (known.name if known else slug)


def plan(outlines: Sequence[Outline]) -> list[Planned]:
    """What would become of each line of a list, in a fixed number of queries. Nothing is changed."""
    here, planned = _Here(outlines), []
    for outline in outlines:
        found = _planned(outline, here)
        if found.can_be_taken:
            here.feeds[same_address(found.address)] = "this list"
        planned.append(found)
    return planned


def _planned(outline: Outline, here: _Here) -> Planned:
    address = feed_address(outline.feed)
    try:
        check_address(address)
    except Unfetchable as refusal:
        return Planned(outline, Finding.UNCLEAR, why=str(refusal))
    if len(address) > LONGEST_ADDRESS:
        return Planned(outline, Finding.UNCLEAR, why=f"its address is longer than {LONGEST_ADDRESS} characters")
    if owner := here.feeds.get(same_address(address)):
        return Planned(outline, Finding.DUPLICATE, address, why=f"of {owner} already")
    title = _title(outline)
    slug, why = _outlet(title, outline, address, here)
    if why:
        return Planned(outline, Finding.UNCLEAR, address, why=why)
    if slug:
        return Planned(outline, Finding.KNOWN, address, here.name(slug), slug)
    return Planned(outline, Finding.NEW, address, title)


def _title(outline: Outline) -> str:
    """The name of its outlet, without what says that it is a feed."""
    return _SUFFIX.sub("", outline.title)


def _outlet(title: str, outline: Outline, address: str, here: _Here) -> tuple[str, str]:
    """The known outlet of a line, "" for a new one; or why that is unclear."""
    sites = {site_of(outline.home), site_of(address)} - {""}
    titled, led = here.titled(title) if title else "", here.at(site_of(outline.home) or site_of(address))
    if titled:
        home = site_of(here.homes.get(titled, ""))
        elsewhere = bool(home) and not any(same_site(home, site) for site in sites)
        if elsewhere or (led and titled not in led):
            return "", f"is called like {here.name(titled)}, but lies on another site"
        return titled, ""
    if len(led) > 1:
        return "", f"lies on the site of several: {', '.join(sorted(map(here.name, led)))}"
    if led:
        return led.pop(), ""
    if not title:
        return "", "has no title, and its site is of no outlet known here"
    if alike := here.directory.resolve(title):
        return "", f"may be {alike.name}, or another that is called alike"
    if slugify(title) in here.taken:
        return "", "is called like a source that publishes nothing"
    return "", ""


def same_address(url: str) -> str:
    """What addresses share that surely lead to one feed: scheme, www and a last slash make no difference."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.netloc or '').lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def as_list(outline: Outline) -> list[str]:
    """A line as a page keeps it while a person looks through the list."""
    return [outline.title, outline.feed, outline.home, outline.folder]


def chosen(kept: str, ticked: Sequence[str]) -> list[Planned]:
    """Those lines of a list kept by a page that were ticked, planned anew. Junk is none."""
    try:
        outlines = [Outline(*map(str, line)) for line in json.loads(kept)[:MOST_OUTLINES]]
    except (ValueError, TypeError, RecursionError):
        return []
    wanted = set(ticked)
    return [each for number, each in enumerate(plan(outlines)) if str(number) in wanted]


@transaction.atomic
def take(planned: Sequence[Planned], *, by: User | None, now: datetime) -> tuple[int, int]:
    """Take over the lines that can be. Returns how many feeds, and how many new outlets, there are by that."""
    before = Source.objects.count()
    taken = [each for each in planned if each.can_be_taken]
    for each in taken:
        feed = Feed.objects.create(source=_source(each), url=each.address)
        words = f"from a list{f', folder {each.outline.folder}' if each.outline.folder else ''}"
        FeedEvent.objects.create(feed=feed, kind=FeedEvent.Kind.ADDED, words=words, by=by, at=now)
    return len(taken), Source.objects.count() - before


def _source(planned: Planned) -> Source:
    if planned.slug and (known := Source.objects.filter(slug=planned.slug).first()):
        return known
    voice = outlet_voice(planned.outlet, outlet_directory())
    source = ensure_voices([voice])[voice.slug]
    home = planned.outline.home
    if not source.homepage and site_of(home) and home.startswith("http") and len(home) <= HOMEPAGE_LENGTH:
        Source.objects.filter(pk=source.pk).update(homepage=home)
    return source


def listed() -> list[Outline]:
    """Our feeds, as a list for others."""
    rows = Feed.objects.select_related("source").order_by("source__name", "url")
    return [Outline(feed.source.name, feed.url, feed.source.homepage) for feed in rows]
