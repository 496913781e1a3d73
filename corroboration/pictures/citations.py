"""Whom a source cites and who cites it, drawn as one small graph.

Names stand in lists, so that they wrap, are links, and are read out as what they are; only the lines between them are
drawn, each in a drawing that stretches to the height of the lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures.drawing import at, words

SHOWN = 8  # sources a side
ACROSS, ROW = 100, 40  # units of the lines' drawing: its width, and the height of a name's row
THINNEST, THICKEST = 1.0, 8.0  # pixels


@dataclass(frozen=True, slots=True)
class Partner:
    """A source at the other end of citations. count: how many claims went between the two."""

    name: str
    href: str
    count: int


def cites_graph(name: str, cites: Sequence[Partner], cited_by: Sequence[Partner]) -> SafeString:
    """The source in the middle, whom it cites before it, who cites it after it; "" where there is neither."""
    before, after = cites[:SHOWN], cited_by[:SHOWN]
    if not before and not after:
        return SafeString("")
    most = max(partner.count for partner in (*before, *after))
    rows = max(len(before), len(after))
    return format_html(
        '<figure class="picture cites"><p class="middle" dir="auto" title="{0}">{0}</p>{1}{2}{3}{4}'
        '<figcaption class="key">Claims went from left to right; a line is the thicker, the more it stands for.'
        "</figcaption></figure>",
        words(name),
        _side("before", "It cites", before, len(cites)),
        _lines("before", [_line(0, height, ACROSS, rows / 2) for height in _heights(before, rows)], before, most, rows),
        _lines("after", [_line(0, rows / 2, ACROSS, height) for height in _heights(after, rows)], after, most, rows),
        _side("after", "It is cited by", after, len(cited_by)),
    )


def _side(side: str, title: str, partners: Sequence[Partner], of: int) -> SafeString:
    """A list of names with their counts; said in words where there is none, or more."""
    rows = ((partner.href, words(partner.name), _claims(partner.count), f"{partner.count:,}") for partner in partners)
    names = format_html_join(
        "",
        '<li><a href="{0}" title="{1}" dir="auto">{1}</a> <span class="count" title="{2}">{3}</span></li>',
        rows,
    )
    rest = f", {of - len(partners)} more not drawn" if of > len(partners) else ""
    return format_html(
        '<p class="title {0}">{1}{2}</p>{3}',
        side,
        title if partners else f"{title} nobody so far",
        rest,
        format_html('<ul class="{}">{}</ul>', side, names) if partners else "",
    )


def _claims(count: int) -> str:
    return f"{count:,} claim" if count == 1 else f"{count:,} claims"


def _heights(partners: Sequence[Partner], rows: int) -> list[float]:
    """Where the names of a side stand, in rows from the top: in the middle of the longer side."""
    first = (rows - len(partners)) / 2
    return [first + place + 0.5 for place in range(len(partners))]


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    """A line that leaves and arrives level. Heights in rows."""
    half = (x + to_x) / 2
    return f"M{at(x)} {at(y * ROW)}C{at(half)} {at(y * ROW)} {at(half)} {at(to_y * ROW)} {at(to_x)} {at(to_y * ROW)}"


def _lines(side: str, paths: Sequence[str], partners: Sequence[Partner], most: int, rows: int) -> SafeString:
    """The lines of one side, each as wide as its count is beside the largest of both sides."""
    drawn = (
        (path, at(max(THINNEST, THICKEST * partner.count / most)))
        for path, partner in zip(paths, partners, strict=True)
    )
    if not partners:
        return format_html('<div class="lines {}"></div>', side)
    return format_html(
        '<div class="lines {}"><svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
        "</div>",
        side,
        ACROSS,
        rows * ROW,
        f"Lines to {_several(len(partners))}",
        format_html_join("", '<path d="{}" stroke-width="{}"/>', drawn),
    )


def _several(count: int) -> str:
    return "1 source" if count == 1 else f"{count} sources"
