"""What a map is drawn from, and what it shows in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from corroboration.pictures.drawing import words
from corroboration.pictures.outlines import outlines
from corroboration.pictures.projection import away

BEARINGS = 3  # of neighbours named to those who can't see the map
HERE = 3.0  # km: nearer is no distance worth telling


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth, in degrees. area: it is no point, and no bearings are taken from it."""

    name: str
    latitude: float
    longitude: float
    area: bool = False

    @property
    def degrees(self) -> tuple[float, float]:
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Region:
    """What a map shows.

    name, kind: of the place, as the gazetteer has it (city, village, governorate, country, sea ...). country: its
    ISO 3166 code in small letters ("" unknown). spot: where it lies (None: only its country is known).
    others: further places that the claims name. neighbours: places known to readers, the most telling first; those
    outside of the frame, and those for whose names there is no room, are left out.
    """

    name: str
    kind: str
    country: str = ""
    spot: Spot | None = None
    others: Sequence[Spot] = ()
    neighbours: Sequence[Spot] = ()


def told(region: Region, near: Sequence[Spot]) -> str:
    """What the map shows, for those who can't see it. near: the places drawn beside the event's."""
    known = [spot for spot in near if not spot.area][:BEARINGS]
    parts = [f"Map: {_where(region)}", *(_lies(region.spot, spot) for spot in known if region.spot)]
    further = [_as_seen(region.spot, spot) for spot in region.others]
    return ". ".join([*parts, *(["Also named by the claims: " + "; ".join(further)] if further else [])]) + "."


def caption(region: Region, near: Sequence[Spot], off: Sequence[Spot]) -> str:
    """What stands under the map: how its place lies to another of those drawn, and what lies outside of it."""
    farther = [_as_seen(region.spot, spot) for spot in off]
    first = f"{_where(region)}{_bearing(region, [spot for spot in near if not spot.area][:BEARINGS])}."
    return f"{first} Outside of the map: {'; '.join(farther)}." if farther else first


def _where(region: Region) -> str:
    """ "Palmyra, Syria"; of a place that only its country is known of "Alabama, somewhere in United States"."""
    country = outlines().countries.get(region.country, "")
    name = words(region.name)
    if not country or region.kind == "country":
        return name
    return f"{name}, {country}" if region.spot else f"{name}, somewhere in {country}"


def _bearing(region: Region, near: Sequence[Spot]) -> str:
    if region.spot is None or not near:
        return ""
    here = region.spot.degrees
    return f": {_lies(region.spot, min(near, key=lambda spot: away(here, spot.degrees)[0]))}"


def _lies(spot: Spot | None, other: Spot) -> str:
    """How a place lies to another: "145 km east of Homs"."""
    if spot is None:
        return words(other.name)
    distance, direction = away(other.degrees, spot.degrees)
    return (
        f"at {words(other.name)}" if distance < HERE else f"{kilometres(distance)} {direction} of {words(other.name)}"
    )


def _as_seen(spot: Spot | None, other: Spot) -> str:
    """Another place with the way to it: "Homs, 145 km west"."""
    if spot is None:
        return words(other.name)
    distance, direction = away(spot.degrees, other.degrees)
    return f"{words(other.name)}, {kilometres(distance)} {direction}"


def kilometres(distance: float) -> str:
    """A distance as one says it: two figures that count, no more."""
    if distance < 10:
        return f"{distance:.0f} km"
    step = 10 ** max(0, len(str(int(distance))) - 2)
    return f"{round(distance / step) * step:,} km"
