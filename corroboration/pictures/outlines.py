"""Coasts and borders of the world's countries (corroboration/data/outlines.json), ready to be drawn on any map."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corroboration.pictures.projection import EARTH, Directions, Points, Projection, directions

FILE = Path(__file__).parent.parent / "data" / "outlines.json"
UNITS = 100  # a degree
HALF_GLOBE = EARTH * 2**0.5  # km from a map's middle to the rim of its half of the globe


@dataclass(frozen=True)
class Outlines:
    """All rings of all countries, one after the other.

    starts: where each ring begins. owners: the country of each ring. countries: the name of each country by its id.
    """

    points: Directions
    starts: npt.NDArray[np.int64]
    owners: tuple[str, ...]
    countries: dict[str, str]

    def of_country(self, country: str) -> list[Directions]:
        """The rings of one country; none where its outline isn't known."""
        return [self._ring(self.points, at) for at, owner in enumerate(self.owners) if owner == country]

    def seen(self, projection: Projection, box: tuple[float, float, float, float]) -> list[tuple[str, Points]]:
        """Country and points of each ring that may be seen in a box of a map (left, top, right, bottom), in km.

        Also a ring that holds the box whole; never one of the far side of the earth, which lies around the map.
        """
        flat, (left, top, right, bottom) = projection.flat(self.points), box
        low, high = np.minimum.reduceat(flat, self.starts), np.maximum.reduceat(flat, self.starts)
        near = np.minimum.reduceat((flat**2).sum(axis=1), self.starts) < HALF_GLOBE**2
        met = near & (low[:, 0] <= right) & (high[:, 0] >= left) & (low[:, 1] <= bottom) & (high[:, 1] >= top)
        return [(self.owners[at], self._ring(flat, at)) for at in np.flatnonzero(met)]

    def _ring(self, points: npt.NDArray[np.float64], at: int) -> npt.NDArray[np.float64]:
        return points[self.starts[at] : self.starts[at + 1] if at + 1 < len(self.starts) else None]


@cache
def outlines() -> Outlines:
    """The shipped outlines, read once."""
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(stored: dict[str, Any]) -> Outlines:
    """The outlines from the form in which make_outlines.py stores them."""
    arcs = [np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0) for steps in stored["arcs"]]
    rings, owners = [], []
    for country, each in stored["countries"].items():
        for ring in each["rings"]:
            rings.append(np.concatenate([arcs[i][:-1] if i >= 0 else arcs[~i][:0:-1] for i in ring]))
            owners.append(country)
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    names = {country: each["name"] for country, each in stored["countries"].items()}
    return Outlines(directions(np.concatenate(rings) / UNITS), starts, tuple(owners), names)
