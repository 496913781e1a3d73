"""How far apart two stretches of days lie."""

from claims.engine.values import Interval

WIDE_DAYS = 10  # an interval wider than this ("in March") fits many events
OPEN_DAYS = 365  # an interval open on a side spans a year


def gap(left: Interval, right: Interval) -> int:
    """Days between two intervals, 0 where they overlap."""
    if left.overlaps(right):
        return 0
    first, second = (left, right) if (left.end and right.start and left.end < right.start) else (right, left)
    return (second.start - first.end).days if second.start and first.end else 0


def width(time: Interval) -> int:
    """Days that an interval spans."""
    return (time.end - time.start).days if time.start and time.end else OPEN_DAYS
