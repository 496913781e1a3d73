"""Writes about who speaks: shipped reference data into the database, and rows for voices met in articles."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sources.engine import names
from sources.engine.values import Kind, KnownSource, Voice
from sources.homepages import give_homepages
from sources.models import Alias, Ownership, Source, SourceMerge
from sources.selectors import merged_into, named_sources

NAME_LENGTH = Source._meta.get_field("name").max_length
NOBODY = (Source.Kind.UNNAMED, Source.Kind.REPORTS, Source.Kind.COMMENTER)  # can't be told apart from others


class MergeRefused(Exception):
    """Two sources that can't be merged, or a merge that can't be undone, and why."""


@transaction.atomic
def load_shipped() -> int:
    """Bring the shipped sources into the database, where an admin can extend them; what is there is left alone,
    but that a homepage is given where nobody kept one. Returns how many were new.
    """
    shipped = names.load_shipped()
    present = set(
        Source.objects.filter(slug__in=[s.slug for s in shipped], curated=True).values_list("slug", flat=True)
    )
    fresh = [source for source in shipped if source.slug not in present]
    for source in fresh:
        fields = {"name": source.name, "kind": source.kind, "country": source.country, "language": source.language}
        fields |= {"original_reporting": source.original_reporting, "curated": True}
        Source.objects.update_or_create(slug=source.slug, defaults=fields)
    rows = Source.objects.in_bulk([s.slug for s in shipped], field_name="slug")
    for source in fresh:
        _add_names(rows[source.slug], source)
        for holder in (rows[slug] for slug in source.holders if slug in rows):
            Ownership.objects.get_or_create(source=rows[source.slug], owner=holder, since=None)
        if source.speaks_for in rows:
            Source.objects.filter(slug=source.slug).update(speaks_for=rows[source.speaks_for])
    give_homepages()
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
        curated = {source.slug: source for source in named_sources()}
        rows = [_row(wanted[slug], curated.get(slug)) for slug in missing]
        Source.objects.bulk_create(rows, ignore_conflicts=True)
        if not names.load_homepages().keys().isdisjoint(missing):
            give_homepages()
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
        public_role=bool(shipped.speaks_for),  # the body may have no row yet
    )


def outlet_voice(name: str, directory: names.Directory) -> Voice:
    """The outlet that a name means: a known source, or a new outlet whose slug is made of the name."""
    if known := directory.resolve(name):
        return Voice(known.slug, known.name, Kind(known.kind), known.speaks_for)
    return Voice(names.slugify(name), name[:NAME_LENGTH], Kind.OUTLET)


def why_not_merge(source: Source, into: Source) -> str:
    """What forbids that one source counts as another; "" where nothing does."""
    if source == into:
        return "This is the same source."
    for each in (source, into):
        if each.kind in NOBODY or "/" in each.slug:
            return f"{each.name} has no name of its own: it belongs to the outlet that quoted it, and moves with that."
    if not into.curated:
        return f"{into.name} was only met in articles. Mark it as curated first: its name then stands for both."
    if already := merged_into(source.slug):
        return f"{source.name} counts as {already} already. Undo that first."
    if merged_into(into.slug) == source.slug:
        return f"{into.name} was merged into {source.name}. Undo that first."
    return ""


@transaction.atomic
def merge(source: Source, into: Source, *, reason: str, by: User, now: datetime) -> SourceMerge:
    """Have one source count as another from now on. Raises MergeRefused."""
    list(Source.objects.select_for_update().filter(pk__in=(source.pk, into.pk)).order_by("pk"))  # one after another
    if why := why_not_merge(source, into):
        raise MergeRefused(why)
    return SourceMerge.objects.create(source=source, into=into, name=source.name, reason=reason, by=by, at=now)


@transaction.atomic
def undo_merge(merged: SourceMerge, *, reason: str, by: User, now: datetime) -> SourceMerge:
    """Have the two count as two again. Raises MergeRefused."""
    Source.objects.select_for_update().get(pk=merged.source_id)
    if not SourceMerge.in_force.filter(pk=merged.pk).exists():
        raise MergeRefused("This was undone already, or is itself an undo. To take an undo back, merge the two again.")
    pair = {"source": merged.source, "into": merged.into, "name": merged.name}
    return SourceMerge.objects.create(**pair, undoes=merged, reason=reason, by=by, at=now)
