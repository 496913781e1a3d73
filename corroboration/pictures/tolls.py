"""How a toll changed with time: what each voice counted, with its bounds, by the day it was published."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.pictures import plots
from corroboration.pictures.axes import NARROWEST, Heights, Times, day, heights, short, times
from corroboration.pictures.drawing import at, joined, share, words
from corroboration.pictures.labels import Box, Room

SLOTS_SHOWN = 3  # plots of a cluster; the other counts stand in the table
POINTS_SHOWN = 40  # of a plot, the latest
SHAPES = (  # a mark about 0, 0 for each of the voices with the most numbers; one for all others
    "M0-5a5 5 0 1 0 .01 0z",
    "M-4.5-4.5h9v9h-9z",
    "M0-6l5.5 9.5h-11z",
    "M0-6l6 6l-6 6l-6-6z",
    "M0 6l5.5-9.5h-11z",
    "M-6-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
)
OTHERS = "M0-3.5a3.5 3.5 0 1 0 .01 0z"
MARK = 6.0  # half the width of a mark, in pixels
ARROW = 16.0  # pixels that an open bound reaches from its mark
BESIDE = 2 * MARK + 1  # pixels between marks of one moment and number
SIZE = 11.0  # of the numbers beside marks


@dataclass(frozen=True, slots=True)
class Toll:
    """One claim's number.

    claim: its id. href: where it stands. slot: what is counted (killed, injured ...); each slot is a plot of its own.
    at: when it was published; day_only: the hour is not known. value: the number said (None: only a range).
    low, high: its bounds (None: open). said: the number as it was said, "at least 14". source: the slug of the voice
    that vouches for it, voice: its name. status: as the claim's assessment has it. replaces: ids of the claims that
    this one supersedes.
    """

    claim: str
    href: str
    slot: str
    at: datetime
    value: float | None
    low: float | None
    high: float | None
    said: str
    source: str
    voice: str
    status: str = "unconfirmed"
    day_only: bool = False
    replaces: Sequence[str] = ()

    @property
    def moment(self) -> datetime:
        """Where it stands in time: known to the day only, at its middle."""
        return self.at.replace(hour=12, minute=0) if self.day_only else self.at

    @property
    def number(self) -> float:
        """Where its mark stands: the number said, else the middle of its range, else its one bound."""
        known = [number for number in (self.low, self.high) if number is not None]
        return self.value if self.value is not None else sum(known) / len(known)

    @property
    def when(self) -> str:
        return f"{day(self.at)} {self.at.year}" + ("" if self.day_only else f", {self.at:%H:%M}")


@dataclass(frozen=True, slots=True)
class Point:
    """A toll in its plot. x: part of the width. y, aside: pixels from the top and beside x. shape: its voice's."""

    toll: Toll
    x: float
    y: float
    aside: float
    shape: str


def toll_plot(tolls: Sequence[Toll]) -> SafeString:
    """A plot for each slot, the one with the most numbers first, and the same as a table; "" without numbers."""
    known = [toll for toll in tolls if any(number is not None for number in (toll.value, toll.low, toll.high))]
    by_slot: dict[str, list[Toll]] = defaultdict(list)
    for toll in sorted(known, key=lambda toll: (toll.moment, toll.claim)):
        by_slot[toll.slot].append(toll)
    slots = sorted(by_slot, key=lambda slot: (-len(by_slot[slot]), slot))
    return joined(_plot(slot.replace("-", " "), by_slot[slot]) for slot in slots[:SLOTS_SHOWN])


def _plot(slot: str, tolls: Sequence[Toll]) -> SafeString:
    shown = tolls[-POINTS_SHOWN:]
    scale = heights([number for toll in shown for number in (toll.value, toll.low, toll.high) if number is not None])
    moments = times([toll.moment for toll in shown])
    shapes = _shapes(shown)
    points = _points(shown, scale, moments, shapes)
    room = Room(Box(0, 0, NARROWEST, plots.FLOOR), [Box.around(*_pixels(point), MARK) for point in points])
    drawn = (
        plots.grid(((scale.part(tick), short(tick)) for tick in scale.ticks), moments),
        _courses(points),
        joined(_drawn(point, scale, room) for point in points),
    )
    summary = _summary(shown, len(tolls))
    label = f"{slot} by time of publication: {summary}, {shown[0].when} to {shown[-1].when}. A table follows."
    return format_html(
        '<figure class="picture tolls"><figcaption><strong>{}</strong> {}</figcaption>{}{}{}{}</figure>',
        slot,
        summary,
        plots.framed("toll", label, joined(drawn)),
        _voices(shown, shapes),
        _key(shown, scale),
        _table(shown),
    )


def _shapes(tolls: Sequence[Toll]) -> dict[str, int]:
    """A shape's number for each of the voices that give the most numbers."""
    counted = Counter(toll.source for toll in tolls)
    most = sorted(counted, key=lambda source: (-counted[source], source))
    return {source: at for at, source in enumerate(most[: len(SHAPES)])}


def _points(tolls: Sequence[Toll], scale: Heights, moments: Times, shapes: Mapping[str, int]) -> list[Point]:
    """Where each toll stands; those that would lie on each other, side by side."""
    taken: Counter[tuple[int, int]] = Counter()
    points = []
    for toll in tolls:
        x, y = moments.part(toll.moment), plots.level(scale.part(toll.number))
        spot = round(x * NARROWEST / MARK), round(y / MARK)
        aside = (BESIDE if x < 0.5 else -BESIDE) * min(taken[spot], 4)
        taken[spot] += 1
        shape = SHAPES[shapes[toll.source]] if toll.source in shapes else OTHERS
        points.append(Point(toll, x, y, aside, shape))
    return points


def _pixels(point: Point) -> tuple[float, float]:
    """Where a point lies in the narrowest plot."""
    return point.x * NARROWEST + point.aside, point.y


def _courses(points: Sequence[Point]) -> SafeString:
    """Lines from each number to the one that replaces it, and between the further numbers of one voice."""
    by_claim = {point.toll.claim: point for point in points}
    replaced = [(by_claim[old], new) for new in points for old in new.toll.replaces if old in by_claim]
    told: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        told[point.toll.source].append(point)
    done = {(old.toll.claim, new.toll.claim) for old, new in replaced}
    again = [pair for course in told.values() for pair in pairwise(course)]
    others = [pair for pair in again if (pair[0].toll.claim, pair[1].toll.claim) not in done]
    lines = [(pair, "course replaces") for pair in replaced] + [(pair, "course") for pair in others]
    return format_html_join(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        ((kind, share(old.x), at(old.y), share(new.x), at(new.y)) for (old, new), kind in lines),
    )


def _drawn(point: Point, scale: Heights, room: Room) -> SafeString:
    """A mark with its bounds, its number where there is room, and what it is in words."""
    toll = point.toll
    mark = format_html('{}<path class="mark" d="{}"/>{}', _bounds(point, scale), point.shape, _number(point, room))
    moved = format_html('<g transform="translate({})">{}</g>', at(point.aside), mark) if point.aside else mark
    return format_html(
        '<a href="{}" tabindex="-1"><title>{}</title><svg class="status-{}" x="{}" y="{}">{}</svg></a>',
        toll.href,
        f"{words(toll.said)}: {words(toll.voice)}, {toll.when}, {toll.status}",
        toll.status,
        share(point.x),
        at(point.y),
        moved,
    )


def _number(point: Point, room: Room) -> SafeString:
    """A number beside its mark, where there is room; of marks on one spot, beside the first."""
    x, y = _pixels(point)
    label = None if point.aside else room.beside(_written(point.toll), x, y, MARK, SIZE)
    if label is None:
        return SafeString("")
    anchor = format_html(' text-anchor="{}"', label.anchor) if label.anchor != "start" else ""
    return format_html('<text x="{}" y="{}"{}>{}</text>', at(label.x - x), at(label.y - y), anchor, label.text)


def _bounds(point: Point, scale: Heights) -> SafeString:
    """A whisker from the lower to the upper bound; an arrow where one is open; nothing for an exact number."""
    toll = point.toll
    if toll.value is not None and toll.low == toll.high == toll.value:
        return SafeString("")
    low, high = (None if each is None else plots.level(scale.part(each)) - point.y for each in (toll.low, toll.high))
    up = f"M0 0V{at(high)}m-4 0h8" if high is not None else f"M0 0v-{at(ARROW)}m-4 5l4-5l4 5"
    down = f"M0 0V{at(low)}m-4 0h8" if low is not None else f"M0 0v{at(ARROW)}m-4-5l4 5l4-5"
    return format_html('<path class="bounds" d="{}{}"/>', up, down)


def _written(toll: Toll) -> str:
    """A number beside its mark: "14", "14+" at least, "≤ 14" at most, "9–14"."""
    if toll.low is None and toll.high is None:
        return short(toll.number)
    if toll.high is None:
        return f"{short(toll.number)}+"
    if toll.low is None:
        return f"≤ {short(toll.number)}"
    return short(toll.number) if toll.value is not None else f"{short(toll.low)}–{short(toll.high)}"


def _summary(shown: Sequence[Toll], of: int) -> str:
    numbers, voices = [toll.number for toll in shown], len({toll.source for toll in shown})
    counted = f"the latest {len(shown)} of {of} numbers" if of > len(shown) else _several(of, "number")
    spread = short(min(numbers)) if min(numbers) == max(numbers) else f"{short(min(numbers))} to {short(max(numbers))}"
    return f"{counted} by {_several(voices, 'voice')}, {spread}"


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _voices(shown: Sequence[Toll], shapes: Mapping[str, int]) -> SafeString:
    """Which shape is whose."""
    names = {toll.source: words(toll.voice) for toll in shown}
    rows = [(SHAPES[shape], names[source]) for source, shape in shapes.items()]
    rest = len(names) - len(rows)
    rows += [(OTHERS, _several(rest, "further voice"))] if rest else []
    return format_html(
        '<ul class="voices">{}</ul>',
        format_html_join(
            "",
            '<li><svg viewBox="-7 -7 14 14" role="img" aria-label="Its mark"><path class="mark" d="{}"/></svg> '
            "<bdi>{}</bdi></li>",
            rows,
        ),
    )


def _key(shown: Sequence[Toll], scale: Heights) -> SafeString:
    """What the marks and colours of this plot mean."""
    open_ended = any(toll.low is None or toll.high is None for toll in shown)
    ranged = any(toll.low is not None and toll.high is not None and toll.low != toll.high for toll in shown)
    said = [
        "Lower and upper bound: the bar through a mark." if ranged else "",
        "Arrow: that side is left open, as in “at least”." if open_ended else "",
        "Line: the same voice’s next number; solid where it replaces the one before." if _repeats(shown) else "",
        "Logarithmic scale: some numbers are many times the others." if scale.logarithmic else "",
    ]
    return format_html('<p class="key">{}{}</p>', " ".join(filter(None, said)), _colours(shown))


def _colours(shown: Sequence[Toll]) -> SafeString:
    """Which colours are told apart, where there are several."""
    statuses = sorted({toll.status for toll in shown})
    names = format_html_join(", ", '<span class="status-{0}">{0}</span>', ((status,) for status in statuses))
    return format_html(" Colour: {}.", names) if len(statuses) > 1 else SafeString("")


def _repeats(shown: Sequence[Toll]) -> bool:
    return len({toll.source for toll in shown}) < len(shown)


def _table(shown: Sequence[Toll]) -> SafeString:
    rows = (
        (toll.when, words(toll.voice), toll.href, words(toll.said) or _written(toll), toll.status) for toll in shown
    )
    return format_html(
        "<details><summary>As a table</summary><table><thead><tr><th>Published</th><th>Voice</th><th>Said</th>"
        "<th>Status</th></tr></thead><tbody>{}</tbody></table></details>",
        format_html_join(
            "", '<tr><td>{}</td><td><bdi>{}</bdi></td><td><a href="{}"><bdi>{}</bdi></a></td><td>{}</td></tr>', rows
        ),
    )
