"""Reads about what was said."""

from functools import lru_cache

from claims.engine.places import Gazetteer
from claims.engine.reference import ActorEntry, PlaceEntry, Reference, load_gazetteer, load_reference
from claims.models import Actor, Place
from sources.engine.values import KnownSource
from sources.selectors import known_sources


def reference() -> Reference:
    """The reference data as it stands now: shipped, with what admins added. Built anew only when it has changed."""
    return _built(known_sources(), _places(), _actors())


def gazetteer() -> Gazetteer:
    """The places alone, as they stand now: what a page needs to show one of them."""
    return _built_gazetteer(_places())


def _places() -> tuple[PlaceEntry, ...]:
    return tuple(
        PlaceEntry(row.slug, row.name, row.kind, row.parent, row.latitude, row.longitude, tuple(row.aliases))
        for row in Place.objects.order_by("slug")
    )


def _actors() -> tuple[ActorEntry, ...]:
    return tuple(
        ActorEntry(row.slug, row.name, row.kind, row.parent, tuple(row.aliases))
        for row in Actor.objects.order_by("slug")
    )


@lru_cache(maxsize=2)
def _built(
    sources: tuple[KnownSource, ...], places: tuple[PlaceEntry, ...], actors: tuple[ActorEntry, ...]
) -> Reference:
    return load_reference(sources=sources, extra_places=places, extra_actors=actors)


@lru_cache(maxsize=2)
def _built_gazetteer(places: tuple[PlaceEntry, ...]) -> Gazetteer:
    return load_gazetteer(places)
