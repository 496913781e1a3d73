"""Days in the words of a headline: "27 July 2016", "April 2016", "June–August 2015", "since July 2012"."""

import re
from calendar import monthrange
from datetime import date

WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
# The days that extraction spells out behind relative words: "Wednesday (2016-07-27)", "(2016-04-01 to 2016-04-30)".
_SPELLED = re.compile(
    r"(?<![\w'’])(?P<before>(?P<word>[\w'’]+),?) \((?P<open>since |until )?(?P<start>\d{4}-\d\d-\d\d)"
    r"(?: to (?P<end>\d{4}-\d\d-\d\d))?\)(?P<after>[ ,.;]*)"
)


def in_words(start: date | None, end: date | None) -> str:
    """An interval of days, as short as it can be told without loss; "" when unknown."""
    if start is None:
        return f"until {_day(end)}" if end else ""
    if end is None:
        return f"since {_since(start)}"
    if start == end:
        return _day(start)
    if _whole_months(start, end):
        return _months(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_day(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def with_readable_days(statement: str) -> str:
    """A statement whose spelled-out days read as prose: "on Wednesday, 27 July 2016", "in April 2016"."""
    return _SPELLED.sub(_readable, statement)


def _readable(found: re.Match[str]) -> str:
    before, word, after = found["before"], found["word"].casefold(), found["after"]
    first = date.fromisoformat(found["start"])
    last = date.fromisoformat(found["end"]) if found["end"] else first
    if word == f"{first:%B}".casefold():
        return f"{before} {first.year}{after}"
    if word == str(first.day):  # "on June 3": the year is all that lacks
        return f"{before}, {first.year}{after}"
    days = in_words(None if found["open"] == "until " else first, None if found["open"] == "since " else last)
    if word in WEEKDAYS and found.end() == len(found.string):
        return f"{before}, {days}"
    return f"{before} ({days}){after}"


def _whole_months(start: date, end: date) -> bool:
    return start.day == 1 and end.day == monthrange(end.year, end.month)[1]


def _months(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{start:%B %Y} – {end:%B %Y}"
    if start.month == end.month:
        return f"{start:%B %Y}"
    return f"{start.year}" if (start.month, end.month) == (1, 12) else f"{start:%B}–{end:%B %Y}"


def _since(start: date) -> str:
    if start.day != 1:
        return _day(start)
    return f"{start.year}" if start.month == 1 else f"{start:%B %Y}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
