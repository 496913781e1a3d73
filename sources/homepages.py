"""Shipped homepages, for sources that have none: when they are loaded or met, and once for those that an older version
brought in (migration shipped_homepages)."""

from django.contrib.admin.models import LogEntry
from django.db.models import Manager

from sources.engine.names import load_homepages
from sources.engine.resolving import site_of
from sources.models import Source


def give_homepages(sources: Manager = Source.objects, log: Manager = LogEntry.objects) -> int:
    """Give shipped sources without a homepage theirs. Returns how many.

    What an admin saved stays as it was saved, also without a homepage; and a site that stands with another source stays
    that one's: an address there would be nobody's for sure.
    """
    shipped = load_homepages()
    lacking = dict(sources.filter(slug__in=list(shipped), homepage="").values_list("slug", "pk"))
    saved = log.filter(content_type__app_label="sources", content_type__model="source")
    touched = set(saved.filter(object_id__in=[str(pk) for pk in lacking.values()]).values_list("object_id", flat=True))
    taken = {_host(url) for url in sources.exclude(homepage="").values_list("homepage", flat=True)}
    given = 0
    for slug, pk in sorted(lacking.items()):
        if str(pk) not in touched and _host(shipped[slug]) not in taken:
            given += sources.filter(pk=pk, homepage="").update(homepage=shipped[slug])
    return given


def _host(url: str) -> str:
    site = site_of(url)
    return site.host if site else ""
