"""Joint inference: which answers hold and which sources give right answers, each judged by the other.

A source that says v is right with its accuracy A, or wrong with one of n false answers. Each round asks how probable
every answer is given the accuracies, then how accurate every source is given the answers. Three things keep it honest:
the *cavity* (a vote is judged by the others alone, its dependents left out, so that nobody corroborates itself), the
whole posterior of each accuracy instead of a point, and a discount for copied votes (copying.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from corroboration.engine.accuracies import LOG_HIT, LOG_MISS, PRIORS, USUAL_MEAN, A, Grid, best_prior
from corroboration.engine.copying import Floats, Ints, Judged, dependence, discount, no_discount, vote_pairs
from corroboration.engine.difficulty import HARDER, MOST, SHARE, Cavity, Likelihoods, Split, estimate, split_up, without
from corroboration.engine.voting import VERDICT, Answers, Votes, arrange
from sources.engine.reliability import PLACES, Prior

ROUNDS = 30  # at most; the weights settle long before on all sets measured
SETTLED = 1e-3  # change of the greatest weight (log-odds) below which the rounds end
DETECT_IN = (0, 5, 8, 12, 16)
"""Rounds in which copying is looked for. In the first, identical feeds alone are merged: looked for by its errors too
early, an honest majority is mistaken for a clique (a flight day: 0.762 instead of 0.986)."""
COUNT_MISSES_IN = (2, 5, 8)  # rounds in which the number of false answers is estimated anew
FALSE_ANSWERS = 5.0  # until it can be estimated
FEWEST_COINCIDENCES = 50  # weight of pairs of wrong votes needed to estimate it
TINY = 1e-12
HARD_FROM = max(DETECT_IN) + 1
"""The round from which questions may be hard. Before, disagreement could be put down to them that copying explains, and
the first camp to be doubted would be lost (a flight day: 0.842 instead of 0.969)."""
LOGS = np.stack([LOG_HIT, LOG_MISS, np.log(HARDER * A), np.log1p(-HARDER * A)])
"""Of each accuracy on the grid, the log-probabilities of a hit and a miss on an easy question, and on a hard one."""
VERDICTS_FIRST = 3  # rounds of an anchored fit in which sources are judged by verdicts alone
VERDICT_COUNTS = 4.0  # what a vote on a question with a verdict weighs in it
MOST_UNJUDGED = 20.0  # votes: what all others of one source weigh at most, so that its camp can't drown the verdicts


@dataclass(frozen=True)
class Terms:
    """What a fit takes for granted.

    denial: what a vote against a value weighs beyond an assertion (log-odds). known_pairs: (source, source), smaller
    first -> log-odds of dependence known beforehand. false_answers: how many false answers an object has; None:
    estimated from how often wrong votes coincide. prior: of the accuracies (None: estimated). copying: whether it is
    looked for. feeds: whether two sources that give the same answers throughout are one feed however accurate they
    turn out; else only until their accuracy tells. Copiers raise each other's accuracy, until their agreement is no
    longer a surprise.
    """

    denial: float = 0.0
    known_pairs: Mapping[tuple[int, int], float] = field(default_factory=dict)
    false_answers: float | None = None
    prior: Prior | None = None
    copying: bool = True
    feeds: bool = True


USUAL = Terms()


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    prior: of the accuracies, estimated from all sources. accuracy: of each source, expected on a question as they come.
    posterior: (sources, grid), of the accuracy on questions that aren't hard. hard: share of those that are.
    probability: of each vote's answer; held: the same, judged without the vote and its dependents (cavity).
    dependent: (source, source, probability) of the couples that probably depend. answers: (object, value) ->
    probability.
    """

    prior: Prior
    accuracy: Floats
    posterior: Floats
    hard: float
    probability: Floats
    held: Floats
    dependent: tuple[tuple[int, int, float], ...]
    answers: Answers


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
    feeds: bool = True,
) -> Fit:
    """Fit sources and answers to votes: source s said of object o the value v (whole numbers from 0), at a time.

    weights: of the votes, in (0, 1]. against: votes that deny their value. verdicts: (object, value) -> whether a
    person called it right. The others: see Terms. The order of the votes makes no difference.
    """
    votes = arrange(sources, objects, values, times, weights, against, verdicts)
    return fit_votes(votes, Terms(denial, known_pairs or {}, false_answers, prior, copying, feeds))


def fit_votes(votes: Votes, terms: Terms = USUAL, start: Floats | None = None, anchored: bool = False) -> Fit:
    """Fit sources and answers to arranged votes.

    start: weight of each source (log-odds) in the first round; None: by pooled investment. anchored: whether sources
    are judged first by the verdicts alone, and mostly by them to the end.
    """
    run = _Run(votes, terms, _start(votes) if start is None else start, anchored)
    for step in range(ROUNDS):
        if run.round(step) < SETTLED and step > max(DETECT_IN) + 2:
            break
    return run.result()


class _Run:
    """The state of one fit, a round at a time."""

    def __init__(self, votes: Votes, terms: Terms, start: Floats, anchored: bool) -> None:
        self.votes = votes
        self.denial = terms.denial
        self.fixed = terms.false_answers
        self.feeds = terms.feeds
        self.false_answers = terms.false_answers or FALSE_ANSWERS
        self.expected = np.stack([start, np.zeros(votes.sources)] * 2)  # per source: logs of a hit and a miss, see LOGS
        self.accuracy = np.full(votes.sources, USUAL_MEAN)
        self.priors = PRIORS if terms.prior is None else ((terms.prior.mean, terms.prior.strength),)
        self.prior = Prior(false_values=self.false_answers)
        self.posterior = np.zeros((votes.sources, len(A)))
        self.chance = np.zeros(0)
        self.open = ~votes.judged[votes.question]
        self.discount = no_discount(len(votes.source))
        self.early = self.grid = Grid(votes.source, votes.weight, votes.sources)
        if anchored:
            judged, others = _anchored(votes)
            self.early = Grid(votes.source, judged, votes.sources)
            self.grid = Grid(votes.source, judged + others, votes.sources)
        self.pairs = None
        if terms.copying:
            self.pairs = vote_pairs(votes.source, votes.question, votes.said, votes.time, terms.known_pairs)
        self.probability = np.zeros(len(votes.source))
        self.cavity = Cavity(self.probability, 0.0, self.probability, 0.0)
        self.belief = np.zeros(len(votes.home))
        self.hard = SHARE  # share of hard questions; 0: none is taken for hard

    @property
    def misses(self) -> Floats:
        """Of each question, the number of false answers it could have: at least those that were given."""
        return np.maximum(self.votes.offered - 1, self.false_answers).astype(float)

    def round(self, step: int) -> float:
        """One round. Returns the greatest change of a source's weight."""
        votes = self.votes
        easy = self._likelihoods(0)
        self.belief = self._believe(easy[0] - easy[1])
        split, hard = None, easy
        if step >= HARD_FROM and self.hard:
            hard = self._likelihoods(1)
            split = self._split(easy, hard)
        self.belief = self.belief if split is None else split.belief
        self.probability = self.belief[votes.answer].clip(TINY, 1 - TINY)
        if self.fixed is None and step in COUNT_MISSES_IN:
            self._count_misses()
        pull = easy[0] - easy[1]
        if votes.called.any():  # a verdict doesn't come from the votes: none is to be taken out
            easy, hard = ((right * self.open, wrong * self.open) for right, wrong in (easy, hard))
            pull *= self.open
        self.cavity = self._plain_cavity(pull) if split is None else self._cavity(split, easy, hard)
        change = self._judge_sources(self.early if step < VERDICTS_FIRST else self.grid)
        if self.pairs is not None and len(self.pairs.prior) and step in DETECT_IN:
            self._detect(pull, step)
        return change

    def _likelihoods(self, row: int) -> Likelihoods:
        """The log-likelihood of each vote if its answer holds, and if not; row 0: on easy questions, 1: hard."""
        votes = self.votes
        hit, miss = self.expected[2 * row][votes.source], self.expected[2 * row + 1][votes.source]
        counted = self.discount.kept * votes.weight
        right = np.where(votes.against, miss - self.denial, hit)
        wrong = np.where(votes.against, hit, miss - np.log(self.misses)[votes.question])
        return counted * right, counted * wrong

    def _split(self, easy: Likelihoods, hard: Likelihoods) -> Split | None:
        """Beliefs about answers and hard questions together; None where too many would be hard to be so."""
        found = split_up(self.votes, self.belief, easy, hard, self.misses, self.hard)
        self.hard = estimate(self.votes, found)
        if self.hard <= MOST:
            return found
        self.hard = 0.0
        return None

    def _believe(self, pull: Floats) -> Floats:
        """The probability of each answer; those that nobody gave share the rest. What a person judged is settled."""
        votes = self.votes
        told = votes.called != 0
        score = np.where(told, -np.inf, np.bincount(votes.answer, pull, len(votes.home)))
        highest = np.maximum(np.maximum.reduceat(score, votes.first), 0.0)
        part = np.exp(score - highest[votes.home])
        unclaimed = np.maximum(self.misses + 1 - votes.offered, 0) * np.exp(-highest)
        whole = np.maximum(np.add.reduceat(part, votes.first) + unclaimed, TINY)
        settled = np.where(told, np.where(votes.called > 0, VERDICT, 1 - VERDICT), 0.0)
        left = np.maximum(1 - np.add.reduceat(settled, votes.first), 0.0)
        belief: Floats = np.where(told, settled, (left / whole)[votes.home] * part)
        return belief

    def _plain_cavity(self, pull: Floats) -> Cavity:
        """As _cavity, where no question is hard."""
        kept = np.exp(-np.clip(pull + self.discount.echo(pull), -30, 30))
        held = self.probability * kept / (1 - self.probability + self.probability * kept)
        return Cavity(held, 0.0, 1 - held, 0.0)

    def _cavity(self, found: Split, easy: Likelihoods, hard: Likelihoods) -> Cavity:
        """What is to be thought of each vote's answer, its own word and its dependents' taken out."""
        right, wrong = easy
        easy = right + self.discount.echo(right), wrong + self.discount.echo(wrong)
        right, wrong = hard
        return without(self.votes, found, easy, (right + self.discount.echo(right), wrong + self.discount.echo(wrong)))

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

    def _judge_sources(self, grid: Grid) -> float:
        """The posterior of each source's accuracy, under the prior that fits all of them best."""
        heights = self._heights(grid)
        heights -= heights.max(axis=1, keepdims=True)
        mean, strength, log_prior = best_prior(np.exp(heights), self.priors)
        self.prior = Prior(mean, strength, self.false_answers)
        posterior = heights + log_prior
        posterior = np.exp(posterior - posterior.max(axis=1, keepdims=True))
        self.posterior = posterior / posterior.sum(axis=1, keepdims=True)
        self.accuracy = (self.posterior * A).sum(axis=1)
        expected = LOGS @ self.posterior.T
        change = float(np.abs((expected - self.expected)[0] - (expected - self.expected)[1]).max(initial=0.0))
        self.expected = (self.expected + expected) / 2
        return change

    def _heights(self, grid: Grid) -> Floats:
        """Log-likelihood of each accuracy on the grid, for each source."""
        against, misses = self.votes.against, self.misses[self.votes.question]
        held = self.cavity
        right = held.right_easy + HARDER * held.right_hard + (1 - HARDER) * held.wrong_hard / misses
        if against.any():
            denied = held.wrong_easy + HARDER * held.wrong_hard + (1 - HARDER) * held.right_hard
            right = np.where(against, denied, right)
        return grid.heights(right, np.where(against, held.right, held.wrong / misses))

    def _detect(self, pull: Floats, step: int) -> None:
        assert self.pairs is not None
        votes = self.votes
        if step == 0:
            self.chance = self.pairs.identical
        else:
            misses, accuracy = self.misses[votes.question], self.accuracy[votes.source]
            judged = Judged(pull, votes.answer, votes.question, self.probability, misses, accuracy)
            self.chance = dependence(self.pairs, judged)
            if self.feeds:
                self.chance = np.maximum(self.chance, self.pairs.identical)
        self.discount = discount(self.pairs, self.chance, len(votes.source))

    def result(self) -> Fit:
        votes = self.votes
        back = np.empty(len(votes.place), np.int64)
        back[votes.place] = np.arange(len(votes.place))
        return Fit(
            prior=self.prior,
            accuracy=(self.accuracy * (1 - self.hard * (1 - HARDER))).round(PLACES),
            posterior=self.posterior,
            hard=round(self.hard, PLACES),
            probability=self.probability[back].round(PLACES),
            held=self.cavity.right[back].round(PLACES),
            dependent=self._dependents(),
            answers=Answers(votes.name[votes.home], votes.value, self.belief.round(PLACES)),
        )

    def _dependents(self) -> tuple[tuple[int, int, float], ...]:
        if self.pairs is None:
            return ()
        likely = np.flatnonzero(self.chance > 0.5)
        couples = self.pairs.sources[likely].tolist()
        return tuple((a, b, round(float(c), PLACES)) for (a, b), c in zip(couples, self.chance[likely], strict=True))


def _anchored(votes: Votes) -> tuple[Floats, Floats]:
    """What votes weigh on questions with a verdict, and what on all others."""
    judged = votes.judged[votes.question]
    others = np.where(judged, 0.0, votes.weight)
    most = MOST_UNJUDGED / np.maximum(np.bincount(votes.source, others, votes.sources), MOST_UNJUDGED)
    return np.where(judged, VERDICT_COUNTS * votes.weight, 0.0), others * most[votes.source]


def _start(votes: Votes) -> Floats:
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
