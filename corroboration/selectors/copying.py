"""Which sources share more errors than chance gives, so that one seems to copy from the other, as the fits found it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corroboration.engine.copying import COPY_RATE
from corroboration.models import KeptFit
from corroboration.past import last_day
from sources.models import Source, TrackRecord

Pair = tuple[str, str, str]  # own role, other source, its role
PAIRS = "dependent"  # what they are called where a fit is stored


@dataclass(frozen=True, slots=True)
class Shared:
    """Errors that a source in a role shares with another source in that one's role.

    probability: that one copies from the other, whichever. since: the day from which votes are counted so.
    """

    source: str
    name: str
    role: str
    other_role: str
    probability: float
    since: date

    @property
    def roles(self) -> str:
        """Both, in words."""
        return f"{TrackRecord.Role(self.role).label}, there {TrackRecord.Role(self.other_role).label}"

    @property
    def kept(self) -> float:
        """The share of a vote that counts where the other gave the same answer before."""
        return 1 - COPY_RATE * self.probability


def copying_of(slug: str, as_of: date | None = None) -> tuple[Shared, ...]:
    """With whom a source shares errors by the fit that weighed the votes at the end of a day (None: now). Of private
    persons nothing is said.

    A fit that found other pairs than the one before keeps all of them, so the last such has those that hold.
    """
    fits = KeptFit.objects.filter(trust__has_key=PAIRS)
    if as_of is not None:
        fits = fits.filter(month__lt=last_day(as_of) or as_of)
    found: dict[Pair, float] = {}
    since: dict[Pair, date] = {}
    standing: set[Pair] = set()
    for turn, (month, pairs) in enumerate(fits.order_by("-month").values_list("month", f"trust__{PAIRS}").iterator()):
        mine = _pairs_of(slug, pairs)
        if turn == 0:
            found, standing = mine, set(mine)
        standing &= mine.keys()
        if not standing:
            break
        since.update(dict.fromkeys(standing, month + timedelta(days=1)))
    rows = Source.objects.filter(slug__in={slug, *(other for _, other, _ in found)}) if found else ()
    known = {row.slug: row for row in rows}
    shared = (
        Shared(
            source=pair[1],
            name=known[pair[1]].name if pair[1] in known else pair[1],
            role=pair[0],
            other_role=pair[2],
            probability=chance,
            since=since[pair],
        )
        for pair, chance in found.items()
        if not any(known[end].withheld for end in (slug, pair[1]) if end in known)
    )
    return tuple(sorted(shared, key=lambda each: (-each.probability, each.source, each.role, each.other_role)))


def _pairs_of(slug: str, pairs: list[list[Any]]) -> dict[Pair, float]:
    """The pairs of a source with their probabilities; a fit stores them each way."""
    return {(mine, other, role): chance for left, mine, other, role, chance in pairs if left == slug}
