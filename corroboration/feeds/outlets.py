"""The outlets that a feed's entries are resolved to, looked up once a poll, and only as far as they are needed."""

from collections import defaultdict
from functools import cached_property

from corroboration.feeds.entries import Document, Entry
from corroboration.feeds.sites import Known, site_of, whose
from sources.engine.names import slugify
from sources.models import Feed, Source
from sources.selectors import outlet_directory
from sources.services import outlet_voice

PUBLISHERS = (Source.Kind.OUTLET, Source.Kind.AGENCY, Source.Kind.OFFICIAL, Source.Kind.MONITOR, Source.Kind.GROUP)


class Outlets:
    """Whose each entry of one feed is."""

    def __init__(self, feed: Feed, document: Document) -> None:
        self._feed = feed
        self._own = {site_of(url) for url in (feed.source.homepage, feed.url, document.link)} - {""}
        self._sources = {entry.source_name for entry in document.entries if entry.source_name}
        self._words: dict[str, str] = {}

    def of(self, entry: Entry) -> tuple[str, str]:
        """The name under which ingestion finds the outlet of an entry; or "" and why it isn't known."""
        known = self._known if self._feed.aggregates else None
        found = whose(entry, self._feed.source.slug, self._own, known)
        if found.refusal:
            return "", found.refusal
        word = self._word(found.slug)
        return word, "" if word else f"the name of its outlet, {found.slug}, means another source"

    @cached_property
    def _known(self) -> Known:
        homes: dict[str, set[str]] = defaultdict(set)
        for slug, homepage in Source.objects.exclude(homepage="").values_list("slug", "homepage"):
            homes[site_of(homepage)].add(slug)
        return Known(names=self._named(), homes=homes)

    def _named(self) -> dict[str, str]:
        """Slugs of the publishers that have the very names by which entries name their sources."""
        directory = outlet_directory()
        curated = {name: directory.exact(name) for name in self._sources}
        slugs = {name: known.slug if known else slugify(name) for name, known in curated.items()}
        there = Source.objects.filter(slug__in=slugs.values(), kind__in=PUBLISHERS).values_list("slug", flat=True)
        publishers = set(there) | {k.slug for k in curated.values() if k and k.kind in PUBLISHERS}
        return {name: slug for name, slug in slugs.items() if slug in publishers}

    def _word(self, slug: str) -> str:
        """A name that ingestion takes for the source of this slug."""
        if slug not in self._words:
            name = Source.objects.filter(slug=slug).values_list("name", flat=True).first() or slug
            directory = outlet_directory()
            fitting = (
                word for word in (name, slug.replace("-", " "), slug) if outlet_voice(word, directory).slug == slug
            )
            self._words[slug] = next(fitting, "")
        return self._words[slug]
