"""Hard questions: some are answered worse by everybody, and are neither to be believed nor to judge by like the others.

A question is hard with a small probability, estimated over all of them; on a hard one each source is right only half as
often as on others. Without this, agreement on the hard tenth of a simulated world's questions is believed too firmly
(calibration error 0.032 instead of 0.020).
"""

from dataclasses import dataclass

import numpy as np

from corroboration.engine.copying import Floats
from corroboration.engine.voting import Votes

HARDER = 0.5  # what is left of an accuracy on a hard question
SHARE = 0.02  # of hard questions, to start from
EASY = 50.0  # questions that are taken to be easy beforehand: a few questions can't show that any is hard
MOST = 0.15
"""Share of hard questions beyond which none is taken for hard: so much disagreement comes from the sources, as between
camps or where some shorten what others spell out (book: 0.87, and 0.81 if it is put down to the questions)."""
TINY = 1e-15


Likelihoods = tuple[Floats, Floats]  # of each vote, the log-likelihood if its answer holds, and if it doesn't


@dataclass(frozen=True)
class Split:
    """Beliefs about the answers and the difficulty of their questions, together.

    easy, hard: of each answer, the probability that it holds and its question is so. hardness: of each question, the
    probability that it is hard.
    """

    easy: Floats
    hard: Floats
    hardness: Floats

    @property
    def belief(self) -> Floats:
        return self.easy + self.hard


@dataclass(frozen=True)
class Cavity:
    """Of each vote, how probably its answer is right or wrong and its question easy or hard, judged by others alone."""

    right_easy: Floats
    right_hard: Floats | float
    wrong_easy: Floats
    wrong_hard: Floats | float

    @property
    def right(self) -> Floats:
        return self.right_easy + self.right_hard

    @property
    def wrong(self) -> Floats:
        return self.wrong_easy + self.wrong_hard


def split_up(votes: Votes, plain: Floats, easy: Likelihoods, hard: Likelihoods, misses: Floats, share: float) -> Split:
    """Weigh up which answer holds and whether the question is hard.

    plain: belief in each answer without difficulty: what stands where a person judged. easy, hard: what the votes say
    on such a question. misses: of each question, the number of its false answers. share: of hard questions.
    """
    scores, nothing = [], []
    for (right, wrong), prior in ((easy, 1 - share), (hard, share)):
        base = np.log(prior) + np.bincount(votes.question, wrong, len(votes.offered))
        scores.append(np.bincount(votes.answer, right - wrong, len(votes.home)) + base[votes.home])
        nothing.append(base)
    highest = np.maximum(np.maximum.reduceat(np.maximum(*scores), votes.first), np.maximum(*nothing))
    unclaimed = np.maximum(misses + 1 - votes.offered, 0)
    parts = [np.exp(score - highest[votes.home]) for score in scores]
    wholes = [
        np.add.reduceat(part, votes.first) + unclaimed * np.exp(base - highest)
        for part, base in zip(parts, nothing, strict=True)
    ]
    whole, judged = wholes[0] + wholes[1], votes.judged
    return Split(
        easy=np.where(judged[votes.home], plain, parts[0] / whole[votes.home]),
        hard=np.where(judged[votes.home], 0.0, parts[1] / whole[votes.home]),
        hardness=np.where(judged, 0.0, wholes[1] / whole),
    )


def estimate(votes: Votes, found: Split) -> float:
    """The share of hard questions, by those that more than one vote was given on."""
    told = (np.bincount(votes.question, minlength=len(votes.offered)) > 1) & ~votes.judged
    return float(found.hardness[told].sum() / (told.sum() + EASY))


def without(votes: Votes, found: Split, easy: Likelihoods, hard: Likelihoods) -> Cavity:
    """The beliefs about each vote's answer without what it and its dependents say of it: easy, hard."""
    hardness = found.hardness[votes.question]
    odds = []
    for belief, whole, (right, wrong) in ((found.easy, 1 - hardness, easy), (found.hard, hardness, hard)):
        held = belief[votes.answer]
        odds += [np.log(held + TINY) - right, np.log(np.maximum(whole - held, 0.0) + TINY) - wrong]
    highest = np.maximum.reduce(odds)
    odds = [np.exp(part - highest) for part in odds]
    whole = odds[0] + odds[1] + odds[2] + odds[3]
    return Cavity(odds[0] / whole, odds[2] / whole, odds[1] / whole, odds[3] / whole)
