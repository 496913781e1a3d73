"""Reads about who speaks."""

from collections import defaultdict
from functools import lru_cache

from sources.engine import names
from sources.engine.admiralty import SHIPPED_GRADING
from sources.engine.admiralty import Grading as GradingValue
from sources.engine.merging import Merge, ends, put_together
from sources.engine.values import Kind, KnownSource
from sources.models import Alias, Grading, Ownership, Source, SourceMerge


def known_sources() -> tuple[KnownSource, ...]:
    """The reference data on sources: what ships with the project, each replaced by its curated row where there is one,
    and those that an admin found to be one put together.

    Only curated rows count. A source that was merely met in an article must not change how others are read.
    """
    merges = _merges()
    return put_together(named_sources(), merges) if merges else named_sources()


def named_sources() -> tuple[KnownSource, ...]:
    """The same, each for itself: what outlets of articles are found by, so that whichever of two names an article came
    under, it is the same article after they are merged, and after that is undone.
    """
    found = {source.slug: source for source in names.load_shipped()}
    found |= {source.slug: source for source in _curated()}
    return tuple(found[slug] for slug in sorted(found))


def outlet_directory() -> names.Directory:
    """The sources by name, each for itself. Built anew only when they have changed."""
    return _directory(named_sources())


@lru_cache(maxsize=2)
def _directory(sources: tuple[KnownSource, ...]) -> names.Directory:
    return names.Directory(sources)


def _merges() -> list[Merge]:
    rows = SourceMerge.in_force.order_by("source__slug").values_list("source__slug", "into__slug", "name")
    return [Merge(*row) for row in rows]


def merges() -> dict[str, str]:
    """The slug of each source that was merged, and of the one as which it counts since."""
    return ends(_merges())


def merged_into(slug: str) -> str:
    """The slug of the source as which this one counts since it was merged; "" where it wasn't."""
    return merges().get(slug, "")


def slugs_counted_as(slug: str) -> list[str]:
    """The slugs of the sources that count as this one: its own, and those of all that were merged into it."""
    return [slug, *(gone for gone, into in ends(_merges()).items() if into == slug)]


def counted_as(source: Source) -> list[Source]:
    """The same, as rows."""
    gone = slugs_counted_as(source.slug)[1:]
    return [source, *Source.objects.filter(slug__in=gone).order_by("slug")] if gone else [source]


def latest_grading() -> Grading | None:
    """How records are graded now. None: as shipped."""
    return Grading.objects.order_by("-pk").first()


def grading_value(row: Grading | None) -> GradingValue:
    """What a grading says, or the shipped one where no admin has set any."""
    return SHIPPED_GRADING if row is None else row.value


def _curated() -> list[KnownSource]:
    aliases, owners = defaultdict(list), defaultdict(list)
    for slug, name in Alias.objects.order_by("name").values_list("source__slug", "name"):
        aliases[slug].append(name)
    open_ownerships = Ownership.objects.filter(until__isnull=True).order_by("owner__slug").distinct()
    for slug, owner in open_ownerships.values_list("source__slug", "owner__slug"):
        owners[slug].append(owner)
    rows = Source.objects.filter(curated=True).select_related("speaks_for").order_by("slug")
    return [
        KnownSource(
            slug=row.slug,
            name=row.name,
            kind=Kind(row.kind),
            aliases=tuple(aliases[row.slug]),
            owner=next(iter(owners[row.slug]), ""),
            families=tuple(owners[row.slug][1:]),
            country=row.country,
            language=row.language,
            speaks_for=row.speaks_for.slug if row.speaks_for else "",
            original_reporting=row.original_reporting,
        )
        for row in rows
    ]
