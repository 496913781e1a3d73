"""Writes about who speaks: shipped reference data into the database, and rows for voices met in articles."""

from collections.abc import Iterable

from django.db import transaction

from sources.engine import names
from sources.engine.values import Kind, KnownSource, Voice
from sources.models import Alias, Ownership, Source
from sources.selectors import known_sources

NAME_LENGTH = Source._meta.get_field("name").max_length


@transaction.atomic
def load_shipped() -> int:
    """Bring the shipped sources into the database, where an admin can extend them; what is there is left alone.

    Returns how many were new.
    """
    shipped = names.load_shipped()
    present = set(
        Source.objects.filter(slug__in=[s.slug for s in shipped], curated=True).values_list("slug", flat=True)
    )
    fresh = [source for source in shipped if source.slug not in present]
    for source in fresh:
        fields = {"name": source.name, "kind": source.kind, "country": source.country, "language": source.language}
        Source.objects.update_or_create(
            slug=source.slug, defaults=fields | {"original_reporting": source.original_reporting, "curated": True}
        )
    rows = Source.objects.in_bulk([s.slug for s in shipped], field_name="slug")
    for source in fresh:
        _add_names(rows[source.slug], source)
        for holder in (rows[slug] for slug in source.holders if slug in rows):
            Ownership.objects.get_or_create(source=rows[source.slug], owner=holder, since=None)
        if source.speaks_for in rows:
            Source.objects.filter(slug=source.slug).update(speaks_for=rows[source.speaks_for])
    return len(fresh)


def _add_names(row: Source, source: KnownSource) -> None:
    folded = {names.canonical(alias): alias for alias in (source.name, *source.aliases)}
    aliases = [Alias(source=row, name=alias, folded=fold) for fold, alias in sorted(folded.items()) if fold]
    Alias.objects.bulk_create(aliases, ignore_conflicts=True)


def ensure_voices(voices: Iterable[Voice]) -> dict[str, Source]:
    """Rows for the voices of an article, by slug: those that exist, and new ones, not curated, for the others."""
    wanted = {voice.slug: voice for voice in voices}
    known = Source.objects.in_bulk(list(wanted), field_name="slug")
    if missing := sorted(wanted.keys() - known.keys()):
        curated = {source.slug: source for source in known_sources()}
        rows = [_row(wanted[slug], curated.get(slug)) for slug in missing]
        Source.objects.bulk_create(rows, ignore_conflicts=True)
        known |= Source.objects.in_bulk(missing, field_name="slug")
    return known


def _row(voice: Voice, shipped: KnownSource | None) -> Source:
    if shipped is None:
        return Source(slug=voice.slug, name=voice.name[:NAME_LENGTH], kind=voice.kind)
    return Source(
        slug=shipped.slug,
        name=shipped.name,
        kind=shipped.kind,
        country=shipped.country,
        language=shipped.language,
        original_reporting=shipped.original_reporting,
    )


def outlet_voice(name: str, directory: names.Directory) -> Voice:
    """The outlet that a name means: a known source, or a new outlet whose slug is made of the name."""
    if known := directory.resolve(name):
        return Voice(known.slug, known.name, Kind(known.kind), known.speaks_for)
    return Voice(names.slugify(name), name[:NAME_LENGTH], Kind.OUTLET)
