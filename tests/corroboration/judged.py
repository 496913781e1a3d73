"""Short ways to relate tellings, for the tests of outcomes and credibility."""

from corroboration.engine.values import Finding, Independence, Relation, Stance, Telling

INDEPENDENT = Independence(True, ("two named origins",))
DEPENDENT = Independence(False, ("same wire",))
UNKNOWN = Independence(None, ("no named origin",))


def related(
    later: Telling,
    earlier: Telling,
    stance: str,
    independence: Independence = INDEPENDENT,
    type: str = "number",
    reason: str = "as tested",
) -> Relation:
    return Relation(later.id, earlier.id, Finding(Stance(stance), type, 0.9, (reason,)), independence)
