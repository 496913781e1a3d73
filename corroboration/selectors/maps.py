"""Where a cluster's event happened, as the map of it needs to know."""

from collections import Counter
from collections.abc import Iterable

from claims.engine.places import Gazetteer, PlaceEntry
from claims.selectors import gazetteer
from corroboration.models import Cluster
from corroboration.pictures.maps import Region, Spot

OTHERS_SHOWN = 8
SETTLED = ("city", "town", "village")  # what a reader takes bearings from, the best known kind first
NEIGHBOURS = 60  # candidates handed to the map, which finds room for some
NEAR_DEGREES = 12.0  # about 1,300 km: farther off nobody takes bearings


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
    return None if place.lat is None or place.lon is None else Spot(place.name, place.lat, place.lon)


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


def _neighbours(place: PlaceEntry, known: Gazetteer) -> list[Spot]:
    """Settlements around a place, cities first, then the nearest."""
    here = _spot(place)
    if here is None:
        return []
    spots = ((SETTLED.index(each.kind), _spot(each)) for each in known.entries.values() if each.kind in SETTLED)
    return _nearest(here, ((rank, spot) for rank, spot in spots if spot and spot != here))


def _nearest(here: Spot, ranked: Iterable[tuple[int, Spot]]) -> list[Spot]:
    near = [
        (rank, abs(spot.latitude - here.latitude) + abs(spot.longitude - here.longitude), spot.name, spot)
        for rank, spot in ranked
        if abs(spot.latitude - here.latitude) <= NEAR_DEGREES
    ]
    return [spot for *_, spot in sorted(near, key=lambda each: each[:3])[:NEIGHBOURS]]
