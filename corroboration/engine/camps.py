"""Two camps: could the same votes as well be read the other way round?

Where two groups of sources each agree within and contradict one another, believing either makes the other look like
careless copiers: whichever the inference happens to side with then confirms itself. So a second fit is started from
the sources that the first one rejects. Where it comes to rest on other answers to many disputed questions, there are
two readings of one set. If the sources, each counted as one witness, don't clearly prefer the first, the set is
undecided: no inference can tell, the majority's answers stand, and a person's verdicts are asked for, on the questions
where they would tell most. (reference: flight departures, where one camp of sites means the gate and one the runway.)
"""

from dataclasses import dataclass

import numpy as np

from corroboration.engine.accuracies import LOG_HIT, LOG_MISS
from corroboration.engine.copying import Bools, Floats, Ints, discount, vote_pairs
from corroboration.engine.joint import TINY, USUAL, Fit, Terms, fit_votes
from corroboration.engine.voting import Answers, Votes
from sources.engine.reliability import PLACES

PARTED = 1 / 3
"""Share of the disputed questions on which two readings must differ to be two. On 60 samples of a flight day from which
sources were taken out (benchmarks/two_camps.py) 0.32 to 0.55 where there were two and 0.07 at most where not; on the
other visible sets 0.23 at most (book, where complete and shortened lists of authors are at odds)."""
CLEAR_LEAD = 0.4
"""How far, in standard deviations of the sum over sources, the first reading must be ahead to be believed. On those
samples it was never the wrong one from here on (29 of 29 right), below mostly (14 of 22 worse than majority voting). In
clean worlds it is ahead by 4 and more, at 60:40 by 1; of worlds of 50:50, one in six is decided all the same."""
FEWEST_VERDICTS = 10  # questions on which the readings differ, judged by a person: so many can overturn the first
MOSTLY_RIGHT = 0.8  # share of those verdicts that the first reading must agree with to stand


@dataclass(frozen=True)
class Camps:
    """Whether a set of votes can be decided, and what a person should look at.

    parted: share of the disputed questions on which the two readings differ. lead: how far the sources prefer the
    first, in standard deviations (0 where nothing differs). undecided: whether there are two and neither is clearly
    ahead. answers: (object, value) -> probability; of an undecided set, each value's share of the votes. found: the fit
    that stands, or would. disputed: the objects that voters disagree on, in the order in which verdicts would tell
    most.
    """

    parted: float
    lead: float
    undecided: bool
    answers: Answers
    found: Fit
    disputed: tuple[int, ...]


def camps(votes: Votes, found: Fit, terms: Terms = USUAL) -> Camps:
    """Ask whether what a fit found in votes could as well be the other way round.

    Enough verdicts decide between two readings: where the first, made without them, agrees with most, what was found
    stands; else the fit is begun anew from the verdicts.
    """
    unjudged = votes.unjudged()
    first = _Reading(votes, fit_votes(unjudged, terms) if votes.called.any() else found)
    second = _Reading(votes, fit_votes(unjudged, terms, first.rejected()))
    differ = first.best != second.best
    parted = float(differ.sum() / max((votes.offered > 1).sum(), 1))
    kept = _one_word_each(votes)
    lead = _lead(votes, kept, first, second) if differ.any() else 0.0
    disputed = tuple(votes.name[_most_telling(votes, kept, first, second)].tolist())
    undecided = parted >= PARTED and lead < CLEAR_LEAD
    if parted >= PARTED and (differ & votes.judged).sum() >= FEWEST_VERDICTS:
        undecided = False
        if _agreement(votes, first.best, differ) < MOSTLY_RIGHT:
            found = _restarted(votes, terms)
    answers = _majority(votes, found) if undecided else found.answers
    return Camps(round(parted, PLACES), round(lead, PLACES), undecided, answers, found, disputed)


def _restarted(votes: Votes, terms: Terms) -> Fit:
    """A fit begun from whom the verdicts bear out: judged mostly by them first, by all votes afterwards."""
    anchored = fit_votes(votes, terms, anchored=True)
    return fit_votes(votes, terms, anchored.posterior @ (LOG_HIT - LOG_MISS))


class _Reading:
    """What a fit makes of the votes. belief: of each answer; best: of each question, the answer it finds likeliest."""

    def __init__(self, votes: Votes, found: Fit) -> None:
        self.votes, self.found = votes, found
        self.belief = found.answers.probability
        self.best = votes.highest(self.belief)

    def rejected(self) -> Floats:
        """Weights of the sources by how often they gave, of the answers that this reading rejects, the commonest."""
        votes = self.votes
        support = _support(votes, np.ones(len(votes.source)))
        support[self.best] = -1.0
        open_ones = (votes.offered > 1)[votes.question]
        gave = open_ones & (votes.highest(support)[votes.question] == votes.answer) & ~votes.against
        hits, asked = (np.bincount(votes.source, which, votes.sources) for which in (gave, open_ones))
        accuracy = (hits + 4) / (asked + 5)
        weights: Floats = np.log(accuracy / (1 - accuracy))
        return weights

    def likelihood(self, false_answers: float) -> Floats:
        """Of each vote, the log-likelihood expected by this reading's own answers and accuracies."""
        votes = self.votes
        hit = (self.found.posterior * LOG_HIT).sum(axis=1)[votes.source]
        miss = (self.found.posterior * LOG_MISS).sum(axis=1)[votes.source]
        misses = np.where(votes.against, 1.0, np.maximum(votes.offered - 1, false_answers)[votes.question])
        belief = self.belief[votes.answer]
        right = np.where(votes.against, 1 - belief, belief)
        expected: Floats = right * hit + (1 - right) * (miss - np.log(misses))
        return expected


def _one_word_each(votes: Votes) -> Floats:
    """What of each vote counts where identical feeds are one source: the only copying that neither reading disputes."""
    pairs = vote_pairs(votes.source, votes.question, votes.said, votes.time, {})
    return votes.weight * discount(pairs, pairs.identical, len(votes.source)).kept


def _lead(votes: Votes, kept: Floats, first: _Reading, second: _Reading) -> float:
    """How far the sources prefer the first reading, each one witness: the sum over its standard deviation."""
    false_answers = (first.found.prior.false_values * second.found.prior.false_values) ** 0.5
    gain = kept * (first.likelihood(false_answers) - second.likelihood(false_answers))
    by_source = np.bincount(votes.source, gain, votes.sources)
    spread = float(np.sqrt((by_source**2).sum()))
    return float(by_source.sum()) / spread if spread else 0.0


def _most_telling(votes: Votes, kept: Floats, first: _Reading, second: _Reading) -> Ints:
    """The questions with more than one answer, by what a verdict on them would tell, greatest first.

    It tells of the readings where they differ, and of as many sources as stand on the weaker side; where they agree,
    it tells as far as the answer is in doubt.
    """
    support = _support(votes, kept)
    runner_up = support.copy()
    runner_up[first.best] = -1.0
    parted = first.best != second.best
    other = np.where(parted, second.best, votes.highest(runner_up))
    doubt = np.where(parted, 1.0, 1 - first.belief[first.best])
    telling = (doubt * np.minimum(support[first.best], support[other])).round(PLACES)
    chosen = np.flatnonzero(votes.offered > 1)
    return chosen[np.lexsort((chosen, -telling[chosen]))]


def _support(votes: Votes, kept: Floats) -> Floats:
    """The votes for each answer, so far as they count."""
    return np.bincount(votes.answer, np.where(votes.against, 0.0, kept), len(votes.home)).astype(np.float64)


def _agreement(votes: Votes, best: Ints, differ: Bools) -> float:
    """The share of the judged questions, of such, whose answer a reading has right so far as the verdicts say."""
    right = np.bincount(votes.home, votes.called > 0, len(votes.offered)) > 0
    agrees = np.where(right, votes.called[best] > 0, votes.called[best] == 0)
    return float(agrees[differ & votes.judged].mean())


def _majority(votes: Votes, found: Fit) -> Answers:
    """Each answer's share of the votes on its question, less its denials; where a person judged, what was found."""
    count = np.bincount(votes.answer, np.where(votes.against, -votes.weight, votes.weight), len(votes.home)).clip(0)
    whole = np.bincount(votes.home, count, len(votes.offered))[votes.home]
    share = np.where(votes.judged[votes.home], found.answers.probability, count / np.maximum(whole, TINY))
    return Answers(votes.name[votes.home], votes.value, share.round(PLACES))
