"""Which of the sources that are stored a name or a web address means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from claims.models import Article
from claims.selectors import reference
from sources.engine import resolving
from sources.engine.names import slugify
from sources.engine.resolving import Address, By, Candidate, Known
from sources.models import Feed, Source
from sources.selectors import known_sources, merged_into

LOOKED_AT = 200  # articles of an outlet, the latest, that tell where it publishes
PUBLISHERS = (Source.Kind.OUTLET, Source.Kind.AGENCY)


@dataclass(frozen=True, slots=True)
class Resolution:
    """clear: the candidate that is meant; None where that isn't clear. candidates: with rows, the surest first."""

    clear: Candidate | None
    candidates: Sequence[tuple[Candidate, Source]]


def named(name: str) -> Resolution:
    """Whom a name means."""
    known = [Known(each.slug, (each.name, *each.aliases)) for each in known_sources()]
    listed = {each.slug for each in known}
    own = Source.objects.filter(Q(slug=slugify(name)) | Q(slug=name.strip().lower()[:200])).exclude(slug__in=listed)
    met = [Known(row.slug, (row.name,), row.curated) for row in own]
    spelled = reference().directory.resolve(name)
    return _resolved(resolving.by_name(name, [*known, *met], spelled.slug if spelled else ""))


def at(address: Address) -> Resolution:
    """Whose site a web address is on: by homepages and feeds, else by where articles were published."""
    homes = Source.objects.exclude(homepage="").values_list("slug", "homepage")
    feeds = Feed.objects.values_list("source__slug", "url")
    sites = [(slug, By.HOMEPAGE, url) for slug, url in homes] + [(slug, By.FEED, url) for slug, url in feeds]
    shared = resolving.platforms()
    found = resolving.by_site(address, sites, shared)
    if not found and not shared.hold(address):
        found = resolving.by_articles(_published_on(address), address.host)
    return _resolved(found)


def _published_on(address: Address) -> Counter[str]:
    """How many of the latest articles of each outlet were on this host, of those whose last one was."""
    last = Article.objects.filter(outlet=OuterRef("pk")).order_by("-published_at").values("url")[:1]
    outlets = Source.objects.filter(kind__in=PUBLISHERS).annotate(last_url=Subquery(last)).exclude(last_url="")
    published: Counter[str] = Counter()
    for pk, slug, url in outlets.filter(last_url__isnull=False).values_list("pk", "slug", "last_url"):
        if _host(url) == address.host:
            latest = (
                Article.objects.filter(outlet=pk).order_by("-published_at").values_list("url", flat=True)[:LOOKED_AT]
            )
            published[merged_into(slug) or slug] += sum(_host(each) == address.host for each in latest)
    return published


def _host(url: str) -> str:
    address = resolving.address_of(url) if url else None
    return address.host if address else ""


def _resolved(found: Sequence[Candidate]) -> Resolution:
    """Candidates that are stored, each as the source that it counts as."""
    standing = {each.slug: merged_into(each.slug) or each.slug for each in found}
    rows = {row.slug: row for row in Source.objects.filter(slug__in=standing.values())}
    moved = [Candidate(standing[each.slug], each.by, each.sure, each.found) for each in found]
    kept = resolving.ordered(each for each in moved if each.slug in rows)
    return Resolution(resolving.chosen(kept), [(each, rows[each.slug]) for each in kept])
