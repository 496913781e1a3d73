"""Fits over time: what was known of the voices at the end of each month, and what weights follow from it.

Votes are weighed by the fit of the last month that is over: so an answer about a past day stays what it was, and one
article costs no refit of everything (docs/adr/0013).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from corroboration.engine.ballots import ClusterEvidence, Question, questions, up_to
from corroboration.engine.camps import camps
from corroboration.engine.joint import Fit, Terms, fit_votes
from corroboration.engine.outcomes import day_of
from corroboration.engine.truth import DENIAL, Party, Trust
from corroboration.engine.voting import arrange
from sources.engine.admiralty import FEWEST_CHECKS
from sources.engine.reliability import Prior, shares

PRIOR = Prior()
"""What is believed of every voice before its first check. It is not estimated from the clusters: agreement is easier to
find than contradiction, so an estimate comes out flattering (0.90 on the Syrian sample), and one that moves from month
to month would move every score with it."""

MOVED = 0.02  # a voice's expected accuracy keeps its value until a fit lies further from it: what moves less changes no
# letter, and would have every claim of the voice judged again each month
DEPENDENCE_MOVED = 0.05  # the same for the probability that two voices depend on each other
FALSE_ANSWERS_MOVED = math.log(1.1)  # and for the number of false answers, of which every weight is made
FEWEST_DISPUTED = 30
"""Questions on which voices disagree, below which nothing is called undecided: of fewer, a third (camps.PARTED) is less
than the ten that verdicts could overturn, and one quarrel between two voices would be two camps."""
MOST_ASKED = 20  # questions put to a person: as many verdicts lift six flight days from 0.905 to 0.97 (camps.py)
TERMS = Terms(denial=DENIAL, prior=PRIOR, feeds=False)
"""No feeds: contradictions are found seldom, so two honest voices that agree on twenty questions are no feed."""


class Cast(NamedTuple):
    """One vote as the fit counts it. answer: index in its question; day: proleptic ordinal; against: it denies it."""

    voice: str
    role: str
    answer: int
    day: int
    weight: float
    against: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one question tells about its voices.

    verdicts: (answer, whether a person called it right). claim: the first that answered it, by which it is named.
    """

    votes: tuple[Cast, ...]
    verdicts: tuple[tuple[int, bool], ...] = ()
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the votes on some questions tell.

    trust: the weights that follow. undecided: whether the voices fall into two camps that can't be told apart; nobody
    is then weighed by what either camp thinks of him. disputed: the questions on which verdicts would tell most, by
    the claims that name them, the most telling first.
    """

    trust: Trust
    undecided: bool = False
    disputed: tuple[str, ...] = ()

    def after(self, before: Trust, end: date) -> Trust:
        """The weights from the end of a month on, where they were others before."""
        return replace(self.trust, fitted_to=end) if self.undecided else steadied(before, self.trust, end)


def latest(clusters: Iterable[ClusterEvidence]) -> date | None:
    """The greatest date in the evidence: what "now" means, whatever the clock says."""
    days: list[date] = []
    for cluster in clusters:
        days += [day_of(telling) for telling in cluster.tellings]
        days += [telling.dropped.day for telling in cluster.tellings if telling.dropped]
        days += [day for v in cluster.verdicts for day in (v.decided_on, v.undone_on) if day is not None]
        days += cluster.decided.values()
    return max(days, default=None)


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of the UTC months from the one that holds `first`, as far as they are over by `last`."""
    ends = []
    end = month_end(first)
    while end <= last:
        ends.append(end)
        end = month_end(end + timedelta(days=1))
    return tuple(ends)


def month_end(day: date) -> date:
    """The last day of the month that holds a day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def fit_day(day: date) -> date:
    """The end of the month before a day: its fit weighs the votes on that day.

    On its own last day a month isn't over: what is published then must not move what was answered the same day.
    """
    first = day.replace(day=1)
    return first - timedelta(days=1) if first > date.min else date.min


def fit_trust(evidence: Sequence[ClusterEvidence], as_of: date | None = None) -> Trust:
    """The weights of the voices for answers as of a day (None: now, by the latest date in the evidence)."""
    fits = fit_months(evidence, as_of)
    return fits[max(fits)] if fits else Trust(PRIOR)


def fit_months(evidence: Sequence[ClusterEvidence], as_of: date | None = None) -> dict[date, Trust]:
    """The weights after each month that was over by the last day of the evidence up to a day (None: all of it)."""
    known = [up_to(cluster, as_of) for cluster in sorted(evidence, key=lambda c: c.cluster_id)]
    days = [day_of(telling) for cluster in known for telling in cluster.tellings]
    last = latest(known)
    fits: dict[date, Trust] = {}
    trust = Trust(PRIOR)
    for end in month_ends(min(days), fit_day(last)) if days and last else ():
        fits[end] = trust = look([b for cluster in known for b in ballots(up_to(cluster, end))]).after(trust, end)
    return fits


def ballots(evidence: ClusterEvidence) -> tuple[Ballot, ...]:
    """The questions of a cluster that somebody independent, or a fact-checker, has spoken to."""
    found = (_ballot(question) for question in questions(evidence))
    return tuple(ballot for ballot in found if ballot.votes)


def _ballot(question: Question) -> Ballot:
    counted = [vote for vote in question.votes if vote.counted or vote.answer in question.verdicts]
    if len(counted) < 2 and not question.verdicts:
        return Ballot(())
    votes = (Cast(v.voice, v.role.value, v.answer, v.day.toordinal(), v.weight, v.against) for v in counted)
    rated = ((answer, verdict.rating) for answer, verdict in sorted(question.verdicts.items()))
    firm = ((answer, rating > 0.5) for answer, rating in rated if rating is not None and rating != 0.5)
    return Ballot(tuple(votes), tuple(firm), question.answers[0][0])


def look(polled: Sequence[Ballot]) -> Look:
    """Fit the voices to the votes on these questions, and ask whether the votes could be read the other way round."""
    votes = [(number, vote) for number, ballot in enumerate(polled) for vote in ballot.votes]
    if not votes:
        return Look(Trust(PRIOR))
    parties = sorted({(vote.voice, vote.role) for _, vote in votes})
    index = {party: position for position, party in enumerate(parties)}
    voters = [(vote.voice, vote.role) for _, vote in votes]
    arranged = arrange(
        sources=[index[party] for party in voters],
        objects=[number for number, _ in votes],
        values=[vote.answer for _, vote in votes],
        times=[float(vote.day) for _, vote in votes],
        weights=[vote.weight for _, vote in votes],
        against=[vote.against for _, vote in votes],
        verdicts={(number, answer): right for number, ballot in enumerate(polled) for answer, right in ballot.verdicts},
    )
    found = camps(arranged, fit_votes(arranged, TERMS), TERMS)
    undecided = found.undecided and len(found.disputed) >= FEWEST_DISPUTED
    trust = Trust(PRIOR) if undecided else _trust(found.found, voters, parties)
    return Look(trust, undecided, tuple(polled[number].claim for number in found.disputed[:MOST_ASKED]))


def _trust(found: Fit, voters: Sequence[Party], parties: Sequence[Party]) -> Trust:
    """voters: whose each vote was. The held probabilities say how much each vote was checked."""
    checks = dict.fromkeys(parties, 0.0)
    for party, held in zip(voters, found.held.tolist(), strict=True):
        checks[party] += sum(shares(held, found.prior))
    dependent: dict[tuple[Party, Party], float] = {}
    for left, right, chance in found.dependent:
        dependent[parties[left], parties[right]] = dependent[parties[right], parties[left]] = chance
    return Trust(
        prior=found.prior,
        means=dict(zip(parties, found.accuracy.tolist(), strict=True)),
        judged=frozenset(party for party in parties if checks[party] >= FEWEST_CHECKS),
        dependent=dependent,
    )


def steadied(before: Trust, found: Trust, end: date) -> Trust:
    """The weights after a fit: what it moved by little stays as it was. Doing it twice changes nothing more."""
    usual = found.prior.mean
    answers = (before.prior.false_values, found.prior.false_values)
    kept = abs(math.log(answers[1] / answers[0])) <= FALSE_ANSWERS_MOVED
    means = {
        party: _unless_moved(before.means.get(party, usual), found.means.get(party, usual), MOVED)
        for party in sorted(before.means.keys() | found.means.keys())
    }
    return Trust(
        prior=replace(found.prior, false_values=answers[0] if kept else answers[1]),
        fitted_to=end,
        means={party: mean for party, mean in means.items() if mean != usual},
        judged=found.judged,
        dependent={
            pair: _unless_moved(before.dependent.get(pair, chance), chance, DEPENDENCE_MOVED)
            for pair, chance in sorted(found.dependent.items())
        },
    )


def _unless_moved(before: float, found: float, limit: float) -> float:
    return before if abs(found - before) <= limit else found


EVERYBODY: Party = ("", "")  # in place of every voice


def moved(before: Trust, after: Trust) -> set[Party]:
    """The voices whose votes weigh otherwise than before; EVERYBODY where what all weights are made of changed."""
    if before.prior != after.prior:
        return {EVERYBODY}
    found = {party for party, _ in before.means.items() ^ after.means.items()}
    found |= before.judged ^ after.judged
    return found.union(*(pair for pair, _ in before.dependent.items() ^ after.dependent.items()))


class Timeline:
    """The weights of the voices over time: those of a month's end hold from the next day on."""

    def __init__(self, fits: Mapping[date, Trust]) -> None:
        self.fits = dict(sorted(fits.items()))
        self._turns: dict[Party, list[date]] = {}
        before = Trust(PRIOR)
        for end, trust in self.fits.items():
            for party in moved(before, trust):
                self._turns.setdefault(party, []).append(end + timedelta(days=1))
            before = trust

    def at(self, day: date) -> Trust:
        """The weights on a day."""
        return self.fits[max(ends)] if (ends := [end for end in self.fits if end < day]) else Trust(PRIOR)

    def turns(self, parties: Iterable[Party]) -> set[date]:
        """The days from which any of these voices weighs otherwise than on the day before."""
        return {day for party in {*parties, EVERYBODY} for day in self._turns.get(party, ())}
