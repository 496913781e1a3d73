"""What lies under the marks of a map: land and sea, borders, the names of countries, the scale, the wider region."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures import frames, shapes
from corroboration.pictures.drawing import at
from corroboration.pictures.frames import HEIGHT, WIDTH, Frame
from corroboration.pictures.labels import Box, Room
from corroboration.pictures.outlines import outlines
from corroboration.pictures.regions import kilometres
from corroboration.pictures.shapes import GRID, Point, Step

KEPT = 64  # grounds that a process keeps: those of large countries take some time
LONGEST_PATH, LONGEST_INSET = 8000, 1200  # characters: what a page can afford
MIDDLE = (WIDTH / 2, HEIGHT / 2)
EDGE = 3.0  # units that land goes on beyond the drawing, so that its cut edge isn't seen
BEYOND = (-EDGE, -EDGE, WIDTH + EDGE, HEIGHT + EDGE)

NAME = 9.0  # size of a country's name, in units
CAPITALS = 1.2  # times as wide as what labels.width takes letters for
ROOMY = 900.0  # square units: a smaller part of a country goes without its name

LONGEST_BAR = 80.0
CLEAR = 8.0  # units between a mark and what stands in a corner

CORNERS = tuple(Box(x, y, x + 80, y + 60) for x, y in ((WIDTH - 80, 0), (0, 0), (WIDTH - 80, HEIGHT - 60)))
WIDER = 2.5  # times as wide as the map must a country be to be worth drawing small in a corner
LEAST_VIEW = 4.0  # units: smaller, the part that the map shows could not be seen there


@lru_cache(maxsize=KEPT)
def land(frame: Frame, country: str) -> tuple[SafeString, tuple[tuple[str, Point], ...]]:
    """Land and sea, the event's country brighter; and where the names of countries may stand, its own first."""
    parts: dict[str, list[list[Step]]] = defaultdict(list)
    for owner, ring in outlines().seen(frame.projection, frame.box(2 * EDGE)):
        parts[owner] += shapes.visible([ring], frame.scale, BEYOND, MIDDLE)
    there = [ring for owner in sorted(parts) if owner != country for ring in parts[owner]]
    drawn = zip(("land", "land here"), shapes.paths([there, parts.get(country, [])], LONGEST_PATH), strict=True)
    markup = format_html(
        '<rect class="sea" width="{}" height="{}"/><g transform="scale({})">{}</g>',
        WIDTH,
        HEIGHT,
        1 / GRID,
        format_html_join("", '<path class="{}" d="{}"/>', ((kind, path) for kind, path in drawn if path)),
    )
    middles = [
        (outlines().countries[owner], _middle(parts[owner]))
        for owner in sorted(parts, key=lambda owner: (owner != country, owner))
    ]
    return markup, tuple((name, middle) for name, middle in middles if name and middle)


def _middle(parts: Sequence[Sequence[Step]]) -> Point | None:
    """The middle of the largest part of a country, in units; None where little is seen, or its middle isn't in it."""
    largest = max(parts, key=shapes.area, default=())
    middle = shapes.middle(largest) if shapes.area(largest) >= ROOMY * GRID**2 else None
    return (middle[0] / GRID, middle[1] / GRID) if middle else None


def names(countries: Sequence[tuple[str, Point]], room: Room) -> SafeString:
    """The names of countries where there is room left for them."""
    labels = [room.over(name.upper(), *middle, NAME, CAPITALS) for name, middle in countries]
    return format_html_join(
        "",
        '<text class="country" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((at(label.x), at(label.y), label.text) for label in labels if label),
    )


def scale(frame: Frame, marks: Sequence[Point], room: Room) -> SafeString:
    """How long so many kilometres are, in a lower corner that holds none of these marks."""
    bar = _round(LONGEST_BAR * frame.scale)
    long, y = bar / frame.scale, HEIGHT - 10.0
    boxes = [Box(x - 4, y - 14, x + long + 4, HEIGHT) for x in (8.0, WIDTH - 8.0 - long)]
    box = next((box for box in boxes if _is_clear(box, marks)), boxes[0])
    room.take(box)
    return format_html(
        '<g class="scale"><path d="M{} {}v4h{}v-4"/><text x="{}" y="{}">{}</text></g>',
        at(box.left + 4),
        at(y),
        at(long),
        at(box.left + 4),
        at(y - 2),
        kilometres(bar),
    )


def _round(length: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 ... that is no longer."""
    power = 10.0 ** floor(log10(length))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= length * (1 + 1e-9))


def inset(frame: Frame, country: str, marks: Sequence[Point], room: Room) -> SafeString:
    """The whole country, small, with the part that the map shows, in a corner that holds none of these marks."""
    wide = frames.of_country(country)
    corner = next((corner for corner in CORNERS if _is_clear(corner, marks)), None)
    here = frame.projection.latitude, frame.projection.longitude
    if wide is None or corner is None or wide.scale < WIDER * frame.scale or not wide.holds(*here):
        return SafeString("")
    room.take(corner)
    shrunk = (corner.bottom - corner.top) / HEIGHT
    view = _view(corner, frame, wide, shrunk)
    return format_html(
        '<g class="inset"><rect class="sea" x="{}" y="{}" width="{}" height="{}"/>'
        '<g transform="translate({} {}) scale({})"><path class="land here" d="{}"/></g>'
        '<rect class="view" x="{}" y="{}" width="{}" height="{}"/></g>',
        at(corner.left),
        at(corner.top),
        at(corner.right - corner.left),
        at(corner.bottom - corner.top),
        at(corner.left),
        at(corner.top),
        1 / GRID,
        _small(country, wide, shrunk),
        at(view.left),
        at(view.top),
        at(view.right - view.left),
        at(view.bottom - view.top),
    )


def _view(corner: Box, frame: Frame, wide: Frame, shrunk: float) -> Box:
    """The part of a corner's small map that the large one shows."""
    x, y = (place * shrunk for place in wide.place(frame.projection.latitude, frame.projection.longitude))
    wide_half, high_half = (max(LEAST_VIEW, side * frame.scale / wide.scale * shrunk) / 2 for side in (WIDTH, HEIGHT))
    return Box(
        max(corner.left, corner.left + x - wide_half),
        max(corner.top, corner.top + y - high_half),
        min(corner.right, corner.left + x + wide_half),
        min(corner.bottom, corner.top + y + high_half),
    )


@lru_cache(maxsize=KEPT)
def _small(country: str, wide: Frame, shrunk: float) -> str:
    """A country's outline, so much smaller than on a map of it."""
    flat = map(wide.projection.flat, outlines().of_country(country))
    box = 1.0, 1.0, WIDTH * shrunk - 1, HEIGHT * shrunk - 1
    middle = WIDTH * shrunk / 2, HEIGHT * shrunk / 2
    return shapes.paths([shapes.visible(flat, wide.scale / shrunk, box, middle)], LONGEST_INSET)[0]


def _is_clear(box: Box, marks: Sequence[Point]) -> bool:
    return not any(box.meets(Box.around(*mark, CLEAR)) for mark in marks)
