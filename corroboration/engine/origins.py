"""How many origins a cluster has: not how many outlets printed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from corroboration.engine.dropping import withdrawn
from corroboration.engine.standing import Standing, origin_of, standing, vouched
from corroboration.engine.values import Independence, Pair, Telling
from sources.engine.values import Voice


@dataclass(frozen=True, slots=True)
class Origins:
    """Whom a cluster goes back to.

    origins: each origin's voice (of its earliest claim) with the ids of the claims that go back to it, in order of
    (published_at, id), origins in the order of their first claim. unknown: how many further lines of telling name
    no origin ("+k of unknown lineage"). outlets: how many outlets published any of it.
    """

    origins: tuple[tuple[Voice, tuple[str, ...]], ...]
    unknown: int
    outlets: int


def count_origins(tellings: Sequence[Telling], verdicts: Mapping[Pair, Independence]) -> Origins:
    """Count the connected components of shown dependence that hold a voice which vouches.

    Two voices that vouch are one origin only by a dependence shown among those that vouch: an outlet that leans on
    both of them doesn't make them one. What names no origin is added to the first origin that it is shown to lean on,
    straight or through others of its kind. A pair without a verdict is not shown to be dependent. What a person found
    independent of another claim vouches for itself: no lineage is left to be unknown. Where every claim was withdrawn,
    nobody says so any more.
    """
    ordered = [t for t in sorted(tellings, key=_order) if standing(t) is not Standing.OUTSIDE]
    near, apart = _neighbours(verdicts), _found_independent(ordered, verdicts)
    lines = _components([t for t in ordered if vouched(t) or t.id in apart], near)
    unknown = 0
    for line in _components([t for t in ordered if not (vouched(t) or t.id in apart)], near):
        leans_on = {neighbour for telling in line for neighbour in near.get(telling.id, ())}
        home = next((known for known in lines if any(t.id in leans_on for t in known)), None)
        if home is not None:
            home.extend(line)
        elif not all(map(withdrawn, line)):
            unknown += 1
    held = [line for line in lines if not all(map(withdrawn, line))]
    return Origins(
        origins=tuple((origin_of(line[0]), tuple(t.id for t in sorted(line, key=_order))) for line in held),
        unknown=unknown,
        outlets=len({t.publisher.slug for t in ordered}),
    )


def _order(telling: Telling) -> tuple[datetime, str, int, str]:
    return telling.order


def _neighbours(verdicts: Mapping[Pair, Independence]) -> dict[str, list[str]]:
    """For each claim, the claims that it is shown to be one voice with."""
    near: dict[str, list[str]] = {}
    for (left, right), found in verdicts.items():
        if found.verdict is False:
            near.setdefault(left, []).append(right)
            near.setdefault(right, []).append(left)
    return near


def _found_independent(tellings: Sequence[Telling], verdicts: Mapping[Pair, Independence]) -> frozenset[str]:
    """The claims that are found to be another voice than some other of these."""
    here = {telling.id for telling in tellings}
    pairs = [pair for pair, found in verdicts.items() if found.verdict is True and here.issuperset(pair)]
    return frozenset(id for pair in pairs for id in pair)


def _components(tellings: Sequence[Telling], near: Mapping[str, Sequence[str]]) -> list[list[Telling]]:
    """The connected components among these tellings alone, each beginning with its first, in the order of these."""
    waiting = {telling.id: telling for telling in tellings}
    found: list[list[Telling]] = []
    while waiting:
        line = [waiting.pop(next(iter(waiting)))]
        for reached in line:  # grows while it is walked: breadth first
            line.extend(waiting.pop(id) for id in near.get(reached.id, ()) if id in waiting)
        found.append(line)
    return found
