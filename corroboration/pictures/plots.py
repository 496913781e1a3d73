"""The ground of a plot of numbers over time: lines across, and what stands beside the axes.

x is told in parts of the width, y in pixels from the top; the stylesheet leaves room for the words beside.
"""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures.axes import Times
from corroboration.pictures.drawing import at, share

TOP, FLOOR = 20.0, 162.0  # pixels: where the scale's upper and lower ends lie
HEIGHT = 186  # with the words below
LINE = 13.0  # pixels of a line of words
OFF = 6  # pixels between the numbers beside the plot and its edge


def level(part: float) -> float:
    """The y of a part of the height: 0 is the floor, 1 the top."""
    return FLOOR - (FLOOR - TOP) * part


def grid(lines: Iterable[tuple[float, str]], moments: Times) -> SafeString:
    """Lines across at these parts of the height, with their words; ticks at round moments, with theirs."""
    across = format_html_join(
        "",
        '<line class="grid" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="tick" x="-{1}" y="{2}" text-anchor="end">{3}</text>',
        ((at(level(part)), OFF, at(level(part) + 4), text) for part, text in _apart(lines)),
    )
    along = format_html_join(
        "",
        '<line class="grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>'
        '<text class="tick" x="{0}" y="{3}" text-anchor="middle">{4}</text>',
        ((share(tick.at), at(FLOOR), at(FLOOR + 4), at(FLOOR + 17), tick.text) for tick in moments.ticks()),
    )
    return format_html("{}{}", across, along)


def _apart(lines: Iterable[tuple[float, str]]) -> list[tuple[float, str]]:
    """The lines, from the floor up, whose words don't touch those of the line below."""
    kept: list[tuple[float, str]] = []
    for part, text in lines:
        if not kept or level(kept[-1][0]) - level(part) >= LINE:
            kept.append((part, text))
    return kept


def framed(kind: str, label: str, drawn: SafeString, *, image: bool = False) -> SafeString:
    """A plot's drawing. One with links in it is a group to a screen reader, since an image has no parts."""
    return format_html(
        '<svg class="plot {}" height="{}" role="{}" aria-label="{}">{}</svg>',
        kind,
        HEIGHT,
        "img" if image else "group",
        label,
        drawn,
    )
