"""When an entry was published, as far as its feed can be believed: wrong dates are found, and said to be so.

A date that is too late costs an outlet a lead, one that is too early gives it a lead that it never had. So what is
unsure is taken late, and by the day only: days that tie earn no lead.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no feed is older: 1970 and 0001 are how programs write "unknown"
SKEW = timedelta(minutes=5)  # another machine's clock may run ahead by this much; ingestion takes as much
PUBLISHED, UPDATED, FETCHED = "published", "updated", "fetched"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE = re.compile(r"(?:Z|UTC?|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2})\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it is written in a feed. parsed: what the feed parser made of it, in UTC, where ours can't read it."""

    raw: str = ""
    parsed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """When an entry was published. dating: by what. note: what is wrong with what the feed says; "" when nothing is."""

    moment: datetime
    day_only: bool
    dating: str
    note: str = ""

    @property
    def written(self) -> str:
        """As ingestion takes it."""
        return self.moment.date().isoformat() if self.day_only else self.moment.isoformat()


def dated(published: Written, updated: Written, *, now: datetime) -> Dated:
    """The date of an entry that is first seen now."""
    notes = []
    for name, written in ((PUBLISHED, published), (UPDATED, updated)):
        moment, day_only = read(written)
        if problem := _problem(written, moment, day_only, now):
            notes.append(f"{name}: {problem}" if written.raw else "")
            continue
        assert moment is not None
        if day_only:
            moment = _midnight(min(moment, now))
            notes.append("" if _DAY.fullmatch(written.raw.strip()) else "without a zone: only the day is taken")
        return Dated(moment, day_only, name, _joined(notes))
    return Dated(_midnight(now), True, FETCHED, _joined([*notes, "dated by the day on which it was first seen"]))


def read(written: Written) -> tuple[datetime | None, bool]:
    """A date in UTC, and whether only its day is known: it has no time, or no zone. None: can't be read."""
    raw = written.raw.strip()
    moment = _parsed(raw)
    if moment is None:
        return written.parsed, not _ZONE.search(raw)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC), True
    return moment.astimezone(UTC), bool(_DAY.fullmatch(raw))


def _parsed(raw: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(raw)
            return moment.astimezone(UTC) if moment.tzinfo else moment
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
    return None


def _problem(written: Written, moment: datetime | None, day_only: bool, now: datetime) -> str:
    if not written.raw:
        return "missing"
    if moment is None:
        return f"{written.raw[:40]!r} is no date"
    if moment < EARLIEST:
        return f"{moment:%Y-%m-%d} is before there were feeds"
    # a day without a zone may have begun elsewhere already
    if moment > now + (timedelta(days=1) if day_only else SKEW):
        return f"{moment:%Y-%m-%d %H:%M} lies in the future"
    return ""


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _joined(notes: list[str]) -> str:
    return "; ".join(note for note in notes if note)
