"""How a source's reliability went: the mean of each month with its interval, and the letter it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from corroboration.figures import probability
from corroboration.pictures.drawing import words


@dataclass(frozen=True, slots=True)
class Graded:
    """What was held of a source on a day: the mean and the ends of its 90 % interval. letter: F is thin evidence."""

    on: date
    mean: float
    low: float
    high: float
    letter: str


@dataclass(frozen=True, slots=True)
class Course:
    """One source (or one role of it) over time, in the order of days. href: "" makes its name no link."""

    name: str
    graded: Sequence[Graded]
    href: str = ""


def reliability_chart(courses: Sequence[Course]) -> SafeString:
    """The courses of up to four sources in one chart; "" where none was ever graded."""
    shown = [course for course in courses if course.graded][:4]
    if not shown:
        return SafeString("")
    rows = (
        (words(course.name), *(probability(number) for number in (last.mean, last.low, last.high)), last.letter)
        for course, last in ((course, course.graded[-1]) for course in shown)
    )
    body = format_html_join("", '<li><span dir="auto">{}</span> {} ({} to {}), {}</li>', rows)
    return format_html('<figure class="picture reliabilities"><ul>{}</ul></figure>', body)
