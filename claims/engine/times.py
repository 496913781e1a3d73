"""When did it happen: intervals of days from the words of a text and the day of its publication.

An article names times as its readers of that day understand them ("Wednesday", "late November", "the past few
days"), so every reading needs the day of publication. Nothing here knows today's date.
"""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from claims.engine.values import Interval

SLACK_SHARE = 0.2  # "two months ago" is exact to about a fifth of the distance
VAGUE_SHARE = 0.5  # "a few weeks ago" is anything from half to one and a half of what is usual
# Two days so unlike that only a time which needs no day of publication is read alike from both.
PROBES = (date(1996, 2, 6), date(2013, 9, 27))
_BESIDE = re.compile(r"\b(?i:the\s+(?P<way>next|following|previous|preceding)\s+(?:day|morning|night|evening))\b")
Handler = Callable[[re.Match[str], date, bool], Interval | None]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """The words of times.toml."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, Sequence[int]]
    parts: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, float]
    nearby: Mapping[str, Sequence[int]]
    direction: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Timed:
    """A time named in a text: its [start, end) characters and the days it stands for."""

    start: int
    end: int
    interval: Interval


class TimeGrammar:
    """Finds times in text. Built once from the words; safe to share."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._rules = self._compile()
        self._later = re.compile(
            rf"\b(?i:(?P<number>\d{{1,3}}|{_any(words.numbers)})\s+(?P<unit>day|week)s?\s+(?P<way>later|earlier))\b"
        )
        self._gate = re.compile(
            rf"\d|(?i:{_any((*words.months, *words.weekdays, *words.units, *words.nearby))}"
            rf"|{_any(words.seasons)}|weekend|night|morning|evening)"
        )
        way = _any(words.direction)
        self._before = re.compile(rf"\b({way})\s+(?:the\s+)?$", re.IGNORECASE)
        self._within = re.compile(rf"({way})\b", re.IGNORECASE)
        self.find = lru_cache(maxsize=512)(self._find)

    def _find(
        self, text: str, published: date, future: bool = False, last_day: date | None = None
    ) -> tuple[Timed, ...]:
        """All times named in a text, left to right, none overlapping; the first rule that reads a stretch wins.

        future: the sentence speaks of what is to come, so a bare "Friday" is the next one. last_day: the day that the
        text before named last, from which "two days later" counts.
        """
        if not self._gate.search(text):
            return ()
        found: list[Timed] = []
        rules = self._rules if last_day is None else (*self._counted_on(last_day), *self._rules)
        for pattern, handler in rules:
            for match in pattern.finditer(text):
                if all(match.end() <= other.start or other.end <= match.start() for other in found):
                    interval = _read(handler, match, published, future)
                    if interval:
                        found.append(Timed(match.start(), match.end(), self._directed(text, match.start(), interval)))
        return tuple(sorted(found, key=lambda timed: timed.start))

    def find_absolute(self, text: str) -> tuple[Timed, ...]:
        """The times that say their year: what can be read where the day of publication is unknown."""
        first, second = (self.find(text, day) for day in PROBES)
        return tuple(timed for timed in first if timed in second)

    def _directed(self, text: str, start: int, interval: Interval) -> Interval:
        before = self._before.search(text[max(0, start - 16) : start]) or self._within.match(text, start)
        way = self._words.direction[before[1].lower()] if before else ""
        if way == "from":
            return Interval(interval.start, None)
        return Interval(None, interval.end) if way == "to" else interval

    def _compile(self) -> tuple[tuple[re.Pattern[str], Handler], ...]:
        words = self._words
        names = {
            "M": f"(?P<month>{_capital(words.months)})\\b\\.?",
            "M2": f"(?P<month2>{_capital(words.months)})\\b\\.?",
            "Y": r"(?P<year>(?:19|20)\d\d)\b",
            "OY": r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b)?",
            "D": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
            "D2": r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?",
            "W": f"(?P<weekday>{_capital(words.weekdays)})(?:['’]?s)?\\b",
            "W2": f"(?P<weekday2>{_capital(words.weekdays)})(?:['’]?s)?\\b",
            "P": f"(?P<part>{_any(words.parts)})",
            "N": f"(?P<number>\\d{{1,3}}|{_any(words.numbers)})",
            "U": f"(?P<unit>{_any(words.units)})s?",
            "S": f"(?P<season>{_any((*words.seasons, 'fall'))})",
        }
        rules: tuple[tuple[str, Handler], ...] = (
            (r"\b(?P<year>(?:19|20)\d\d)-(?P<monthno>[01]\d)-(?P<day>[0-3]\d)\b", self._day),
            (r"\b(?P<day>[0-3]?\d)(?P<sep>[./-])(?P<monthno>[01]?\d)(?P=sep)(?P<year>(?:19|20)\d\d)\b", self._day),
            (r"\b{D}\s*(?:-|–|to|and|until)\s*{D2}\s+(?:of\s+)?{M}{OY}", self._days),
            (r"\b{M}\s*{D}\s*(?:-|–|to|and|until)\s*{D2}\b{OY}", self._days),
            (r"\b{D}\s+(?:of\s+)?{M}\s*(?:-|–|to|and|until)\s*{D2}\s+(?:of\s+)?{M2}{OY}", self._days),
            (r"\b{D}\s+(?:of\s+)?{M}{OY}", self._day),
            (r"\b{M}\s*{D}\b(?!:)(?!\s*(?:pm|am|a\.m|p\.m)\b){OY}", self._day),
            (r"\b(?i:{P})(?:\s+of|\s+in|-|\s)\s*(?:the\s+)?{M}{OY}", self._month),
            (r"\b{M},?\s+(?:of\s+)?{Y}", self._month),
            (
                r"\b(?i:in|since|until|till|by|of|from|during|through|last|next|this|before|after)\s+{M}(?!\s*\d)",
                self._month,
            ),
            (r"\b(?i:(?P<which>last|this|next|past)\s+{S})(?:\s+(?:of\s+)?{Y})?", self._season),
            (
                r"\b(?i:(?:in|during|earlier in|since|over)\s+(?:the\s+)?(?:{P}[\s-]+)?{S})(?:\s+(?:of\s+)?{Y})?\b",
                self._season,
            ),
            (r"\b(?i:{P})(?:\s+of|\s+in|-|\s)\s*(?:the\s+)?{Y}", self._year),
            (r"\b(?i:in|since|until|till|by|of|from|during|through|back in|before|after|year)\s+{Y}", self._year),
            (r"\b{W}\s+(?:and|or|to|through|until)\s+(?:on\s+)?{W2}", self._weekdays),
            (r"\b(?i:(?P<which>last|next|past|this|previous|following|coming)\s+)?{W}", self._weekday),
            (rf"\b(?i:(?P<nearby>{_any(words.nearby)}))\b", self._near),
            (r"\b(?i:(?P<which>last|this|next|past|the|coming)\s+weekend)\b", self._weekend),
            (
                r"\b(?i:(?:over|in|during|for|within)?\s*(?:the\s+)?(?P<way>past|last|coming|next|recent)\s+"
                r"(?:{N}\s+)?(?:of\s+)?{U})\b",
                self._stretch,
            ),
            (r"\b(?i:(?:earlier|later|late|early)?\s*this\s+{U})\b", self._current),
            (r"\b(?i:(?:a\s+)?{N}(?:\s+of)?\s+{U}\s+(?:ago|back))\b", self._ago),
        )
        return tuple((re.compile(_fill(pattern, names)), handler) for pattern, handler in rules)

    def _counted_on(self, last_day: date) -> tuple[tuple[re.Pattern[str], Handler], ...]:
        """The rules for times that count from a day named before."""

        def later(match: re.Match[str], published: date, future: bool) -> Interval | None:
            days = timedelta(days=round(self._number(match["number"]) * self._words.units[match["unit"].lower()]))
            return _span(last_day + days if match["way"].lower() == "later" else last_day - days)

        def beside(match: re.Match[str], published: date, future: bool) -> Interval | None:
            return _span(last_day + timedelta(days=-1 if match["way"].lower() in ("previous", "preceding") else 1))

        return ((self._later, later), (_BESIDE, beside))

    # Each handler reads one kind of match. `day`, `month` and the like are named groups of the rule above.

    def _month_number(self, match: re.Match[str], group: str = "month") -> int:
        found = match.groupdict()
        return int(found["monthno"]) if found.get("monthno") else self._words.months[match[group].lower()]

    def _day(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        day, month = int(match["day"]), self._month_number(match)
        if match["year"]:
            return _span(date(int(match["year"]), month, day))
        candidates = (_date_or_none(published.year + step, month, day) for step in (0, -1, 1))
        known = [candidate for candidate in candidates if candidate]
        fitting = [c for c in known if (c >= published if future else c <= published)]
        return _span(min(fitting or known, key=lambda c: abs((c - published).days)))

    def _days(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        group = "month2" if match.groupdict().get("month2") else "month"
        last_month, first_month = self._month_number(match, group), self._month_number(match)
        year = int(match["year"]) if match["year"] else _year_of(last_month, published, future)
        first_year = year - 1 if first_month > last_month else year
        return _ordered(date(first_year, first_month, int(match["day"])), date(year, last_month, int(match["day2"])))

    def _month(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        month, found = self._month_number(match), match.groupdict()
        year = int(found["year"]) if found.get("year") else _year_of(month, published, future)
        last = calendar.monthrange(year, month)[1]
        first, last = {1: (1, 10), 2: (11, 20), 3: (21, last)}.get(self._part(match), (1, last))
        return Interval(date(year, month, first), date(year, month, last))

    def _year(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        year = int(match["year"])
        first, last = {1: (1, 4), 2: (5, 8), 3: (9, 12)}.get(self._part(match), (1, 12))
        return Interval(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))

    def _part(self, match: re.Match[str]) -> int:
        part = match.groupdict().get("part")
        return self._words.parts[part.lower()] if part else 0

    def _weekday(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        which = (match.groupdict().get("which") or "").lower()
        weekday = self._words.weekdays[match["weekday"].lower()]
        ahead = which in ("next", "coming", "following") or (future and which not in ("last", "past", "previous"))
        day = _weekday_near(published, weekday, ahead)
        if day == published and which and which != "this":
            day += timedelta(days=7 if ahead else -7)
        return _span(day)

    def _weekdays(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        """ "on Tuesday and Wednesday": from the first to the second, which is the nearer."""
        last = self._words.weekdays[match["weekday2"].lower()]
        days = (last - self._words.weekdays[match["weekday"].lower()]) % 7
        end = _weekday_near(published, last, future)
        return Interval(end - timedelta(days=days), end)

    def _near(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        first, last = self._words.nearby[" ".join(match["nearby"].lower().split())]
        return Interval(published + timedelta(days=first), published + timedelta(days=last))

    def _weekend(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        if match["which"].lower() in ("next", "coming") or (future and published.weekday() < 5):
            saturday += timedelta(days=7)
        elif published.weekday() >= 5 and match["which"].lower() in ("last", "past"):
            saturday -= timedelta(days=7)
        return Interval(saturday, saturday + timedelta(days=1))

    def _stretch(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        """ "last week" is the calendar's; "the past week", "the last three days" end on the day of publication."""
        unit, way = match["unit"].lower(), match["way"].lower()
        ahead = way in ("coming", "next")
        if way == "next" and unit == "day" and not match["number"] and not match[0].endswith("s"):
            return None  # "the next day": next to a day named before
        if not match["number"] and way in ("last", "next") and unit in ("week", "month", "year"):
            return _calendar(published, unit, 1 if ahead else -1)
        count = self._number(match["number"] or ("recent" if way == "recent" or match[0].endswith("s") else "one"))
        days = timedelta(days=max(1, round(count * self._words.units[unit])))
        return Interval(published, published + days) if ahead else Interval(published - days, published)

    def _current(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        unit = match["unit"].lower()
        if unit not in ("week", "month", "year"):
            return None
        whole, ahead = _calendar(published, unit, 0), future or match[0].lower().startswith("later")
        return Interval(published, whole.end) if ahead else Interval(whole.start, published)

    def _ago(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        count, unit = self._number(match["number"]), match["unit"].lower()
        days = count * self._words.units[unit]
        middle = published - timedelta(days=round(days))
        vague = match["number"].lower() in ("few", "several", "couple")
        exact = unit in ("hour", "day") and not vague
        slack = timedelta(days=0 if exact else max(1, round(days * (VAGUE_SHARE if vague else SLACK_SHARE))))
        return Interval(middle - slack, min(published, middle + slack))

    def _season(self, match: re.Match[str], published: date, future: bool) -> Interval | None:
        found = match.groupdict()
        season = match["season"].lower()
        first, last = self._words.seasons["autumn" if season == "fall" else season]
        year = int(found["year"]) if found.get("year") else _year_of(first, published, future)
        if (found.get("which") or "").lower() in ("last", "past") and first <= published.month <= last:
            year -= 1
        end_year = year + (last < first)
        return Interval(date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1]))

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else self._words.numbers[word.lower()]


def _read(handler: Handler, match: re.Match[str], published: date, future: bool) -> Interval | None:
    """What a handler makes of a match; None for "31 June" and for days outside the calendar."""
    try:
        return handler(match, published, future)
    except (ValueError, OverflowError):
        return None


def _any(words: object) -> str:
    """A pattern for any of some words, longest first."""
    return "|".join(re.escape(str(word)).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))  # type: ignore[call-overload]


def _capital(words: Mapping[str, int]) -> str:
    """A pattern for any of some words, capitalised or all in capitals."""
    return _any([form for word in words for form in (word.capitalize(), word.upper())])


def _fill(pattern: str, names: Mapping[str, str]) -> str:
    for name, part in names.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern


def _span(day: date) -> Interval:
    return Interval(day, day)


def _weekday_near(day: date, weekday: int, ahead: bool) -> date:
    """The day itself where it is such a weekday, else the last one before it, or the next where it looks ahead."""
    back = (day.weekday() - weekday) % 7
    return day + timedelta(days=-back % 7) if ahead else day - timedelta(days=back)


def _ordered(first: date, last: date) -> Interval | None:
    return Interval(first, last) if first <= last else None


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(month: int, published: date, future: bool) -> int:
    """The year of a month named without one: the last that has begun, or the next that hasn't ended."""
    if future:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _calendar(day: date, unit: str, step: int) -> Interval:
    """The calendar week, month or year that lies `step` units from the one that holds a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * step)
        return Interval(monday, monday + timedelta(days=6))
    if unit == "year":
        return Interval(date(day.year + step, 1, 1), date(day.year + step, 12, 31))
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return Interval(date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]))
