"""How outlets go: when the last article of each came out, how often one usually does, and whether it has gone quiet.

Measured against the latest article of all, not against a clock: in a corpus of 2017 nobody is quiet for being old.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber

from claims.models import Article

LOOKED_AT = 101  # articles of an outlet, the latest: what it did years ago says little about today
FEWEST_PAUSES = 10  # between articles, before anything is said of what is usual
USUAL = 0.95  # the share of its own pauses that must have been shorter for an outlet to be quiet
SHORTEST = timedelta(days=1)  # no one is quiet overnight


@dataclass(frozen=True, slots=True)
class Health:
    """silent: since its last article until the latest of all. usual, longest: the median of its pauses, and what 95 %
    of them don't exceed; None where there were too few. quiet: None likewise.
    """

    last: datetime
    silent: timedelta
    usual: timedelta | None = None
    longest: timedelta | None = None

    @property
    def quiet(self) -> bool | None:
        return None if self.longest is None else self.silent > max(self.longest, SHORTEST)


def of_outlets(outlets: Collection[int]) -> dict[int, Health]:
    """The health of these sources, by row, as far as they published anything. Two queries."""
    turn = Window(RowNumber(), partition_by=F("outlet"), order_by=F("published_at").desc())
    rows = Article.objects.filter(outlet__in=outlets).annotate(turn=turn).filter(turn__lte=LOOKED_AT)
    moments: dict[int, list[datetime]] = defaultdict(list)
    for outlet, published in rows.order_by().values_list("outlet_id", "published_at"):
        moments[outlet].append(published)
    latest = Article.objects.aggregate(latest=Max("published_at"))["latest"]
    return {outlet: health(sorted(found), latest) for outlet, found in moments.items()}


def health(moments: Sequence[datetime], latest: datetime) -> Health:
    """From the moments of publication, in order, and that of the latest article of all."""
    pauses = sorted(later - earlier for earlier, later in pairwise(moments))
    silent = latest - moments[-1]
    if len(pauses) < FEWEST_PAUSES:
        return Health(moments[-1], silent)
    return Health(moments[-1], silent, median(pauses), pauses[math.ceil(USUAL * len(pauses)) - 1])


def in_words(found: Health | None, *, unheard: bool = False) -> str:
    """What a list says of it. unheard: its feed fails, so that its silence is no sign of how it does."""
    if found is None:
        return "no article yet"
    last = f"last {found.last:%-d %b %Y}"
    if unheard:
        return f"{last}; its feed isn’t heard now"
    if found.quiet is None:
        return f"{last}; too few to tell what is usual"
    usual = f"usually one in {_span(found.usual or timedelta())}"
    return f"{last}: quiet for {_span(found.silent)}, {usual}" if found.quiet else f"{last}; {usual}"


def _span(time: timedelta) -> str:
    """Days, or hours below two days, or less than an hour."""
    hours = round(time / timedelta(hours=1))
    if hours < 1:
        return "less than an hour"
    count, unit = (round(hours / 24), "day") if hours >= 48 else (hours, "hour")
    return f"{count} {unit}{'' if count == 1 else 's'}"
