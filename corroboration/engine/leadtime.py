"""Who had it first: how often a source told something before a second independent origin did, and how long before.

An *instance* is a claim of a source that at least one independent origin told as well. The source was first where it
published before every such origin; the time until the earliest of them is its lead. What is known of a publication
only to the day is compared by days, so that a tie earns nothing and no lead is made of hours that nobody knows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sources.engine.reliability import PLACES

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """When a claim was published. day_only: of the moment only its UTC day is known."""

    at: datetime
    day_only: bool = False

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Instance:
    """One claim told by its source and by others.

    other: the claim of the earliest independent origin beside it. hours: from the one to the other; positive: the
    source was first; 0: a tie; negative: the other was.
    """

    claim: str
    other: str
    hours: float

    @property
    def first(self) -> bool:
        return self.hours > 0


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How often a source was first, and by how much.

    told: claims that another origin told as well. first: those that the source told before any other. median_hours,
    lower_hours, upper_hours: of the leads of these, with their quartiles; None without a lead. instances: by claim.
    """

    told: int
    first: int
    median_hours: float | None
    lower_hours: float | None
    upper_hours: float | None
    instances: tuple[Instance, ...]


def hours_between(earlier: Moment, later: Moment) -> float:
    """Hours from one publication to another; whole days where either is known to the day only."""
    if earlier.day_only or later.day_only:
        return float((later.day - earlier.day).days * HOURS_A_DAY)
    return round((later.at - earlier.at).total_seconds() / 3600, PLACES)


def lead_time(told: Mapping[str, Iterable[str]], moments: Mapping[str, Moment], as_of: date | None = None) -> LeadTime:
    """The lead time of a source in one role, as of the end of a day (None: of all that is given).

    told: its claims, each with the claims of independent origins that tell the same. moments: by claim id; a claim
    without one is left out.
    """
    known = {claim: moment for claim, moment in moments.items() if as_of is None or moment.day <= as_of}
    found = [_instance(claim, told[claim], known) for claim in sorted(told) if claim in known]
    instances = tuple(instance for instance in found if instance is not None)
    leads = sorted(instance.hours for instance in instances if instance.first)
    return LeadTime(
        told=len(instances),
        first=len(leads),
        median_hours=_quantile(leads, 0.5),
        lower_hours=_quantile(leads, 0.25),
        upper_hours=_quantile(leads, 0.75),
        instances=instances,
    )


def _instance(claim: str, others: Iterable[str], known: Mapping[str, Moment]) -> Instance | None:
    """The claim beside the earliest of the others, as far as they were out; the lesser id where two are equal."""
    behind = [(hours_between(known[claim], known[other]), other) for other in set(others) if other in known]
    if not behind:
        return None
    hours, other = min(behind)
    return Instance(claim, other, hours)


def _quantile(ordered: list[float], share: float) -> float | None:
    """The value below which a share of them lies, on a straight line between neighbours (Hyndman and Fan, type 7)."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return round(ordered[below] + (ordered[above] - ordered[below]) * (place - below), PLACES)
