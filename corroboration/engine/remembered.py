"""What had been found of two claims before the words of one were erased: it stands, and nothing new is found.

A claim without its words is compared with nobody whom it hadn't been compared with before.
"""

from collections.abc import Callable, Mapping

from corroboration.engine.values import Finding, Independence, Relation, Remains, Stance, Telling

FOUND = "found before the text of one of them was taken down"
DOUBT = Independence(None, ("the text of one of them was taken down: it can't be told any more",))


def remembered(left: Telling, right: Telling) -> Relation | None:
    """The relation that two claims had."""
    for mine, other in ((left, right), (right, left)):
        if mine.remains and (kept := mine.remains.relations.get(other.id)):
            second, stance, type, score = kept
            new, old = (mine, other) if second else (other, mine)
            finding = Finding(Stance(stance), type, score, (f"{type}: {FOUND}",))
            return Relation(new.id, old.id, finding, independence_remembered(left, right))
    return None


def independence_remembered(left: Telling, right: Telling) -> Independence:
    """What was shown of two voices, those who deny counted in."""
    return _shown(left, right, lambda remains: remains.voices)


def lineage_remembered(left: Telling, right: Telling) -> Independence:
    """What was shown of two origins."""
    return _shown(left, right, lambda remains: remains.lineage)


def _shown(left: Telling, right: Telling, of: Callable[[Remains], Mapping[str, bool]]) -> Independence:
    for mine, other in ((left, right), (right, left)):
        known = of(mine.remains) if mine.remains else {}
        if other.id in known:
            return Independence(known[other.id], (FOUND,))
    return DOUBT


def kept_of(telling: Telling, *, relation: Relation) -> tuple[str, tuple[bool, str, str, float]]:
    """One relation of a claim as Remains keeps it, by the other claim."""
    second = relation.a == telling.id
    finding = relation.finding
    return (relation.b if second else relation.a), (second, finding.stance.value, finding.type, finding.score)
