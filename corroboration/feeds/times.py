"""When a feed is asked next: by its pace of publishing, what it asks for, and how often it failed.

No clock is read and nothing is left to chance: the moment comes in, and jitter follows from the feed's id.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

SHORTEST, LONGEST = 300, 6 * 3600  # seconds between polls: what a site bears, what news bears
FIRST = 1800  # of a feed of which nothing is known yet
STEPS = (SHORTEST, 900, FIRST, 3600, 7200, 14_400, LONGEST)  # by which its longest wait is told of a feed
FASTER, SLOWER = 1 / 2, 3 / 2  # what entries, and the lack of them, do to the interval
FIRST_PAUSE, LONGEST_PAUSE = 600, 12 * 3600  # after failures, doubled with each
FAILURES_TOLD = 7  # after more of them in a row the pause is the longest
SPREAD = 0.1  # the share of an interval by which feeds are held apart
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def after_success(interval: int, *, fresh: int, asked: int) -> int:
    """The new interval in seconds: shorter where there was something new, longer where not, and no shorter than the
    feed asks for, as far as that lies within the bounds."""
    wanted = round(interval * (FASTER if fresh else SLOWER))
    return max(SHORTEST, min(LONGEST, max(wanted, asked)))


def after_failure(failures: int) -> int:
    """How long to leave a feed alone that failed so often in a row, in seconds."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16))


def next_poll(now: datetime, seconds: int, feed_id: int) -> datetime:
    """So many seconds from now and a little more, a share of them that is the feed's own: feeds that were added
    together, or failed together, don't come due together."""
    return now + timedelta(seconds=round(seconds * (1 + SPREAD * _own_share(feed_id))))


def _own_share(feed_id: int) -> float:
    """A number from 0 to 1 that neighbouring ids have far apart (Knuth's multiplicative hash)."""
    return (feed_id * 2_654_435_761 % 2**32) / 2**32


def asked_by(headers: Mapping[str, str], ttl: str, period: str, frequency: str) -> int:
    """The interval in seconds that a feed asks for, 0 if none: by its ttl in minutes, by sy:updatePeriod with
    sy:updateFrequency, or by its server's max-age; the longest of them."""
    age = _MAX_AGE.search(headers.get("cache-control", ""))
    minutes = _count(ttl)
    times = max(1, _count(frequency))
    return max(int(age[1]) if age else 0, minutes * 60, _PERIODS.get(period.strip().lower(), 0) // times)


def _count(written: str) -> int:
    written = written.strip()
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0
