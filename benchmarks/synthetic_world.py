"""The world that synthetic articles tell of: places of the gazetteer, actors, outlets, and how claims are worded."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path
from typing import Any

from claims.engine.places import Gazetteer
from claims.engine.reference import load_reference
from sources.engine.values import Kind, Voice

HEAVIEST = 2  # a place's share falls with its rank: 1 / (rank + HEAVIEST), the busiest has 1 in 20 events
WORDS = Path(__file__).with_name("synthetic.toml")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of claim: the question it answers, the words it comes in, and what its frame holds."""

    slot: str
    action: str
    texts: tuple[str, ...]
    doer: bool = False
    target: str = ""
    counts: str = ""
    unit: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: the claims that are made about it, those that tell that it happened first."""

    share: int
    doers: tuple[str, ...]
    claims: tuple[Pattern, ...]


class World:
    """All that the articles are made with. chance decides which places are the busy ones.

    places: ids, the busiest first; weights: the running sum of their shares; paths, names: each one's path in the
    gazetteer and spellings. actors: id -> spellings.
    """

    def __init__(self, chance: random.Random):
        words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
        reference = load_reference()
        self.kinds = _kinds(words)
        self.shares = [kind.share for kind in self.kinds]
        self.background = tuple(Pattern(**_tuples(row)) for row in words["background"][0]["claims"])
        self.actors = {id: (entry.name, *entry.aliases[:4]) for id, entry in reference.actors.entries.items()}
        self.places, self.weights = _places(reference.gazetteer, chance)
        self.paths = {id: reference.gazetteer.path(id) for id in self.places}
        self.names = {id: _spellings(reference.gazetteer, id) for id in self.places}
        titles = product(words["outlet_places"], words["outlet_kinds"])
        self.outlets = [_outlet(f"{place} {kind}") for place, kind in titles]
        self.voices = [Voice(slug, name, Kind(kind), body) for slug, name, kind, body in words["voices"]]
        self.agencies = [voice for voice in self.voices if voice.kind is Kind.AGENCY]
        self.unnamed: list[tuple[str, str]] = [(slug, name) for slug, name in words["unnamed"]]
        self.given: list[list[str]] = words["given"]
        self.family: list[list[str]] = words["family"]
        self.sites: list[str] = words["sites"]


def _kinds(words: Mapping[str, Any]) -> tuple[EventKind, ...]:
    told = {row["deadly"]: row["claims"] for row in words["told"]}
    return tuple(
        EventKind(
            share=row["share"],
            doers=tuple(row["doers"]),
            claims=tuple(Pattern(**_tuples(claim)) for claim in (*row["claims"], *told[row["deadly"]])),
        )
        for row in words["kind"]
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _places(gazetteer: Gazetteer, chance: random.Random) -> tuple[list[str], list[float]]:
    """Towns and quarters, the busiest first, with the running sum of their shares."""
    settled = {"city", "town", "village", "quarter"}
    ids = [id for id, entry in sorted(gazetteer.entries.items()) if entry.kind in settled and entry.parent]
    chance.shuffle(ids)
    ids.sort(key=lambda id: not gazetteer.entries[id].aliases)  # known by several spellings: often written of
    return ids, list(accumulate(1 / (rank + HEAVIEST) for rank in range(1, len(ids) + 1)))


def _spellings(gazetteer: Gazetteer, id: str) -> tuple[str, ...]:
    entry = gazetteer.entries[id]
    return (entry.name, entry.name, *entry.aliases)


def _outlet(name: str) -> Voice:
    return Voice(name.casefold().replace(" ", "-"), name, Kind.OUTLET)
