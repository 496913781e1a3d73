"""Where a cluster's event happened, as the map of it needs to know."""

from collections import Counter
from math import cos, hypot, radians

from claims.engine.places import Gazetteer, PlaceEntry
from claims.selectors import gazetteer
from corroboration.models import Cluster
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
    """What bearings are taken from: cities before towns before villages, as the gazetteer orders them.

    Of a place its nearest, of a country its own.
    """
    here = _spot(place)
    settled = [(each.kind, _spot(each), each.id) for each in known.entries.values() if each.kind in SETTLED]
    spots = [(kind, spot, id) for kind, spot, id in settled if spot and id != place.id]
    if here is None:
        return [spot for kind in SETTLED for each, spot, id in spots if each == kind and place.id in known.path(id)]
    return [spot for kind in SETTLED for spot in _nearest(here, [spot for each, spot, _ in spots if each == kind])]


def _nearest(here: Spot, spots: list[Spot]) -> list[Spot]:
    """The nearest of these places, in the order they came in."""
    near = sorted(spots, key=lambda spot: _away(here, spot))[:NEAREST]
    kept = {id(spot) for spot in near}
    return [spot for spot in spots if id(spot) in kept]


def _away(here: Spot, there: Spot) -> float:
    """About how far it is, in degrees of latitude."""
    east = (there.longitude - here.longitude + 180) % 360 - 180
    return hypot(east * cos(radians(here.latitude)), there.latitude - here.latitude)
