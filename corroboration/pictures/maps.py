"""Where an event happened: a map of the region around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from corroboration.pictures.drawing import words


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the earth, in degrees."""

    name: str
    latitude: float
    longitude: float


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


WIDTH, HEIGHT = 320, 240  # units of the drawing; the stylesheet gives it its size


def region_map(region: Region | None) -> SafeString:
    """The map of a region, its place marked; "" where nobody knows where it lies."""
    if region is None or region.spot is None:
        return SafeString("")
    label = f"Map: {words(region.name)}"
    return format_html(
        '<figure class="picture map"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<circle class="place" cx="{}" cy="{}" r="5"/></svg></figure>',
        WIDTH,
        HEIGHT,
        label,
        WIDTH // 2,
        HEIGHT // 2,
    )
