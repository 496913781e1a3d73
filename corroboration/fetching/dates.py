"""When a page was published, by all that it says of that; what disagrees is settled by a rule, or by a person.

A date that is too early gives an outlet a lead that it never had, one that is too late costs it one. So nothing is
guessed; dates a day apart at most count by the later day, without a time; what lies farther apart is nobody's guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # 1970 and 0001 are how programs write "unknown"
SKEW = timedelta(minutes=5)  # another machine's clock may run ahead by this much; ingestion takes as much
SAME = timedelta(minutes=2)  # one publication, written down by two programs
DAY = timedelta(days=1)
_DAY_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|$)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a page gives it. where: what said so. day_only: it has no time, or no zone to count it in."""

    at: datetime
    day_only: bool
    where: str

    @property
    def written(self) -> str:
        """As ingestion takes it."""
        return self.at.date().isoformat() if self.day_only else self.at.isoformat()

    @property
    def days(self) -> str:
        return self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Dating:
    """moment None: the page doesn't say when, or says several things, as the note tells."""

    moment: Moment | None
    note: str = ""


def read(raw: object, where: str, *, now: datetime) -> Moment | None:
    """A date in the forms that pages use. None: it is none, lies in the future, or is how "unknown" is written."""
    if not isinstance(raw, str) or not (text := raw.strip()) or len(text) > 80:
        return None
    parsed = _parsed(text)
    if parsed is None:
        return None
    day_only = parsed.tzinfo is None or bool(_DAY_ONLY.fullmatch(text))
    try:
        at = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError:
        return None
    if day_only:
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    # a day without a zone may have begun elsewhere already; then it counts as today's
    if not EARLIEST <= at <= now + (DAY if day_only else SKEW):
        return None
    return Moment(min(at, now.replace(hour=0, minute=0, second=0, microsecond=0)) if day_only else at, day_only, where)


def in_path(path: str, *, now: datetime) -> Moment | None:
    """The day that stands in an address: /2021/05/04/."""
    found = _IN_PATH.search(path)
    return read(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", "address", now=now) if found else None


def settle(given: Sequence[Moment], hint: Moment | None) -> Dating:
    """The date of publication by what a page gives, in the order of trust. hint: what a feed says of it.

    All agree: the first that has a time, else the first. A day apart at most: the later day. Farther: the one that the
    hint agrees with. Nothing given: the hint.
    """
    if not given:
        return Dating(hint, "" if hint is None else f"the page has no date; {hint.where} has")
    timed = [moment for moment in given if not moment.day_only]
    if all(_same(left, right) for left in given for right in given):
        return Dating((timed or list(given))[0])
    said = ", ".join(f"{moment.where}: {moment.written}" for moment in given)
    if max(m.at for m in given) - min(m.at for m in given) <= DAY:
        latest = max(given, key=lambda moment: moment.at)
        day = latest.at.replace(hour=0, minute=0, second=0, microsecond=0)
        return Dating(Moment(day, True, latest.where), f"its dates differ ({said}): the later day counts")
    near = [moment for moment in given if hint is not None and abs(moment.at - hint.at) <= DAY]
    if hint is not None and near:
        return Dating(near[0], f"its dates differ ({said}): the one counts that {hint.where} has")
    return Dating(None, f"its dates differ ({said})")


def _same(left: Moment, right: Moment) -> bool:
    if left.day_only or right.day_only:
        return left.at.date() == right.at.date() or _touch(left, right)
    return abs(left.at - right.at) <= SAME


def _touch(day: Moment, other: Moment) -> bool:
    """Whether a day and a moment may be one, the day counted in a zone ahead of or behind ours."""
    if day.day_only == other.day_only:
        return False
    day, timed = (day, other) if day.day_only else (other, day)
    return day.at - timedelta(hours=14) <= timed.at < day.at + DAY + timedelta(hours=12)


def _parsed(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
    return None
