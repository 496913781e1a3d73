"""Which actor belongs to which, by the reference data: the shipped ones, or those that a process says it goes by.

They are asked for deep inside comparisons of two claims, so they are told once (`go_by`), before claims are compared,
instead of being passed through them all.
"""

from functools import cache, lru_cache
from itertools import pairwise

from claims.engine.actors import ActorTable
from claims.engine.reference import Reference, load_reference
from corroboration.engine.tables import table

JOINED = 3  # words between two names that are told side by side: "the army or allied militias"


def actor_within(part: str, whole: str) -> bool:
    """Whether one actor id is the other, or belongs to it at any depth ("russia-air-force" to "russia").

    A government stands for its state: the state's army is no one else.
    """
    entry = _actors().entries.get(whole)
    if entry is not None and entry.kind == "government" and entry.parent:
        whole = entry.parent
    return part == whole or whole in _actors().path(part)


def is_general(actor: str) -> bool:
    """Whether an actor id stands for any of a kind ("rebels", "government forces") and so excludes nobody."""
    entry = _actors().entries.get(actor)
    return entry is not None and entry.kind == "group"


def on_two_sides(mine: str, theirs: str) -> bool:
    """Whether one is a general name for those who fight a state ("rebels") and the other that state's army or rule."""
    kinds = [_actors().entries[id].kind if id in _actors().entries else "" for id in (mine, theirs)]
    sides = table("opposites")["sides"]
    pairs = ((mine, kinds[1]), (theirs, kinds[0]))
    return any(name in sides["against"] and kind in sides["of_state"] for name, kind in pairs)


@lru_cache(maxsize=4_096)
def state_named(name: str) -> str:
    """The id of the state that a body's name begins with: "Washington", "Russian military"; "" for none."""
    first = next(iter(_actors().find(name.split())), None)
    if first is None or first.start > 0:
        return ""
    widest = _actors().path(first.id)[-1:]
    return next((id for id in widest if _actors().entries[id].kind == "state"), "")


@lru_cache(maxsize=16_384)
def joined_actors(text: str, country: str) -> frozenset[str]:
    """The known actors that a text about a country names side by side: "the government and opposition forces"."""
    words, actors = text.split(), _actors()
    names = actors.find(words)
    pairs = ((one, other) for one, other in pairwise(names) if other.start - one.end <= JOINED)
    joined = (pair for pair in pairs if {"or", "and"} & {*words[pair[0].end : pair[1].start]})
    return frozenset(actors.local(name.id, country) for pair in joined for name in pair)


@lru_cache(maxsize=16_384)
def struck_actors(text: str, country: str) -> frozenset[str]:
    """The known actors against whom a text about a country tells that something was done: "gas against the army"."""
    words, actors = text.split(), _actors()
    behind = words[words.index("against") + 1 :] if "against" in words else []
    named = (name for name in actors.find(behind) if name.start < JOINED)
    return frozenset(actors.local(name.id, country) for name in named)


@cache
def is_place(actor: str) -> bool:
    """Whether an id is a town's or a region's, not that of anyone who could act."""
    return actor in _reference().gazetteer.entries and actor not in _actors().entries


def go_by(reference: Reference) -> None:
    """Compare by these reference data from now on. What was found by others is forgotten."""
    before = _reference()
    if before.actors is not reference.actors or before.gazetteer is not reference.gazetteer:
        for found in (state_named, joined_actors, struck_actors, is_place):
            found.cache_clear()
    _known[:] = [reference]


_known: list[Reference] = []


def _reference() -> Reference:
    return _known[0] if _known else _shipped()


@cache
def _shipped() -> Reference:
    return load_reference()


def _actors() -> ActorTable:
    return _reference().actors
