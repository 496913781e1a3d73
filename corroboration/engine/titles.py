"""What a cluster is called, its place and its days: the event as most of its claims tell it, and no more than they do.

A headline is made of their frames where several tell of one event; else the fittest statement stands, with the place
and the days that it lacks. Numbers stay out of headlines: tolls rise, and a title should keep still.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from claims.engine.taken_down import TAKEN_DOWN
from claims.engine.values import Modality
from corroboration.engine.captions import Gist, caption, fit, fitness, names
from corroboration.engine.headlines import SEVERAL, headline, in_core
from corroboration.engine.hierarchy import actor_within, is_place
from corroboration.engine.scene import Scene, scene, told_once
from corroboration.engine.tables import table
from corroboration.engine.values import Telling

FEW = 3  # claims about its core from which a headline says more than a statement

ASSERTED = 1 / 3  # share of the claims about the core that must tell it outright for the title to do so
VIOLENCE = "violence"  # the core of events that have a culprit


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a cluster, its place ("" unknown; with its gazetteer id) and the days of its event."""

    title: str
    place: str = ""
    place_id: str = ""
    start: date | None = None
    end: date | None = None


def heading(tellings: Sequence[Telling]) -> Heading:
    """The heading of a cluster, from its claims."""
    told = told_once(tellings)
    where = scene(told)
    worded = [telling for telling in told if telling.remains is None]
    title = _title(worded, _gist(worded, where)) if worded else TAKEN_DOWN
    return Heading(title, where.place, where.place_id, where.start, where.end)


def _title(told: Sequence[Telling], gist: Gist) -> str:
    best = min(told, key=lambda telling: fitness(telling, gist))
    core = [t for t in told if in_core(t, gist.classes)]
    alone = fit(best, gist)
    if len(core) >= FEW and (gist.violent or not alone) and (made := headline(told, gist, loose=not alone)):
        return made
    return caption(best, _agreed_place(core))


def _agreed_place(core: Sequence[Telling]) -> str:
    """The place that several claims name in their own words, and none another."""
    placed = Counter(f.place for t in core if (f := t.claim.frame).place and names(t.claim.statement, f.place))
    ((place, count),) = placed.most_common(1) or (("", 0),)
    return place if count >= SEVERAL and len(placed) == 1 else ""


def _gist(told: Sequence[Telling], where: Scene) -> Gist:
    name, classes = _core(told)
    core = [t for t in told if in_core(t, classes)] or list(told)
    modality = _modality(core)
    disputed = frozenset(_disputed_numbers(told)) | _disputed_culprits(told)
    return Gist(where, modality, classes, name == VIOLENCE, disputed)


def _modality(core: Sequence[Telling]) -> Modality:
    """How most tell it; outright where a good part does, for plans and doubts surround every event."""
    counted = Counter(t.claim.modality for t in core)
    if counted[Modality.ASSERTED] >= ASSERTED * len(core):
        return Modality.ASSERTED
    return counted.most_common(1)[0][0]


def _core(told: Sequence[Telling]) -> tuple[str, frozenset[str]]:
    """What most outlets, then most claims tell of, by name: the classes of action and slots that count as one."""
    cores: dict[str, list[str]] = table("headlines")["cores"]
    outlets: dict[str, set[str]] = defaultdict(set)
    claims: Counter[str] = Counter()
    for telling in told:
        action = telling.claim.frame.action
        for core in {next((name for name, classes in cores.items() if in_core(telling, classes)), action)} - {""}:
            outlets[core].add(telling.publisher.slug)
            claims[core] += 1
    chosen = max(claims, key=lambda core: (len(outlets[core]), claims[core]), default="")
    return chosen, frozenset(cores.get(chosen, (chosen,)))


def _disputed_numbers(told: Iterable[Telling]) -> Iterable[str]:
    """Claims that give a count to which others give another value."""
    counts: dict[tuple[str, str], dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for telling in told:
        for quantity in telling.claim.quantities:
            asked = (telling.claim.slot, quantity.role)
            counts[asked][(quantity.value, quantity.low, quantity.high)].append(telling.id)
    for given in counts.values():
        if len(given) > 1:
            yield from (id for ids in given.values() for id in ids)


def _disputed_culprits(told: Iterable[Telling]) -> frozenset[str]:
    """Claims that name a culprit where others name somebody else."""
    violence = table("headlines")["cores"][VIOLENCE]
    named = {
        telling.id: telling.claim.frame.actor_id
        for telling in told
        if telling.claim.frame.action in violence
        and telling.claim.frame.actor_id
        and not is_place(telling.claim.frame.actor_id)
    }
    culprits = sorted(set(named.values()))
    agreed = any(all(actor_within(part, whole) for part in culprits) for whole in culprits)
    return frozenset() if agreed else frozenset(named)
