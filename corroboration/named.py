"""What a person or a program typed, as the things that are stored: places by any spelling, sources by any name."""

from claims.engine.reference import Reference
from sources.engine.names import slugify
from sources.selectors import merged_into, slugs_counted_as


def place_named(text: str, known: Reference) -> str:
    """The gazetteer's id of what a person typed: an id, or any spelling of a name; as it stands where it is neither."""
    return text if text in known.gazetteer.entries else known.gazetteer.names.exact(text) or text


def source_named(text: str, known: Reference) -> str:
    """The slug of what a person typed: a slug, or any name of a known source, or the name of another."""
    if "/" in text:
        return text
    found = known.directory.get(text) or known.directory.resolve(text)
    return found.slug if found else slugify(text)


def slugs_standing_for(slug: str) -> list[str]:
    """The slugs under which the source of this slug is found: of one that was merged, those of the one that stays."""
    return slugs_counted_as(merged_into(slug) or slug)
