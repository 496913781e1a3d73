"""Outcomes that exclude each other, read from the words of two claims: taken and repulsed, signed and refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from claims.engine.values import Modality
from corroboration.engine.moments import lead, told_when
from corroboration.engine.phrases import any_phrase
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling


@dataclass(frozen=True, slots=True)
class Opposition:
    """Two classes of outcome that exclude each other.

    stage: the first may grow into the second. own: both are told of the one who acts.
    """

    first: str
    second: str
    stage: bool
    own: bool


def opposite_outcome(left: Telling, right: Telling, same_actor: bool = True) -> Finding | None:
    """A clash of outcomes; None where the words name none. A stage that came before is a difference, not a clash.

    same_actor: the two may speak of one actor.
    """
    mine, theirs = classes(left, "outcomes"), classes(right, "outcomes")
    if set(mine) & set(theirs):
        return None
    for opposition in _oppositions():
        if opposition.own and not same_actor:
            continue
        if opposition.first in mine and opposition.second in theirs:
            return _finding(left, right, opposition)
        if opposition.first in theirs and opposition.second in mine:
            return _finding(right, left, opposition)
    return None


def classes(telling: Telling, kind: str) -> tuple[str, ...]:
    """The classes of a kind ("outcomes", "weapons") that the claim has words of."""
    return tuple(name for name, words in table("opposites")[kind].items() if any_phrase(telling.claim.text, words))


def read(names: Sequence[str]) -> str:
    """Classes in words."""
    return " and ".join(name.replace("_", " ") for name in names)


def _finding(first: Telling, second: Telling, opposition: Opposition) -> Finding:
    words = f"{read([opposition.first])} against {read([opposition.second])}, {told_when(first, second)}"
    disputed = Modality.DENIED in (first.claim.modality, second.claim.modality)  # an account, not what came to be
    if opposition.stage and not disputed and lead(second, first) > 0:
        return Finding(Stance.DIFFERS, "outcome", 0.5, (words, "the first may since have turned into the second"))
    sure = 0.75 if all(t.claim.modality is Modality.ASSERTED for t in (first, second)) else 0.6
    return Finding(Stance.CONTRADICTS, "outcome", sure, (words,))


@cache
def _oppositions() -> tuple[Opposition, ...]:
    rows = table("opposites")["opposed"]
    return tuple(
        Opposition(row["pair"][0], row["pair"][1], row.get("stage", False), row.get("own", False)) for row in rows
    )
