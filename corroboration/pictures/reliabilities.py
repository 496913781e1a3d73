"""How a source's reliability went: the mean of each month with its interval, and the letter it gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.figures import interval, probability
from corroboration.pictures import plots
from corroboration.pictures.axes import NARROWEST, Times, day, times
from corroboration.pictures.drawing import at, joined, share, shortened, words
from corroboration.pictures.labels import Box, Label, Room

COURSES_SHOWN = 4
POINTS_SHOWN = 80  # of a course: of more, evenly chosen ones and every change of the letter
THIN = "F"  # the letter of evidence too thin to say anything
QUARTERS = ((0.0, "0"), (0.25, ""), (0.5, "0.5"), (0.75, ""), (1.0, "1"))
ACROSS = 1000.0  # units of the stretched drawing that holds lines and bands
LONGEST_NAME = 18
SIZE, BOLD, DOT = 11.0, 14.0, 3.0  # of names; of bold letters, as wide as they are; half the width of a dot


@dataclass(frozen=True, slots=True)
class Graded:
    """What was held of a source on a day: the mean and the ends of its 90 % interval. letter: F is thin evidence."""

    on: date
    mean: float
    low: float
    high: float
    letter: str

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.on, time(), UTC)

    @property
    def said(self) -> str:
        return f"{self.letter}, {probability(self.mean)} ({interval(self.low, self.high)})"


@dataclass(frozen=True, slots=True)
class Course:
    """One source (or one role of it) over time, in the order of days. href: "" makes its name no link."""

    name: str
    graded: Sequence[Graded]
    href: str = ""


def reliability_chart(courses: Sequence[Course]) -> SafeString:
    """The courses of up to four sources in one chart; "" where none was ever graded."""
    shown = [Course(c.name, _fewer(c.graded), c.href) for c in courses if c.graded][:COURSES_SHOWN]
    if not shown:
        return SafeString("")
    moments = times([graded.moment for course in shown for graded in course.graded])
    drawn = (
        plots.grid(QUARTERS, moments),
        _stretched(shown, moments),
        *_letters(shown, moments),
    )
    latest = "; ".join(f"{words(course.name)} at last {course.graded[-1].said}" for course in shown)
    label = f"Reliability from {_month(moments.first)} to {_month(moments.last)}: {latest}."
    return format_html(
        '<figure class="picture reliabilities">{}{}{}{}</figure>',
        plots.framed("reliability", label, joined(drawn), image=True),
        _names(shown),
        _key(shown),
        _table(shown),
    )


def _fewer(graded: Sequence[Graded]) -> Sequence[Graded]:
    """No more points than a chart can show."""
    every = -(-len(graded) // POINTS_SHOWN)
    kept = {*range(0, len(graded), every), len(graded) - 1, *_changes(graded)}
    return [graded[at] for at in sorted(kept)]


def _changes(graded: Sequence[Graded]) -> list[int]:
    """Where the letter is another than before; the first counts."""
    return [0, *(at for at, (old, new) in enumerate(pairwise(graded), 1) if old.letter != new.letter)]


def _stretched(courses: Sequence[Course], moments: Times) -> SafeString:
    """Bands and lines, in a drawing that stretches with the plot."""
    parts = [(number, piece) for number, course in enumerate(courses, 1) for piece in _pieces(course.graded)]
    bands = [(f"band course-{number}{_thin(piece)}", _band(piece, moments)) for number, piece in parts]
    lines = [(f"mean course-{number}{_thin(piece)}", _line(piece, moments)) for number, piece in parts]
    return format_html(
        '<svg width="100%" height="{0}" viewBox="0 0 {1} {0}" preserveAspectRatio="none">{2}</svg>',
        plots.HEIGHT,
        at(ACROSS),
        format_html_join("", '<path class="{}" d="{}"/>', bands + lines),
    )


def _pieces(graded: Sequence[Graded]) -> list[list[Graded]]:
    """The stretches on thin evidence and those on enough; each goes on to the point where the next begins."""
    runs = [list(run) for _, run in groupby(graded, key=lambda each: each.letter == THIN)]
    return [[*run, *following[:1]] for run, following in zip(runs, [*runs[1:], []], strict=True)]


def _thin(piece: Sequence[Graded]) -> str:
    return " thin" if piece[0].letter == THIN else ""


def _band(piece: Sequence[Graded], moments: Times) -> str:
    """The interval as a shape; of a single day a narrow one."""
    if len(piece) == 1:
        x, high, low = _x(piece[0], moments), _y(piece[0].high), _y(piece[0].low)
        return f"M{at(x - 4)} {high}H{at(x + 4)}V{low}H{at(x - 4)}z"
    above = [f"{at(_x(each, moments))} {_y(each.high)}" for each in piece]
    below = [f"{at(_x(each, moments))} {_y(each.low)}" for each in reversed(piece)]
    return f"M{'L'.join(above + below)}z"


def _line(piece: Sequence[Graded], moments: Times) -> str:
    points = [f"{at(_x(each, moments))} {_y(each.mean)}" for each in piece]
    return f"M{'L'.join(points if len(points) > 1 else points * 2)}"


def _x(graded: Graded, moments: Times) -> float:
    return ACROSS * moments.part(graded.moment)


def _y(part: float) -> str:
    return at(plots.level(min(1.0, max(0.0, part))))


def _letters(courses: Sequence[Course], moments: Times) -> list[SafeString]:
    """A dot where a course's letter changed, with the letter; each course's name at its end; where there is room."""
    dots = [
        (number, course.graded[change], moments.part(course.graded[change].moment))
        for number, course in enumerate(courses, 1)
        for change in _changes(course.graded)
    ]
    taken = [Box.around(x * NARROWEST, plots.level(graded.mean), DOT) for _, graded, x in dots]
    room = Room(Box(0, 0, NARROWEST, plots.FLOOR), taken)
    names = [_end(number, course, moments, room) for number, course in enumerate(courses, 1) if len(courses) > 1]
    return [*(_letter(number, graded, x, room) for number, graded, x in dots), *names]


def _letter(number: int, graded: Graded, x: float, room: Room) -> SafeString:
    y = plots.level(graded.mean)
    label = room.beside(graded.letter, x * NARROWEST, y, DOT, BOLD)
    dot = format_html('<circle class="course-{}" cx="{}" cy="{}" r="3"/>', number, share(x), at(y))
    return format_html("{}{}", dot, _text(number, "grade", label, x)) if label else dot


def _end(number: int, course: Course, moments: Times, room: Room) -> SafeString:
    last = course.graded[-1]
    x, y = moments.part(last.moment), plots.level(last.mean)
    label = room.beside(shortened(words(course.name), LONGEST_NAME), x * NARROWEST, y, DOT, SIZE, level=False)
    return _text(number, "name", label, x) if label else SafeString("")


def _text(number: int, kind: str, label: Label, x: float) -> SafeString:
    """A label that keeps its distance from its mark in pixels, however wide the plot is."""
    return format_html(
        '<text class="{} course-{}" x="{}" dx="{}" y="{}" text-anchor="{}">{}</text>',
        kind,
        number,
        share(x),
        at(label.x - x * NARROWEST),
        at(label.y),
        label.anchor,
        label.text,
    )


def _names(courses: Sequence[Course]) -> SafeString:
    """Which line is whose, and where it stands at last."""
    rows = (
        (number, _linked(course), course.graded[-1].said, _month(course.graded[-1].moment))
        for number, course in enumerate(courses, 1)
    )
    return format_html(
        '<ul class="voices">{}</ul>',
        format_html_join(
            "",
            '<li><svg class="sample" viewBox="0 0 28 8" role="img" aria-label="Its line">'
            '<path class="mean course-{}" d="M0 4H28"/></svg> <span>{} <span class="quiet">{}, {}</span></span></li>',
            rows,
        ),
    )


def _linked(course: Course) -> SafeString:
    if course.href:
        return format_html('<a href="{}" dir="auto">{}</a>', course.href, words(course.name))
    return format_html("<bdi>{}</bdi>", words(course.name))


def _key(courses: Sequence[Course]) -> SafeString:
    thin = any(graded.letter == THIN for course in courses for graded in course.graded)
    said = "The band is the 90 % interval; a dot is where the letter changed."
    return format_html(
        '<p class="key">{}{}</p>', said, f" Without a fill: {THIN}, too little was checked to say." if thin else ""
    )


def _table(courses: Sequence[Course]) -> SafeString:
    """The changes of each course and where it stands at last."""
    rows = (
        (words(course.name), _month(graded.moment), graded.letter, *map(probability, _numbers(graded)))
        for course in courses
        for graded in _told(course.graded)
    )
    return format_html(
        "<details><summary>Changes as a table</summary><table><thead><tr><th>Source</th><th>On</th><th>Letter</th>"
        "<th>Mean</th><th>From</th><th>To</th></tr></thead><tbody>{}</tbody></table></details>",
        format_html_join(
            "",
            "<tr><td><bdi>{}</bdi></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            rows,
        ),
    )


def _told(graded: Sequence[Graded]) -> Iterable[Graded]:
    return [graded[at] for at in sorted({*_changes(graded), len(graded) - 1})]


def _numbers(graded: Graded) -> tuple[float, float, float]:
    return graded.mean, graded.low, graded.high


def _month(moment: datetime) -> str:
    return f"{day(moment)} {moment.year}"
