"""From degrees to kilometres on a flat map: Lambert's azimuthal equal-area projection about any point of the earth.

It knows no date line and no pole: points are directions from the earth's middle, and the map is laid against the globe
at its own centre, wherever that is.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

EARTH = 6371.0  # km, the mean radius
COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")

Points = npt.NDArray[np.float64]  # points x 2: longitude and latitude, or kilometres on a map
Directions = npt.NDArray[np.float64]  # points x 3, each of length 1


def directions(degrees: Points) -> Directions:
    """Points of the earth (longitude, latitude) as directions from its middle."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@dataclass(frozen=True, slots=True)
class Projection:
    """A flat map about a centre: x grows to the east, y to the south, in kilometres."""

    latitude: float
    longitude: float

    @classmethod
    def amid(cls, points: Directions) -> "Projection":
        """A map about the mean of these directions."""
        x, y, z = points.sum(axis=0).tolist()
        return cls(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))

    def flat(self, points: Directions) -> Points:
        """Where these points lie on the map. The far side of the earth comes out at its rim."""
        lat, lon = math.radians(self.latitude), math.radians(self.longitude)
        east = (-math.sin(lon), math.cos(lon), 0.0)
        south = (math.sin(lat) * math.cos(lon), math.sin(lat) * math.sin(lon), -math.cos(lat))
        here = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        seen = points @ np.array([east, south, here]).T
        scale = EARTH * np.sqrt(2.0 / np.maximum(1.0 + seen[:, 2:], 1e-9))
        return seen[:, :2] * scale

    def one(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where one point lies on the map: what `flat` says of many."""
        here, lat, lon = (math.radians(angle) for angle in (self.latitude, latitude, longitude - self.longitude))
        near = math.sin(here) * math.sin(lat) + math.cos(here) * math.cos(lat) * math.cos(lon)
        scale = EARTH * math.sqrt(2.0 / max(1.0 + near, 1e-9))
        north = math.cos(here) * math.sin(lat) - math.sin(here) * math.cos(lat) * math.cos(lon)
        return scale * math.cos(lat) * math.sin(lon), -scale * north

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The latitude and longitude of a point of the map."""
        away = math.hypot(x, y)
        if away < 1e-9:
            return self.latitude, self.longitude
        angle = 2 * math.asin(min(1.0, away / (2 * EARTH)))
        here = math.radians(self.latitude)
        sine = math.cos(angle) * math.sin(here) - y * math.sin(angle) * math.cos(here) / away
        east = x * math.sin(angle)
        north = away * math.cos(here) * math.cos(angle) + y * math.sin(here) * math.sin(angle)
        longitude = self.longitude + math.degrees(math.atan2(east, north))
        return math.degrees(math.asin(max(-1.0, min(1.0, sine)))), (longitude + 180) % 360 - 180


def away(here: tuple[float, float], there: tuple[float, float]) -> tuple[float, str]:
    """How far it is from one point (latitude, longitude) to another, in km along the earth, and in which direction."""
    x, y = Projection(*here).one(*there)
    direction = COMPASS[round(math.degrees(math.atan2(x, -y)) / 45) % 8]
    start, end = directions(np.array([here[::-1], there[::-1]]))
    return 2 * EARTH * math.asin(min(1.0, float(np.linalg.norm(end - start)) / 2)), direction
