"""What fact-checkers decided about claims, as dated events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corroboration.engine.values import Outcome, OutcomeKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fact-checker decided about a claim.

    rating: how true it is, 0 (false) to 1 (true); None: unproven. decision: public id of the decision. undone_on: the
    day on which another decision took it back.
    """

    claim: str
    rating: float | None
    decided_on: date
    decision: str
    reason: str
    undone_on: date | None = None


def of_verdicts(claim: str, verdicts: Iterable[Verdict]) -> list[Outcome]:
    """Each verdict stands until it is undone or the next one on the claim is given.

    verdicts: in the order in which they were given; of one day the last one stands.
    """
    ordered = sorted(verdicts, key=lambda v: v.decided_on)
    found = []
    for index, verdict in enumerate(ordered):
        followers = [later.decided_on for later in ordered[index + 1 : index + 2]]
        until = min([*followers, *([verdict.undone_on] if verdict.undone_on else [])], default=None)
        rated = "unproven" if verdict.rating is None else f"rated {verdict.rating:.2f} (0 false, 1 true)"
        stands = verdict.rating is not None and (until is None or until > verdict.decided_on)
        reason = f"{rated}: {verdict.reason}" if verdict.reason else rated
        found.append(
            Outcome(claim, OutcomeKind.VERDICT, verdict.decided_on, until, verdict.decision, float(stands), reason)
        )
    return found
