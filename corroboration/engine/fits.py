"""Fits over time: what was known of the voices at the end of each month, and what weights follow from it.

Votes are weighed by the last fit until the next: so an answer about a past day stays what it was, and one article costs
no refit of everything.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from corroboration.engine.ballots import ClusterEvidence, Question, Vote, questions, up_to
from corroboration.engine.joint import Fit, fit
from corroboration.engine.outcomes import day_of
from corroboration.engine.truth import DENIAL, Party, Trust
from sources.engine.reliability import FEWEST_CHECKS, Prior, shares

PRIOR = Prior()
"""What is believed of every voice before its first check. It is not estimated from the clusters: agreement is easier to
find than contradiction, so an estimate comes out flattering (0.90 on the Syrian sample), and one that moves from month
to month would move every score with it."""


def latest(clusters: Iterable[ClusterEvidence]) -> date | None:
    """The greatest date in the evidence: what "now" means, whatever the clock says."""
    days: list[date] = []
    for cluster in clusters:
        days += [day_of(telling) for telling in cluster.tellings]
        days += [day for v in cluster.verdicts for day in (v.decided_on, v.undone_on) if day is not None]
        days += cluster.decided.values()
    return max(days, default=None)


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of the UTC months from the one that holds `first`, as far as they are over by `last`."""
    ends = []
    end = _month_end(first)
    while end <= last:
        ends.append(end)
        end = _month_end(end + timedelta(days=1))
    return tuple(ends)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def fit_day(as_of: date) -> date:
    """The day of the last fit that an answer as of a day may use: the last end of a month up to it."""
    end = _month_end(as_of)
    return end if end == as_of else as_of.replace(day=1) - timedelta(days=1)


def fit_trust(evidence: Sequence[ClusterEvidence], as_of: date | None = None) -> Trust:
    """The weights of the voices for answers as of a day (None: the provisional fit on all there is)."""
    cutoff = latest(evidence) if as_of is None else fit_day(as_of)
    asked = [q for c in sorted(evidence, key=lambda c: c.cluster_id) for q in questions(up_to(c, cutoff))]
    return trust_from(asked, cutoff)


def fit_months(evidence: Sequence[ClusterEvidence], as_of: date | None = None) -> dict[date, Trust]:
    """The fit of the end of each month up to a day (None: up to the latest date in the evidence)."""
    days = [day_of(telling) for cluster in evidence for telling in cluster.tellings]
    last = latest(evidence) if as_of is None else as_of
    if not days or last is None:
        return {}
    return {end: fit_trust(evidence, end) for end in month_ends(min(days), last)}


def trust_from(asked: Sequence[Question], cutoff: date | None) -> Trust:
    """Fit the voices to the votes on all questions that somebody independent, or a fact-checker, has spoken to."""
    chosen = [(number, question, _telling(question)) for number, question in enumerate(asked)]
    votes = [(number, vote) for number, _, counted in chosen for vote in counted]
    if not votes:
        return Trust(PRIOR, cutoff)
    parties = sorted({_party(vote) for _, vote in votes})
    index = {party: position for position, party in enumerate(parties)}
    found = fit(
        sources=[index[_party(vote)] for _, vote in votes],
        objects=[number for number, _ in votes],
        values=[vote.answer for _, vote in votes],
        times=[float(vote.day.toordinal()) for _, vote in votes],
        weights=[vote.weight for _, vote in votes],
        against=[vote.against for _, vote in votes],
        denial=DENIAL,
        verdicts=_verdicts(asked),
        prior=PRIOR,
    )
    return _trust(found, [_party(vote) for _, vote in votes], parties, cutoff)


def _telling(question: Question) -> list[Vote]:
    """The votes of a question that can teach something about their voices."""
    counted = [vote for vote in question.votes if vote.counted or vote.answer in question.verdicts]
    return counted if len(counted) > 1 or question.verdicts else []


def _party(vote: Vote) -> Party:
    return (vote.voice, vote.role.value)


def _verdicts(asked: Sequence[Question]) -> dict[tuple[int, int], bool]:
    return {
        (number, answer): verdict.rating > 0.5
        for number, question in enumerate(asked)
        for answer, verdict in question.verdicts.items()
        if verdict.rating is not None and verdict.rating != 0.5
    }


def _trust(found: Fit, voters: Sequence[Party], parties: Sequence[Party], cutoff: date | None) -> Trust:
    """voters: whose each vote was. The held probabilities say how much each vote was checked."""
    checks = dict.fromkeys(parties, 0.0)
    for party, held in zip(voters, found.held.tolist(), strict=True):
        checks[party] += sum(shares(held, found.prior))
    dependent: dict[tuple[Party, Party], float] = {}
    for left, right, chance in found.dependent:
        dependent[parties[left], parties[right]] = dependent[parties[right], parties[left]] = chance
    return Trust(
        prior=found.prior,
        fitted_to=cutoff,
        means=dict(zip(parties, found.accuracy.tolist(), strict=True)),
        judged=frozenset(party for party in parties if checks[party] >= FEWEST_CHECKS),
        dependent=dependent,
    )
