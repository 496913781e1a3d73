"""Makes outlines.json, the countries' outlines that maps are drawn from, out of Natural Earth's 1:50m countries.

Natural Earth is in the public domain. Its TopoJSON comes in the npm package world-atlas:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz package/countries-50m.json
    python corroboration/data/make_outlines.py package/countries-50m.json

The file written: `arcs`, each a run of coast or border as [x, y, dx, dy, dx, dy ...] in hundredths of a degree, stored
once for both neighbours; `countries` by gazetteer id (a name in small letters where no gazetteer has it), each with
its name ("" where its standing is disputed) and its rings, a ring being the arcs it runs along; ~i is arc i backwards.
Boundaries are those in effect, as Natural Earth draws them.
"""

import csv
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
GAZETTEER = HERE.parent.parent / "claims" / "data" / "gazetteer_world.csv"

UNITS = 100  # a degree
TOLERANCE = 0.02  # degrees, 2.2 km: a pixel or two on the closest map
SMALLEST = 0.06  # degrees across; a smaller island is kept only where its country has no larger one
LONGEST = 2.0  # degrees: a longer leg is drawn in steps, since a parallel is no straight line on a map
POLE = -89.9  # below it stand the ends of the cut along the 180th meridian, which is no coast

Point = tuple[float, float]

ABBREVIATED = {  # Natural Earth's short names of countries that the gazetteer has under others
    "Antigua and Barb.": "ag",
    "Bosnia and Herz.": "ba",
    "Dem. Rep. Congo": "cd",
    "Central African Rep.": "cf",
    "Congo": "cg",
    "Côte d'Ivoire": "ci",
    "Cook Is.": "ck",
    "Dominican Rep.": "do",
    "W. Sahara": "eh",
    "Falkland Is.": "fk",
    "Faeroe Is.": "fo",
    "Eq. Guinea": "gq",
    "St. Kitts and Nevis": "kn",
    "Cayman Is.": "ky",
    "Marshall Is.": "mh",
    "N. Mariana Is.": "mp",
    "Fr. Polynesia": "pf",
    "Solomon Is.": "sb",
    "S. Sudan": "ss",
    "São Tomé and Principe": "st",
    "Turks and Caicos Is.": "tc",
    "Timor-Leste": "tl",
    "St. Vin. and Gren.": "vc",
    "British Virgin Is.": "vg",
    "U.S. Virgin Is.": "vi",
}


def main(source: Path) -> None:
    """Write outlines.json beside this script."""
    lines = GAZETTEER.read_text(encoding="utf-8").splitlines()
    outlines = make(json.loads(source.read_text(encoding="utf-8")), list(csv.DictReader(lines)))
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":"))
    (HERE / "outlines.json").write_text(text + "\n", encoding="utf-8")


def make(topology: dict, gazetteer: Iterable[dict[str, str]]) -> dict:
    """The outlines from a TopoJSON topology. gazetteer: rows with id, name, kind and aliases (parted by |)."""
    rows = [row for row in gazetteer if row["kind"] == "country"]
    names = {row["id"]: row["name"] for row in rows}
    ids = {name.lower(): row["id"] for row in rows for name in (row["name"], *row["aliases"].split("|"))}
    arcs = [simplified(arc) for arc in decoded(topology)]
    countries = {}
    for shape in sorted(topology["objects"]["countries"]["geometries"], key=lambda shape: shape["properties"]["name"]):
        called = shape["properties"]["name"]
        id = ABBREVIATED.get(called) or ids.get(called.lower()) or _plain(called)
        rings = _kept([ring for ring in _rings(shape) if _encloses(ring, arcs)], arcs)
        if rings:
            countries[id] = {"name": names.get(id, called if "id" in shape else ""), "rings": rings}
    return _numbered(arcs, countries)


def _plain(name: str) -> str:
    """A name as an id: "Åland" is "aland"."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "-", letters).strip("-")


def decoded(topology: dict) -> list[list[Point]]:
    """The arcs in degrees."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append([point for point in arc if point[1] > POLE] or arc)
    return arcs


def simplified(arc: Sequence[Point]) -> list[Point]:
    """The arc without what nobody sees: at most TOLERANCE off (Douglas and Peucker), and its ends kept."""
    if arc[0] != arc[-1]:
        return stepped(_thinned(arc))
    far = max(range(len(arc)), key=lambda at: (_squared(arc[0], arc[at]), -at))
    return stepped([*_thinned(arc[: far + 1])[:-1], *_thinned(arc[far:])])


def _thinned(arc: Sequence[Point]) -> list[Point]:
    keep, spans = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        off, at = max(((_off(arc[i], arc[first], arc[last]), -i) for i in range(first + 1, last)), default=(0.0, 0))
        if off > TOLERANCE:
            keep.add(-at)
            spans += [(first, -at), (-at, last)]
    return [arc[at] for at in sorted(keep)]


def _off(point: Point, a: Point, b: Point) -> float:
    """The distance of a point from a leg, in degrees of latitude."""
    narrow = math.cos(math.radians(point[1]))
    px, py, bx, by = (point[0] - a[0]) * narrow, point[1] - a[1], (b[0] - a[0]) * narrow, b[1] - a[1]
    along = min(1.0, max(0.0, (px * bx + py * by) / ((bx * bx + by * by) or 1.0)))
    return math.hypot(px - along * bx, py - along * by)


def _squared(a: Point, b: Point) -> float:
    return ((a[0] - b[0]) * math.cos(math.radians(a[1]))) ** 2 + (a[1] - b[1]) ** 2


def stepped(arc: Sequence[Point]) -> list[Point]:
    """The arc with no leg longer than LONGEST."""
    out = [arc[0]]
    for (ax, ay), (bx, by) in pairwise(arc):
        dx = (bx - ax + 180) % 360 - 180
        steps = max(1, math.ceil(max(abs(dx) * math.cos(math.radians(ay)), abs(by - ay)) / LONGEST))
        out += [(ax + dx * step / steps, ay + (by - ay) * step / steps) for step in range(1, steps)]
        out.append((bx, by))
    return out


def _rings(shape: dict) -> list[list[int]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def _encloses(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> bool:
    """Whether anything is left of a ring when its points are whole numbers."""
    return len({(round(x * UNITS), round(y * UNITS)) for i in ring for x, y in arcs[i if i >= 0 else ~i]}) > 2


def _kept(rings: list[list[int]], arcs: Sequence[Sequence[Point]]) -> list[list[int]]:
    """The rings large enough to be seen; of a country of specks the largest."""
    sized = sorted(((_across(ring, arcs), -at) for at, ring in enumerate(rings)), reverse=True)
    kept = {-at for across, at in sized if across >= SMALLEST} or {-at for _, at in sized[:1]}
    return [ring for at, ring in enumerate(rings) if at in kept]


def _across(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> float:
    points = [point for i in ring for point in arcs[i if i >= 0 else ~i]]
    west, north = min(x for x, _ in points), max(y for _, y in points)
    east, south = max(x for x, _ in points), min(y for _, y in points)
    return max((east - west) * math.cos(math.radians(north)), north - south)


def _numbered(arcs: Sequence[Sequence[Point]], countries: dict) -> dict:
    """The outlines with the arcs in use, as whole numbers."""
    used = sorted({i if i >= 0 else ~i for country in countries.values() for ring in country["rings"] for i in ring})
    place = {old: new for new, old in enumerate(used)}
    for country in countries.values():
        country["rings"] = [[place[i] if i >= 0 else ~place[~i] for i in ring] for ring in country["rings"]]
    return {"arcs": [_steps(arcs[old]) for old in used], "countries": countries}


def _steps(arc: Sequence[Point]) -> list[int]:
    whole = [(round(x * UNITS), round(y * UNITS)) for x, y in arc]
    steps, (x, y) = [*whole[0]], whole[0]
    for at, (nx, ny) in enumerate(whole[1:], 2):
        if (nx, ny) != (x, y) or at == len(whole):
            steps += [nx - x, ny - y]
            x, y = nx, ny
    return steps


if __name__ == "__main__":
    main(Path(sys.argv[1]))
