"""Whose a page is: as somebody said, or by whose site it stands on; what a page calls itself is only a proposal."""

from collections import defaultdict
from dataclasses import dataclass

from claims.models import Article
from corroboration.feeds.sites import same_site, site_of
from corroboration.fetching.politeness import host_of
from sources.models import Feed, Source
from sources.selectors import outlet_directory
from sources.services import outlet_voice

MOST_HOMES = 2  # of a host: where two outlets publish under one, the address doesn't say which


@dataclass(frozen=True, slots=True)
class Whose:
    """word: a name that ingestion takes for the outlet; "" where it isn't known, and then why. proposed: what the page
    calls itself."""

    word: str = ""
    reason: str = ""
    proposed: str = ""


def whose(url: str, *, asked: str, site_name: str) -> Whose:
    """The outlet of the page at this address. asked: name or slug that somebody gave."""
    if asked:
        return Whose(_word(asked) or asked)
    slugs = at_home(url) or published_there(url)
    if len(slugs) == 1:
        (slug,) = slugs
        word = _word(slug)
        return Whose(word, "" if word else f"the name of its outlet, {slug}, means another source", site_name)
    if slugs:
        return Whose("", f"several outlets publish there: {', '.join(sorted(slugs))}", site_name)
    called = f"; it calls itself {site_name!r}" if site_name else ""
    return Whose("", f"no outlet is known to publish at {host_of(url)}{called}", site_name)


def at_home(url: str) -> set[str]:
    """Slugs of the outlets on whose site the address is: that of their homepage or of a feed."""
    site = site_of(url)
    homes: dict[str, set[str]] = defaultdict(set)
    for slug, home in Source.objects.exclude(homepage="").values_list("slug", "homepage"):
        homes[site_of(home)].add(slug)
    for slug, feed in Feed.objects.values_list("source__slug", "url"):
        homes[site_of(feed)].add(slug)
    if site in homes:
        return homes[site]
    return {slug for home, slugs in homes.items() if same_site(site, home) and site.endswith(home) for slug in slugs}


def published_there(url: str) -> set[str]:
    """Slugs of the outlets whose articles came from this host before, because somebody said so."""
    pages = Article.objects.filter(retrievals__host=host_of(url), retrievals__state="done")
    return set(pages.order_by().values_list("outlet__slug", flat=True).distinct()[:MOST_HOMES])


def _word(given: str) -> str:
    """A name that ingestion takes for the source of this slug; "" where there is no such source, or no such name."""
    directory = outlet_directory()
    source = Source.objects.filter(slug=given).values_list("slug", "name").first()
    if source is None:
        return ""
    slug, name = source
    fitting = (word for word in (name, slug.replace("-", " "), slug) if outlet_voice(word, directory).slug == slug)
    return next(fitting, "")
