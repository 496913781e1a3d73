"""Where a cluster's event happened, as the map of it needs to know."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from claims.engine.places import Gazetteer, PlaceEntry
from claims.selectors import gazetteer
from corroboration.models import Cluster
from corroboration.pictures.frames import HALF_HEIGHT as AREAS
from corroboration.pictures.projection import Directions, directions
from corroboration.pictures.regions import Region, Spot

OTHERS_SHOWN = 8
SETTLED = ("city", "town", "village")  # what a reader takes bearings from, the best known kind first
NEAREST = 25  # of each kind: the map finds room for some


def map_of(cluster: Cluster) -> Region | None:
    """What a map of a cluster's place shows; None where the gazetteer doesn't know where on earth it is."""
    known = gazetteer()
    place = known.entries.get(cluster.place_id)
    if place is None:
        return None
    path = known.path(place.id)
    country = next((id for id in path if known.entries[id].kind == "country"), "")
    return Region(
        name=place.name,
        kind=place.kind,
        country=country,
        spot=_spot(place),
        others=[spot for spot in map(_spot, _mentioned(cluster, known)) if spot],
        neighbours=_neighbours(place, known),
    )


def _spot(place: PlaceEntry) -> Spot | None:
    if place.lat is None or place.lon is None:
        return None
    return Spot(place.name, place.lat, place.lon, area=place.kind in AREAS)


def _mentioned(cluster: Cluster, known: Gazetteer) -> list[PlaceEntry]:
    """Further places of the claims, the most named first, without those that hold the place or lie in it."""
    frames = cluster.memberships.values_list("claim__frame__place_id", "claim__frame__other_places")
    counted = Counter(id for place, others in frames for id in {place or "", *(others or ())})
    around = set(known.path(cluster.place_id))
    named = (
        id
        for id, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        if id in known.entries and id not in around and cluster.place_id not in known.path(id)
    )
    return [known.entries[id] for id in named][:OTHERS_SHOWN]


@dataclass(frozen=True)
class Settled:
    """The settlements of one kind whose position is known, as the gazetteer orders them."""

    ids: tuple[str, ...]
    spots: tuple[Spot, ...]
    directions: Directions

    def nearest(self, here: PlaceEntry) -> list[Spot]:
        """Those nearest to a place, the place itself left out, in the gazetteer's order."""
        towards = self.directions @ directions(np.array([[here.lon, here.lat]]))[0]
        near = [at for at in np.argsort(-towards, kind="stable")[: NEAREST + 1].tolist() if self.ids[at] != here.id]
        return [self.spots[at] for at in sorted(near[:NEAREST])]


def _neighbours(place: PlaceEntry, known: Gazetteer) -> list[Spot]:
    """What bearings are taken from: cities, then towns, then villages; of a place its nearest, of a country its own."""
    if _spot(place):
        return [spot for settled in _settled(known) for spot in settled.nearest(place)]
    return [
        spot
        for settled in _settled(known)
        for id, spot in zip(settled.ids, settled.spots, strict=True)
        if place.id in known.path(id)
    ]


@lru_cache(maxsize=2)
def _settled(known: Gazetteer) -> tuple[Settled, ...]:
    """A gazetteer's settlements by their kind, the best known kind first."""
    found: dict[str, list[tuple[str, Spot]]] = {kind: [] for kind in SETTLED}
    for entry in known.entries.values():
        spot = _spot(entry)
        if spot and entry.kind in found:
            found[entry.kind].append((entry.id, spot))
    return tuple(_of_kind(each) for each in found.values() if each)


def _of_kind(found: list[tuple[str, Spot]]) -> Settled:
    ids, spots = zip(*found, strict=True)
    return Settled(ids, spots, directions(np.array([[spot.longitude, spot.latitude] for spot in spots])))
