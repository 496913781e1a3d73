"""Where an event happened: a map of the region around it, drawn from outlines that ship with the project."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures import frames, grounds
from corroboration.pictures.drawing import at, joined, shortened, words
from corroboration.pictures.frames import HEIGHT, WIDTH, Frame
from corroboration.pictures.labels import Box, Label, Room
from corroboration.pictures.outlines import outlines
from corroboration.pictures.regions import Region, Spot, caption, told

LARGE, SMALL = 11.0, 9.0  # sizes of names, in units
BOLD = 12.0  # the size that is as wide as the place's bold name
LONGEST_NAME = 26
NAMES_SHOWN = 10  # of neighbours
PLACE, OTHER, NEIGHBOUR = 6.0, 4.0, 2.0  # half the width of each kind of mark
AREA = 14.0  # of a place that is no point
AREA_MARK = '<circle class="area" cx="{}" cy="{}" r="14"/>'
PLACE_MARK = '<circle class="ring" cx="{0}" cy="{1}" r="6"/><circle cx="{0}" cy="{1}" r="2.5"/>'


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing. label: None where there is no room for its name."""

    spot: Spot
    x: float
    y: float
    label: Label | None


def region_map(region: Region | None) -> SafeString:
    """The map of a region, its place marked; "" where nobody knows where it lies."""
    frame = _frame(region) if region else None
    if region is None or frame is None:
        return SafeString("")
    others = [spot for spot in region.others if frame.holds(*spot.degrees)]
    ground, countries = grounds.land(frame, region.country)
    place = region.spot or _speck(region, frame, countries)
    told_of = [spot for spot in (place, *others) if spot]
    points = [frame.place(*spot.degrees) for spot in told_of]
    room = Room(Box(2, 2, WIDTH - 2, HEIGHT - 2))
    corners = grounds.inset(frame, region.country, points, room), grounds.scale(frame, points, room)
    wide = region.kind in frames.HALF_HEIGHT
    marks = _marks(told_of, frame, room, place, AREA if wide else PLACE)
    near = _neighbours(region.neighbours, frame, room)
    drawn = (
        _drawn(near, "near", '<circle cx="{}" cy="{}" r="2"/>'),
        _drawn(marks[-len(others) :] if others else [], "other", '<path d="M{} {}m0-4l4 4l-4 4l-4-4z"/>'),
        _drawn(marks[: len(marks) - len(others)], "place", AREA_MARK if wide else PLACE_MARK),
    )
    seen = [mark.spot for mark in near]
    return format_html(
        '<figure class="picture map"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>{}</figure>',
        WIDTH,
        HEIGHT,
        told(region, [*others, *seen]),
        joined([ground, grounds.names(countries, room), *drawn, *corners]),
        _below(region, others, seen),
    )


def _frame(region: Region) -> Frame | None:
    if region.spot:
        others, neighbours = ([spot.degrees for spot in spots] for spots in (region.others, region.neighbours))
        return frames.around(region.spot.degrees, region.kind, others, neighbours)
    return frames.of_country(region.country)


def _speck(region: Region, frame: Frame, countries: Sequence[tuple[str, tuple[float, float]]]) -> Spot | None:
    """A mark for a country that is too small to be seen by its outline."""
    if region.kind != "country" or any(name == outlines().countries[region.country] for name, _ in countries):
        return None
    return Spot(region.name, frame.projection.latitude, frame.projection.longitude)


def _marks(spots: Sequence[Spot], frame: Frame, room: Room, place: Spot | None, half: float) -> list[Mark]:
    """The marks of what the claims tell of, and their names; that of the place in any case."""
    placed = [(spot, *frame.place(*spot.degrees), half if spot is place else OTHER) for spot in spots]
    for _, x, y, half in placed:
        room.take(Box.around(x, y, half))
    return [
        Mark(spot, x, y, _name(spot, x, y, room, half, BOLD if spot is place else LARGE, spot is place))
        for spot, x, y, half in placed
    ]


def _neighbours(spots: Sequence[Spot], frame: Frame, room: Room) -> list[Mark]:
    """The first of the neighbours in the frame for whose names there is room: without one a mark says nothing."""
    shown: list[Mark] = []
    for spot in spots:
        x, y = frame.place(*spot.degrees)
        dot = Box.around(x, y, NEIGHBOUR)
        if len(shown) == NAMES_SHOWN or not frame.holds(*spot.degrees) or not room.is_free(dot):
            continue
        label = _name(spot, x, y, room, NEIGHBOUR, SMALL)
        if label:
            room.take(dot)
            shown.append(Mark(spot, x, y, label))
    return shown


def _name(spot: Spot, x: float, y: float, room: Room, half: float, size: float, must: bool = False) -> Label | None:
    return room.beside(shortened(words(spot.name), LONGEST_NAME), x, y, half, size, must=must)


def _drawn(marks: Sequence[Mark], kind: str, shape: str) -> SafeString:
    """Marks first, then the names, so that no mark lies on a name."""
    shapes = joined(format_html(shape, at(mark.x), at(mark.y)) for mark in marks)
    labels = [mark.label for mark in marks if mark.label]
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        ((at(label.x), at(label.y), label.anchor, label.text) for label in labels),
    )
    return format_html('<g class="{}">{}{}</g>', kind, shapes, names) if marks else SafeString("")


def _below(region: Region, others: Sequence[Spot], near: Sequence[Spot]) -> SafeString:
    """The caption, what a second kind of mark means, and whose the boundaries are."""
    off = [spot for spot in region.others if spot not in others]
    key = SafeString('<span class="also">also named by the claims.</span> ') if others else SafeString("")
    return format_html(
        '<figcaption><span dir="auto">{}</span> <span class="key">{}{}</span></figcaption>',
        caption(region, [] if region.kind in frames.HALF_HEIGHT else [*others, *near], off),
        key,
        "Boundaries in effect (Natural Earth).",
    )
