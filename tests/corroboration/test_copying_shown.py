"""Where two voices share more errors than chance gives, a reader is told which, and what it takes off."""

from corroboration.engine.ballots import ClusterEvidence
from corroboration.engine.settle import settle
from corroboration.engine.truth import Trust
from tests.corroboration.factories import telling
from tests.corroboration.judged import related

FIRST = telling("a", outlet="Herald", chain=["Monitor"], published="2021-05-01", slot="killed", value=5)
SECOND = telling("b", outlet="Courier", chain=["Governor"], published="2021-05-03", slot="killed", value=5)
THIRD = telling("c", outlet="Gazette", chain=["Clinic"], published="2021-05-05", slot="killed", value=5)
EVIDENCE = ClusterEvidence(
    "k",
    [FIRST, SECOND, THIRD],
    [
        related(SECOND, FIRST, "corroborates"),
        related(THIRD, FIRST, "corroborates"),
        related(THIRD, SECOND, "corroborates"),
    ],
)


def trusting(**chances: float) -> Trust:
    """The fit that found voices to depend on the monitor so surely."""
    pairs = {(("monitor", "origin"), (name, "origin")): chance for name, chance in chances.items()}
    return Trust(dependent={**pairs, **{pair[::-1]: chance for pair, chance in pairs.items()}})


def reasons(trust: Trust) -> list[str]:
    return list(settle([EVIDENCE], trust=trust).credibilities["a"].reasons)


def test_it_says_who_seems_to_copy_whom_and_how_much_is_left():
    """0.8 of what a copier says is copied: of the governor's vote 1 - 0.8 * 0.5 is left."""
    (governor,) = (reason for reason in reasons(trusting(governor=0.5)) if " Governor says so" in reason)
    assert governor.endswith("discounted to 60%: shares its errors with Monitor (0.50 sure), which said so before)")


def test_he_who_spoke_first_and_he_who_depends_on_nobody_keep_their_weight():
    told = [reason for reason in reasons(trusting(governor=0.5)) if "says so (as origin" in reason]
    assert len(told) == 3
    assert sum("discounted" in reason for reason in told) == 1


def test_nothing_is_said_of_copying_where_none_was_found():
    assert not any("shares its errors" in reason for reason in reasons(Trust()))
    assert not any("shares its errors" in reason for reason in reasons(trusting(governor=0.001)))
