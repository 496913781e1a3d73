"""Sources that an admin found to be one: what is known of them, put together under the one that stays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sources.engine.values import KnownSource


@dataclass(frozen=True, slots=True)
class Merge:
    """source, into: slugs. name: what the merged one was called, which may be no more than an article called it."""

    source: str
    into: str
    name: str


def ends(merges: Iterable[Merge]) -> dict[str, str]:
    """Where each merged slug leads, through merges of merges. One whose way leads back to itself is left out."""
    steps = {merge.source: merge.into for merge in merges}
    found = {slug: _end(slug, steps) for slug in sorted(steps)}
    return {slug: end for slug, end in found.items() if end}


def _end(slug: str, steps: Mapping[str, str]) -> str:
    passed = {slug}
    while slug in steps:
        slug = steps[slug]
        if slug in passed:
            return ""
        passed.add(slug)
    return slug


def put_together(sources: Iterable[KnownSource], merges: Iterable[Merge]) -> tuple[KnownSource, ...]:
    """The sources without those that were merged, each with the names, owners and families of those merged into it.

    Whoever was held by a merged source, or speaks for it, is held by the one that stays. Country, language and whether
    its reporting is original are those of the one that stays. A merge into an unknown source changes nothing.
    """
    by_slug = {source.slug: source for source in sources}
    merges = list(merges)
    into = {slug: end for slug, end in ends(merges).items() if end in by_slug}
    gained: dict[str, list[Merge]] = defaultdict(list)
    for merge in sorted(merges, key=lambda merge: merge.source):
        if merge.source in into:
            gained[into[merge.source]].append(merge)
    return tuple(
        _with_holders(_joined(source, gained[slug], by_slug), into)
        for slug, source in by_slug.items()
        if slug not in into
    )


def _joined(source: KnownSource, merged: Iterable[Merge], known: Mapping[str, KnownSource]) -> KnownSource:
    names, holders, slugs = dict.fromkeys(source.aliases), dict.fromkeys(source.holders), []
    for merge in merged:
        slugs.append(merge.source)
        names |= dict.fromkeys((merge.name, merge.source.replace("-", " ")))
        if (other := known.get(merge.source)) is not None:
            names |= dict.fromkeys((other.name, *other.aliases))
            holders |= dict.fromkeys(other.holders)
    if not slugs:
        return source
    owner, *families = holders or ("",)
    return replace(source, aliases=tuple(names), owner=owner, families=tuple(families), merged=tuple(slugs))


def _with_holders(source: KnownSource, into: Mapping[str, str]) -> KnownSource:
    """The source with what holds it, and whom it speaks for, by the slugs that stay; never itself."""
    related = {source.speaks_for, *source.holders}
    if not related & {*into, source.slug}:
        return source
    holders = dict.fromkeys(into.get(slug, slug) for slug in source.holders)
    holders.pop(source.slug, None)
    owner, *families = holders or ("",)
    body = into.get(source.speaks_for, source.speaks_for)
    return replace(source, owner=owner, families=tuple(families), speaks_for="" if body == source.slug else body)
