"""Joint inference: which answers hold and which sources give right answers, each judged by the other.

A source that says v is right with its accuracy A, or wrong with one of n false answers. Each round asks how probable
every answer is given the accuracies, then how accurate every source is given the answers. Three things keep it honest:
the *cavity* (a vote is judged by the others alone, its dependents left out, so that nobody corroborates itself), the
whole posterior of each accuracy instead of a point, and a discount for copied votes (copying.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corroboration.engine.copying import Bools, Discount, Floats, Ints, Judged, dependence, discount, vote_pairs
from sources.engine.reliability import GRID, PLACES, Prior

ROUNDS = 30  # at most; the weights settle long before on all sets measured
SETTLED = 1e-3  # change of the greatest weight (log-odds) below which the rounds end
DETECT_IN = (0, 5, 8, 12, 16)
"""Rounds in which copying is looked for. In the first, identical feeds alone are merged: looked for by its errors too
early, an honest majority is mistaken for a clique (a flight day: 0.762 instead of 0.986)."""
COUNT_MISSES_IN = (2, 5, 8)  # rounds in which the number of false answers is estimated anew
FALSE_ANSWERS = 5.0  # until it can be estimated
FEWEST_COINCIDENCES = 50  # weight of pairs of wrong votes needed to estimate it
VERDICT = 0.98  # probability of an answer that a person called right
TINY = 1e-12

A = np.array(GRID)
LOG_HIT, LOG_MISS = np.log(A), np.log1p(-A)
PRIORS = tuple(
    (round(float(mean), 2), strength) for mean in np.arange(0.5, 0.96, 0.05) for strength in (2.0, 4.0, 8.0, 16.0, 32.0)
)
USUAL_MEAN, DOUBT = 0.8, 5.0  # a prior mean away from 0.8 must be this much likelier (log, per unit) to be believed


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    prior: of the accuracies, estimated from all sources. accuracy: of each source, expected. posterior: (sources,
    grid). probability: of each vote's answer; held: the same, judged without the vote and its dependents (cavity).
    dependent: (source, source, probability) of the couples that probably depend. answers: (object, value) ->
    probability.
    """

    prior: Prior
    accuracy: Floats
    posterior: Floats
    probability: Floats
    held: Floats
    dependent: tuple[tuple[int, int, float], ...]
    answers: Mapping[tuple[int, int], float]


@dataclass(frozen=True)
class _Votes:
    """The votes in canonical order. place: where each stood in the input. answer: index of its (question, value).

    home, value, verdict: of each answer, its question, its value and the log-odds that verdicts give it. offered: of
    each question, the number of different answers given. sources: their number.
    """

    place: Ints
    source: Ints
    question: Ints
    answer: Ints
    against: Bools
    weight: Floats
    time: Floats
    home: Ints
    value: Ints
    offered: Ints
    verdict: Floats
    sources: int


def fit(
    sources: ArrayLike,
    objects: ArrayLike,
    values: ArrayLike,
    times: ArrayLike | None = None,
    *,
    weights: ArrayLike | None = None,
    against: ArrayLike | None = None,
    denial: float = 0.0,
    verdicts: Mapping[tuple[int, int], bool] | None = None,
    known_pairs: Mapping[tuple[int, int], float] | None = None,
    false_answers: float | None = None,
    prior: Prior | None = None,
    copying: bool = True,
) -> Fit:
    """Fit sources and answers to votes: source s said of object o the value v (whole numbers from 0), at a time.

    weights: of the votes, in (0, 1]. against: votes that deny their value; denial: what they weigh beyond an assertion
    (log-odds). verdicts: (object, value) -> whether a person called it right. known_pairs: (source, source), smaller
    first -> log-odds of dependence known beforehand. false_answers: how many false answers an object has; None:
    estimated from how often wrong votes coincide. prior: of the accuracies (None: estimated). The order of the votes
    makes no difference.
    """
    votes = _arrange(sources, objects, values, times, weights, against, verdicts or {})
    run = _Run(votes, known_pairs or {} if copying else None, denial, false_answers, prior)
    for step in range(ROUNDS):
        if run.round(step) < SETTLED and step > max(DETECT_IN) + 2:
            break
    return run.result()


def _arrange(
    sources: ArrayLike,
    objects: ArrayLike,
    values: ArrayLike,
    times: ArrayLike | None,
    weights: ArrayLike | None,
    against: ArrayLike | None,
    verdicts: Mapping[tuple[int, int], bool],
) -> _Votes:
    source, question, value = (np.asarray(given, np.int64) for given in (sources, objects, values))
    time: Floats = np.zeros(len(source)) if times is None else np.asarray(times, np.float64)
    weight: Floats = np.ones(len(source)) if weights is None else np.asarray(weights, np.float64)
    deny: Bools = np.zeros(len(source), np.bool_) if against is None else np.asarray(against, np.bool_)
    place = np.lexsort((weight, deny, time, source, value, question))
    source, question, value = source[place], question[place], value[place]
    judged = sorted(verdicts)
    width = int(max([*value.tolist(), *(v for _, v in judged)], default=0)) + 1
    given = np.array([o * width + v for o, v in judged], np.int64)
    keys = np.union1d(question * width + value, given).astype(np.int64)
    home = keys // width
    offered = np.bincount(home)
    return _Votes(
        place=place,
        source=source,
        question=question,
        answer=np.searchsorted(keys, question * width + value),
        against=deny[place],
        weight=weight[place],
        time=time[place],
        home=home,
        value=keys % width,
        offered=offered,
        verdict=_verdict_odds(keys, given, [verdicts[key] for key in judged], offered[home]),
        sources=int(source.max(initial=-1)) + 1,
    )


def _verdict_odds(keys: Ints, given: Ints, right: Sequence[bool], offered: Ints) -> Floats:
    """What people's verdicts add to the log-odds of each answer."""
    odds = np.zeros(len(keys))
    at = np.searchsorted(keys, given)
    signs = np.where(np.array(right, np.bool_), 1.0, -1.0)
    odds[at] = signs * np.log(VERDICT / (1 - VERDICT)) + np.log(np.maximum(offered[at], 2))
    return odds


class _Run:
    """The state of one fit, a round at a time."""

    def __init__(
        self,
        votes: _Votes,
        known: Mapping[tuple[int, int], float] | None,
        denial: float,
        false_answers: float | None,
        prior: Prior | None,
    ) -> None:
        self.votes = votes
        self.denial = denial
        self.fixed = false_answers
        self.false_answers = false_answers or FALSE_ANSWERS
        self.weight = _start(votes)
        self.accuracy = np.full(votes.sources, USUAL_MEAN)
        self.priors = PRIORS if prior is None else ((prior.mean, prior.strength),)
        self.prior = Prior(false_values=self.false_answers)
        self.posterior = np.zeros((votes.sources, len(A)))
        self.chance = np.zeros(0)
        nothing = np.zeros(0, np.int64)
        self.discount = Discount(np.ones(len(votes.source)), (nothing, nothing, np.zeros(0)))
        self.pairs = None
        if known is not None:
            said = np.where(votes.against, -1 - np.arange(len(votes.answer)), votes.answer)  # a denial shares no answer
            self.pairs = vote_pairs(votes.source, votes.question, said, votes.time, known)
        self.held = self.probability = np.zeros(len(votes.source))
        self.belief = np.zeros(len(votes.home))

    @property
    def misses(self) -> Floats:
        """Of each question, the number of false answers it could have: at least those that were given."""
        return np.maximum(self.votes.offered - 1, self.false_answers).astype(float)

    def round(self, step: int) -> float:
        """One round. Returns the greatest change of a source's weight."""
        votes = self.votes
        pull = self._pull()
        self.belief = self._believe(pull)
        self.probability = self.belief[votes.answer].clip(TINY, 1 - TINY)
        if self.fixed is None and step in COUNT_MISSES_IN:
            self._count_misses()
        self.held = self._cavity(pull)
        change = self._judge_sources()
        if self.pairs is not None and len(self.pairs.prior) and step in DETECT_IN:
            self._detect(pull, step)
        return change

    def _pull(self) -> Floats:
        """What each vote adds to the log-odds of its answer."""
        votes = self.votes
        known = self.weight[votes.source]
        spoken = np.where(votes.against, -(known + self.denial), known + np.log(self.misses[votes.question]))
        pull: Floats = self.discount.kept * votes.weight * spoken
        return pull

    def _believe(self, pull: Floats) -> Floats:
        """The probability of each answer; those that nobody gave share the rest."""
        votes = self.votes
        score = votes.verdict + np.bincount(votes.answer, pull, len(votes.home))
        highest = np.zeros(len(votes.offered))
        np.maximum.at(highest, votes.home, score)
        part = np.exp(score - highest[votes.home])
        unclaimed = np.maximum(self.misses + 1 - votes.offered, 0) * np.exp(-highest)
        whole = np.bincount(votes.home, part, len(votes.offered)) + unclaimed
        belief: Floats = part / whole[votes.home]
        return belief

    def _cavity(self, pull: Floats) -> Floats:
        """The probability of each vote's answer, its own word and its dependents' taken out."""
        vote, other, strength = self.discount.echo
        own = pull + np.bincount(vote, strength * pull[other], len(pull))
        kept = np.exp(-np.clip(own, -30, 30))
        held: Floats = self.probability * kept / (1 - self.probability + self.probability * kept)
        return held

    def _count_misses(self) -> None:
        """Estimate the number of false answers: pairs of wrong votes on a question, per pair that coincides."""
        votes = self.votes
        wrong = np.where(votes.against, 0.0, self.discount.kept * (1 - self.probability))

        def coincidences(group: Ints, size: int) -> float:
            squares = np.bincount(group, wrong, size) ** 2 - np.bincount(group, wrong * wrong, size)
            return float(squares.clip(0).sum())

        pairs = coincidences(votes.question, len(votes.offered))
        if pairs > FEWEST_COINCIDENCES:
            alike = coincidences(votes.answer, len(votes.home))
            self.false_answers = float(np.clip(pairs / max(alike, TINY), 1.0, 50.0))

    def _judge_sources(self) -> float:
        """The posterior of each source's accuracy, under the prior that fits all of them best."""
        heights = self._heights()
        heights -= heights.max(axis=1, keepdims=True)
        mean, strength, log_prior = _best_prior(np.exp(heights), self.priors)
        self.prior = Prior(mean, strength, self.false_answers)
        posterior = heights + log_prior
        posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True))
        self.posterior = posterior / posterior.sum(axis=1, keepdims=True)
        self.accuracy = (self.posterior * A).sum(axis=1)
        weight = (self.posterior * (LOG_HIT - LOG_MISS)).sum(axis=1)
        change = float(np.abs(weight - self.weight).max(initial=0.0))
        self.weight = (self.weight + weight) / 2
        return change

    def _heights(self) -> Floats:
        """Log-likelihood of each accuracy on the grid, for each source."""
        votes, held, misses = self.votes, self.held, self.misses[self.votes.question]
        heights = np.empty((votes.sources, len(A)))
        for column, accuracy in enumerate(A):
            said = held * accuracy + (1 - held) * (1 - accuracy) / misses
            denied = (1 - held) * accuracy + held * (1 - accuracy)
            likely = votes.weight * np.log(np.where(votes.against, denied, said))
            heights[:, column] = np.bincount(votes.source, likely, votes.sources)
        return heights

    def _detect(self, pull: Floats, step: int) -> None:
        assert self.pairs is not None
        votes = self.votes
        if step == 0:
            self.chance = self.pairs.identical
        else:
            misses, accuracy = self.misses[votes.question], self.accuracy[votes.source]
            judged = Judged(pull, votes.answer, votes.question, self.probability, misses, accuracy)
            self.chance = dependence(self.pairs, judged)
        self.discount = discount(self.pairs, self.chance, len(votes.source))

    def result(self) -> Fit:
        votes = self.votes
        back = np.empty(len(votes.place), np.int64)
        back[votes.place] = np.arange(len(votes.place))
        answers = zip(votes.home.tolist(), votes.value.tolist(), self.belief.round(PLACES).tolist(), strict=True)
        return Fit(
            prior=self.prior,
            accuracy=self.accuracy.round(PLACES),
            posterior=self.posterior,
            probability=self.probability[back].round(PLACES),
            held=self.held[back].round(PLACES),
            dependent=self._dependents(),
            answers={(o, v): p for o, v, p in answers},
        )

    def _dependents(self) -> tuple[tuple[int, int, float], ...]:
        if self.pairs is None:
            return ()
        likely = np.flatnonzero(self.chance > 0.5)
        couples = self.pairs.sources[likely].tolist()
        return tuple((a, b, round(float(c), PLACES)) for (a, b), c in zip(couples, self.chance[likely], strict=True))


def _start(votes: _Votes) -> Floats:
    """Hedged first weights from pooled investment (Pasternack and Roth 2010): hard to capture by one confident camp."""
    trust = np.ones(votes.sources)
    degree = np.maximum(np.bincount(votes.source, minlength=votes.sources), 1)
    belief = np.zeros(len(votes.home))
    for _ in range(20):
        stake = np.where(votes.against, 0.0, (trust / degree)[votes.source])
        invested = np.bincount(votes.answer, stake, len(votes.home))
        grown = invested**1.4
        pooled = np.bincount(votes.home, grown, len(votes.offered))[votes.home]
        belief = invested * grown / np.maximum(pooled, 1e-300)
        returned = belief[votes.answer] * stake / np.maximum(invested[votes.answer], 1e-300)
        trust = np.bincount(votes.source, returned, votes.sources).astype(np.float64)
        trust *= votes.sources / max(float(trust.sum()), 1e-300)
    share = belief / np.maximum(np.bincount(votes.home, belief, len(votes.offered))[votes.home], 1e-300)
    right = np.where(votes.against, 1 - share[votes.answer], share[votes.answer])
    accuracy = (np.bincount(votes.source, right, votes.sources) + 4) / (degree + 5)
    start: Floats = np.log(accuracy / (1 - accuracy))
    return start


def _best_prior(likelihood: Floats, priors: Sequence[tuple[float, float]]) -> tuple[float, float, Floats]:
    """(mean, strength, log density on the grid) of the Beta under which the sources are likeliest (empirical Bayes)."""
    best: tuple[float, tuple[float, float], Floats] = (-np.inf, priors[0], np.zeros(len(A)))
    for mean, strength in priors:
        density = (mean * strength - 1) * LOG_HIT + ((1 - mean) * strength - 1) * LOG_MISS
        density -= density.max()
        density -= np.log(np.exp(density).sum())
        evidence = float(np.log((likelihood * np.exp(density)).sum(axis=1) + 1e-300).sum()) - DOUBT * abs(
            mean - USUAL_MEAN
        )
        if evidence > best[0]:
            best = (evidence, (mean, strength), density)
    return best[1][0], best[1][1], best[2]
