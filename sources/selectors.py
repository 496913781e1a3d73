"""Reads about who speaks."""

from collections import defaultdict

from sources.engine import names
from sources.engine.admiralty import SHIPPED_GRADING
from sources.engine.admiralty import Grading as GradingValue
from sources.engine.values import Kind, KnownSource
from sources.models import Alias, Grading, Ownership, Source


def known_sources() -> tuple[KnownSource, ...]:
    """The reference data on sources: what ships with the project, each replaced by its curated row where there is one.

    Only curated rows count. A source that was merely met in an article must not change how others are read.
    """
    merged = {source.slug: source for source in names.load_shipped()}
    merged |= {source.slug: source for source in _curated()}
    return tuple(merged[slug] for slug in sorted(merged))


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
