"""What part of the earth a map shows, and where things lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corroboration.pictures.outlines import outlines
from corroboration.pictures.projection import Points, Projection

WIDTH, HEIGHT = 320, 240  # units of the drawing; the stylesheet gives it its size
MARGIN = 1.15  # around what has to be seen
HALF_HEIGHT = {  # of places that are no points: km from the middle to the upper edge that tell where one lies
    "sea": 700.0,
    "continent": 3000.0,
    "region": 220.0,
    "state": 300.0,
    "province": 220.0,
    "governorate": 130.0,
    "island": 200.0,
    "river": 200.0,
    "mountains": 120.0,
    "border": 120.0,
    "road": 120.0,
    "area": 80.0,
}
CLOSEST = 80.0  # km, for towns and all else that is a point
WIDEST = 3500.0
REACH = 4.0  # how many times as wide a map gets to show another place that the claims name
BEARINGS, BEARINGS_WITHIN = 2, 2.5  # neighbours that a map should show, and how many times as wide it gets for them

ISLANDS_WITHIN = 0.6  # of a country's width so far: what lies farther off (overseas) doesn't widen its map
SMALLEST_ISLAND = 0.003  # of its main part's area: nor does a smaller part

Degrees = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Frame:
    """A map's middle, and how many kilometres a unit of the drawing is."""

    projection: Projection
    scale: float

    def box(self, beyond: float) -> tuple[float, float, float, float]:
        """Its edges and so many units more, in kilometres from the middle: left, top, right, bottom."""
        x, y = (WIDTH / 2 + beyond) * self.scale, (HEIGHT / 2 + beyond) * self.scale
        return -x, -y, x, y

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point of the earth lies in the drawing; outside of it, too."""
        x, y = self.projection.one(latitude, longitude)
        return WIDTH / 2 + x / self.scale, HEIGHT / 2 + y / self.scale

    def holds(self, latitude: float, longitude: float, margin: float = 8.0) -> bool:
        x, y = self.place(latitude, longitude)
        return margin <= x <= WIDTH - margin and margin <= y <= HEIGHT - margin


def around(spot: Degrees, kind: str, others: Sequence[Degrees], neighbours: Sequence[Degrees]) -> Frame:
    """A frame around a place that also holds those other places that lie near enough, and a few neighbours."""
    least = HALF_HEIGHT.get(kind, CLOSEST)
    projection = Projection(*spot)
    reach = min(REACH * least, WIDEST / 2)
    shown = [spot, *(other for other in others if _half(projection.one(*other)) <= reach)]
    known = sorted(_half(projection.one(*neighbour)) for neighbour in neighbours)[:BEARINGS]
    wide = max((half for half in known if half <= BEARINGS_WITHIN * least), default=0.0) * MARGIN
    middle = Projection(*projection.degrees(*_middle([projection.one(*each) for each in shown])))
    return Frame(middle, max(least, wide, *(_half(middle.one(*each)) * MARGIN for each in shown)) / (HEIGHT / 2))


def _half(point: tuple[float, float]) -> float:
    """How high half a map must be that has its middle at 0, 0 and holds this point (kilometres)."""
    return max(abs(point[0]) * HEIGHT / WIDTH, abs(point[1]))


@cache
def of_country(country: str) -> Frame | None:
    """A frame that holds a country, without what of it lies overseas; None where its outline isn't known."""
    rings = outlines().of_country(country)
    if not rings:
        return None
    rough = Projection.amid(np.concatenate(rings))
    projection = Projection.amid(max(rings, key=lambda ring: area(rough.flat(ring))))
    low, high = _corners([projection.flat(ring) for ring in rings])
    middle = projection.degrees(*_middle([low, high]))
    half = _half(((high[0] - low[0]) / 2, (high[1] - low[1]) / 2))
    return Frame(Projection(*middle), min(WIDEST, max(CLOSEST, half * MARGIN)) / (HEIGHT / 2))


def area(ring: Points) -> float:
    """The area that a ring encloses, in the square of its units."""
    x, y = ring[:, 0], ring[:, 1]
    closing = x[-1] * y[0] - x[0] * y[-1]
    return abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1] + closing)) / 2


def _corners(rings: Sequence[Points]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two corners of a box around a country's largest part and those near it."""
    parts = sorted(rings, key=area, reverse=True)
    least = SMALLEST_ISLAND * area(parts[0])
    low, high = parts[0].min(axis=0), parts[0].max(axis=0)
    for part in sorted(parts[1:], key=lambda part: float(np.hypot(*part.mean(axis=0)))):
        gap = max(float(np.max(part.min(axis=0) - high)), float(np.max(low - part.max(axis=0))))
        if area(part) >= least and gap <= ISLANDS_WITHIN * float((high - low).max()):
            low, high = np.minimum(low, part.min(axis=0)), np.maximum(high, part.max(axis=0))
    return (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The middle of a box around these points."""
    xs, ys = zip(*points, strict=True)
    return (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
