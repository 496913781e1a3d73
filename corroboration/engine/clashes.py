"""What can't both be so: two perpetrators, two places, two days, two kinds of weapon.

Each test answers None unless it is sure: both details known, neither a part of the other.
"""

from functools import cache

from claims.engine.values import Modality
from corroboration.engine.hierarchy import actor_within, is_general
from corroboration.engine.opposites import classes, read
from corroboration.engine.tables import table
from corroboration.engine.values import Finding, Stance, Telling


def answers(slot: str, detail: str) -> bool:
    """Whether a slot is answered by that detail of the frame: "perpetrator" by the actor."""
    return slot in table("opposites")["slots"][detail]


def exclusive(left: Telling, right: Telling) -> Finding | None:
    """A clash of the one detail that the claims' slot asks for; both must assert it outright."""
    if any(t.claim.modality is not Modality.ASSERTED for t in (left, right)):
        return None
    slot = left.claim.slot
    for detail, test in (("actor", _actors), ("place", _places), ("target", _targets), ("time", _times)):
        if answers(slot, detail):
            words = test(left, right)
            if words:
                return Finding(Stance.CONTRADICTS, slot, 0.8, (words,))
    return _weapons(left, right) if answers(slot, "weapon") else None


def _actors(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    return _apart(mine.actor_id, theirs.actor_id, mine.actor, theirs.actor)


def _targets(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    return _apart(mine.target_id, theirs.target_id, mine.target, theirs.target)


def _apart(mine: str, theirs: str, my_name: str, their_name: str) -> str:
    """Words for two known, particular and unrelated ids, else ""."""
    if not mine or not theirs or is_general(mine) or is_general(theirs):
        return ""
    if actor_within(mine, theirs) or actor_within(theirs, mine):
        return ""
    return f"{my_name or mine} against {their_name or theirs}"


def _places(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if not mine.place_id or not theirs.place_id or _near(left, right):
        return ""
    return f"{mine.place or mine.place_id} against {theirs.place or theirs.place_id}"


def _near(left: Telling, right: Telling) -> bool:
    """One place holds the other, or either claim names the other's place as well."""
    mine, theirs = left.claim.frame, right.claim.frame
    named = {mine.place_id, *mine.place_path, *mine.other_places}
    return theirs.place_id in named or mine.place_id in {*theirs.place_path, *theirs.other_places}


def _times(left: Telling, right: Telling) -> str:
    mine, theirs = left.claim.frame, right.claim.frame
    if mine.time is None or theirs.time is None or not (mine.time_explicit and theirs.time_explicit):
        return ""
    return "" if mine.time.overlaps(theirs.time) else f"{mine.time.start} against {theirs.time.start}"


def _weapons(left: Telling, right: Telling) -> Finding | None:
    """Every kind of weapon that one names must exclude every kind that the other names."""
    mine, theirs = classes(left, "weapons"), classes(right, "weapons")
    apart = _weapons_apart()
    if not mine or not theirs or not all(frozenset((m, t)) in apart for m in mine for t in theirs):
        return None
    return Finding(Stance.CONTRADICTS, "weapon", 0.75, (f"{read(mine)} against {read(theirs)}",))


def actors_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated actors."""
    return bool(_actors(left, right))


def places_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated places."""
    return bool(_places(left, right))


def objects_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated targets or places."""
    return bool(_targets(left, right)) or places_apart(left, right)


def details_apart(left: Telling, right: Telling) -> bool:
    """The two speak of known and unrelated actors, targets or places, so that both can be so."""
    return actors_apart(left, right) or objects_apart(left, right)


def answers_apart(left: Telling, right: Telling) -> bool:
    """The detail that the slot asks for is known in both and not the same, whoever asserts it how surely."""
    tests = {"actor": _actors, "place": _places, "target": _targets, "time": _times}
    return any(answers(left.claim.slot, detail) and test(left, right) for detail, test in tests.items())


def shared_details(left: Telling, right: Telling) -> tuple[str, ...]:
    """The details that both give alike."""
    mine, theirs = left.claim.frame, right.claim.frame
    pairs = {
        "action": (mine.action, theirs.action),
        "actor": (mine.actor_id, theirs.actor_id),
        "target": (mine.target_id, theirs.target_id),
        "place": (mine.place_id, theirs.place_id),
    }
    return tuple(name for name, (one, other) in pairs.items() if one and one == other)


@cache
def _weapons_apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in table("opposites")["weapons_apart"]["pairs"])
