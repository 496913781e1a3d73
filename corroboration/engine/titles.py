"""What a cluster is called: one of its statements, its place and its days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from claims.engine.values import Interval, Modality
from corroboration.engine.values import Telling

LONGEST = 140  # characters of a title
FITTING = range(25, LONGEST + 1)  # a shorter statement says too little, a longer one is cut
TELLING_SLOTS = ("happened", "killed", "target", "control", "outcome", "injured", "evacuated")  # best first


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a cluster, its place ("" unknown; with its gazetteer id) and the days of its event."""

    title: str
    place: str = ""
    place_id: str = ""
    start: date | None = None
    end: date | None = None


def heading(tellings: Sequence[Telling]) -> Heading:
    """The heading of a cluster, from its claims in order of (published_at, id)."""
    ordered = sorted(tellings, key=lambda t: t.order)
    place_id, place = _commonest(
        [(t.claim.frame.place_id, t.claim.frame.place) for t in ordered if t.claim.frame.place]
    )
    days = [t.claim.frame.time for t in ordered if t.claim.frame.time]
    start, end = _commonest_time(days)
    return Heading(_shortened(min(ordered, key=_unfitness).claim.statement), place, place_id, start, end)


def _commonest(names: list[tuple[str, str]]) -> tuple[str, str]:
    return min(Counter(names).items(), key=lambda item: (-item[1], names.index(item[0])))[0] if names else ("", "")


def _commonest_time(days: list[Interval]) -> tuple[date | None, date | None]:
    counted = Counter((day.start, day.end) for day in days)
    if not counted:
        return None, None
    order = [(day.start, day.end) for day in days]
    return min(counted.items(), key=lambda item: (-item[1], order.index(item[0])))[0]


def _unfitness(telling: Telling) -> tuple[object, ...]:
    """What makes a statement a poor title, worst first: it can't be read alone, names no place or actor, is not about
    what happened, is too short or too long. Of equals the earliest stands, so that titles keep still."""
    claim, frame = telling.claim, telling.claim.frame
    rank = TELLING_SLOTS.index(claim.slot) if claim.slot in TELLING_SLOTS else len(TELLING_SLOTS)
    vague = bool(claim.unresolved) or claim.modality is not Modality.ASSERTED
    place_named = bool(frame.place) and frame.place.casefold() in claim.statement.casefold()
    return (vague, not place_named, len(claim.statement) not in FITTING, not frame.actor_id, rank, telling.order)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    words = words[:1].upper() + words[1:]
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
