"""Probabilities as bars, small enough for a table."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from corroboration.figures import interval, probability

WIDTH, HEIGHT = 100, 12  # units of the drawing; the stylesheet gives it its size
BAND = 6


def interval_bar(mean: float, low: float, high: float) -> SafeString:
    """A probability with its 90 % interval on a scale from 0 to 1, with ticks at the quarters."""
    label = f"{probability(mean)}, 90 % interval from {interval(low, high)}"
    return format_html(
        '<svg class="interval" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="ticks" d="M0.5 0V{}M25 3V9M50 1V11M75 3V9M99.5 0V{}"/>'
        '<path class="axis" d="M0 6H{}"/>'
        '<rect class="band" x="{}" y="{}" width="{}" height="{}"/>'
        '<rect class="mean" x="{}" y="0" width="2" height="{}"/></svg>',
        WIDTH,
        HEIGHT,
        label,
        HEIGHT,
        HEIGHT,
        WIDTH,
        _at(low),
        (HEIGHT - BAND) // 2,
        max(1.0, round(_at(high) - _at(low), 1)),
        BAND,
        min(WIDTH - 2.0, max(0.0, _at(mean) - 1)),
        HEIGHT,
    )


def probability_bar(value: float) -> SafeString:
    """A probability as a filled bar."""
    return format_html(
        '<svg class="probability" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" width="{}" height="{}"/><rect class="fill" width="{}" height="{}"/></svg>',
        WIDTH,
        HEIGHT,
        f"probability {probability(value)}",
        WIDTH,
        HEIGHT,
        _at(value),
        HEIGHT,
    )


def _at(value: float) -> float:
    return round(min(1.0, max(0.0, value)) * WIDTH, 1)
