"""Coasts and borders as paths of a drawing: cut to what is seen of them, and no finer than can be seen."""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from corroboration.pictures.projection import Points

GRID = 2  # steps to a unit of the drawing: finer is not seen
COARSER = tuple(2.0**power for power in range(8))  # square steps that a point must matter by, till a path is short
SIDE = 10_000  # steps: more than a drawing is wide
PASSES = 6  # through a ring for each: a point can go when its neighbour has stayed

Point = tuple[float, float]
Step = tuple[int, int]  # a point on the grid


def cut(ring: Sequence[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """What of a ring lies in a box, edge by edge (Sutherland and Hodgman); along the box's edges it is closed."""
    edges: Sequence[tuple[Literal[0, 1], float, int]] = ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1))
    points = list(ring)
    for axis, edge, inward in edges:
        points = list(_inside(points, axis, edge, inward))
    return points


def _inside(points: Sequence[Point], axis: Literal[0, 1], edge: float, inward: int) -> Iterable[Point]:
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        was, now = (before[axis] - edge) * inward >= 0, (point[axis] - edge) * inward >= 0
        if was != now:
            part = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            yield (edge, other) if axis == 0 else (other, edge)
        if now:
            yield point


def snapped(points: Iterable[Point]) -> list[Step]:
    """Points on the grid, each once in a row, and none in the midst of a straight leg.

    Two countries' common border comes out as the same points from both sides, so that no gap is left between them.
    """
    out: list[Step] = []
    for x, y in points:
        here = round(x * GRID), round(y * GRID)
        if out and out[-1] == here:
            continue
        while len(out) > 1 and _straight(out[-2], out[-1], here):
            out.pop()
        out.append(here)
    return out[:-1] if len(out) > 1 and out[0] == out[-1] else out


def _straight(a: Step, b: Step, c: Step) -> bool:
    """Whether b lies on the way from a to c."""
    ax, ay, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    return ax * cy == ay * cx and ax * cx + ay * cy > 0


def thinned(ring: Sequence[Step], least: float) -> list[Step]:
    """A ring without the points that make little difference: a triangle with their neighbours smaller than this.

    Which point goes depends on its neighbours alone, not on where a ring begins or which way it runs; so a common
    border stays common.
    """
    points = np.array(ring)
    for _ in range(PASSES):
        back, on = points - _before(points), _after(points) - points
        doubled = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
        order = doubled * SIDE**2 + points[:, 0] * SIDE + points[:, 1]  # of two alike the one farther to the left
        gone = (doubled < 2 * least) & (order < _before(order)) & (order < _after(order))
        if not gone.any() or len(points) - gone.sum() < 3:
            break
        points = points[~gone]
    return [(x, y) for x, y in points.tolist()]


def _before(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([values[-1:], values[:-1]])


def _after(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([values[1:], values[:1]])


def path(points: Sequence[Step]) -> str:
    """A closed path of grid steps, each leg told from the end of the one before."""
    (x, y), steps = points[0], []
    for nx, ny in points[1:]:
        steps.append(f"{nx - x} {ny - y}")
        x, y = nx, ny
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"


def visible(
    rings: Iterable[Points], scale: float, box: tuple[float, float, float, float], middle: Point
) -> list[list[Step]]:
    """What is seen of rings (kilometres from the middle), on the grid.

    scale: kilometres a unit. box: in units, left, top, right, bottom. middle: where the map's middle lies, in units.
    """
    cuts = (snapped(cut((ring / scale + middle).tolist(), *box)) for ring in rings)
    return [points for points in cuts if len(points) > 2]


def paths(groups: Sequence[Sequence[Sequence[Step]]], longest: int) -> list[str]:
    """A path for each group of rings, all together no longer than this, or as near to it as is of use.

    The more there is to draw, the coarser it gets; specks go first.
    """
    found = ["".join(map(path, rings)) for rings in groups]
    for least in COARSER:
        if sum(map(len, found)) <= longest:
            break
        groups = [[thinned(ring, least) for ring in rings if area(ring) > least] for rings in groups]
        found = ["".join(map(path, rings)) for rings in groups]
    return found


def area(points: Sequence[Point]) -> float:
    """The area of a ring of points."""
    return abs(_doubled(points)) / 2


def _doubled(points: Sequence[Point]) -> float:
    """Twice the area, with the sign of the direction in which the ring runs."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in _legs(points))


def middle(points: Sequence[Point]) -> Point | None:
    """The centre of gravity of a ring; None where it encloses nothing, or bends around it."""
    doubled = _doubled(points)
    if not doubled:
        return None
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in _legs(points)) / (3 * doubled)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in _legs(points)) / (3 * doubled)
    return (x, y) if _holds(points, x, y) else None


def _holds(points: Sequence[Point], x: float, y: float) -> bool:
    """Whether a ring goes around a point: a ray from it crosses the ring an odd number of times."""
    crossed = [
        ax + (y - ay) / (by - ay) * (bx - ax) > x for (ax, ay), (bx, by) in _legs(points) if (ay > y) != (by > y)
    ]
    return sum(crossed) % 2 == 1


def _legs(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    return zip(points, [*points[1:], *points[:1]], strict=True)
