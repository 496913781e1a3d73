"""Statistical copying: which sources share more than the truth explains.

Two sources that agree on what is true show nothing; two that share rare errors do. For each pair of sources with
enough common questions the odds of copying are weighed against those of independence (Dong, Berti-Equille and
Srivastava 2009), every shared answer being judged without the two themselves. The later of two dependent votes is then
discounted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

COPY_RATE = 0.8  # the share of its answers that a copier takes from its original
RARE = 0.01  # prior probability that two sources depend on each other, where nothing is known of them
FEWEST_SHARED = 4  # common questions below which a pair is not looked at: fewer can't move RARE
MOST_PER_QUESTION = 150  # votes of one question that are paired; more are drawn down to this, so that cost stays linear
ALIKE = 0.85  # agreement from which a pair's votes no longer show that an answer is popular
IDENTICAL, IDENTICAL_OVER = 0.995, 20  # agreement, and number of questions, from which two feeds are surely one
LEAST_DEPENDENCE = 0.05  # below this a pair is left alone
SURE_DEPENDENCE = 0.9  # above this a vote is held back almost whole, beyond what the copy rate alone would
SURE_SHARE = 0.75  # how much of the part that the copy rate leaves is held back then
LARGEST_ODDS = 30.0  # log-odds beyond which a probability is as good as certain


@dataclass(frozen=True)
class Pairs:
    """All pairs of votes on one question by two sources that share enough questions.

    first, second: indices of the votes. couple: index of the source pair. sources: (couples, 2), the two of each.
    same: whether the two gave one answer. prior: log-odds of dependence of each couple before looking at its votes.
    shared, agreement: of each couple, the number of common questions, and the share that it answered alike.
    later: which vote of the pair counts as the possible copy.
    """

    first: Ints
    second: Ints
    couple: Ints
    sources: Ints
    same: Bools
    prior: Floats
    agreement: Floats
    shared: Ints
    later: Ints

    @property
    def alike(self) -> Bools:
        """Pairs of votes that agree, of couples that agree so often that they may be one."""
        return self.same & (self.agreement[self.couple] >= ALIKE)

    @property
    def identical(self) -> Floats:
        """1 for couples that are surely one feed, else 0."""
        return ((self.agreement >= IDENTICAL) & (self.shared >= IDENTICAL_OVER)).astype(float)


@dataclass(frozen=True)
class Discount:
    """What dependence leaves of the votes.

    kept: of each vote, the share that counts. echo: of the pairs of dependent votes, (vote, other vote, strength): the
    other one's word does not corroborate the vote.
    """

    kept: Floats
    echo: tuple[Ints, Ints, Floats]


def vote_pairs(
    source: Ints, question: Ints, answer: Ints, time: Floats, known: Mapping[tuple[int, int], float]
) -> Pairs:
    """Pair up votes, given in a canonical order with question ascending.

    known: (smaller source, greater source) -> log-odds of dependence to add, from text overlap, bylines, citations or
    ownership.
    """
    first, second = _on_one_question(question)
    low, high = np.minimum(source[first], source[second]), np.maximum(source[first], source[second])
    size = int(source.max(initial=0)) + 1
    keys, couple, shared = np.unique(low * size + high, return_inverse=True, return_counts=True)
    enough = (shared >= FEWEST_SHARED) & (keys // size != keys % size)
    chosen = enough[couple]
    first, second, couple = first[chosen], second[chosen], (np.cumsum(enough) - 1)[couple[chosen]]
    keys, shared = keys[enough], shared[enough]
    same = answer[first] == answer[second]
    hints = np.array([known.get((int(key // size), int(key % size)), 0.0) for key in keys] if known else 0.0)
    rank = _seniority(source, time)
    return Pairs(
        first=first,
        second=second,
        couple=couple,
        sources=np.stack([keys // size, keys % size], axis=1),
        same=same,
        prior=np.full(len(keys), np.log(RARE / (1 - RARE))) + hints,
        agreement=np.bincount(couple, same, len(keys)) / np.maximum(shared, 1),
        shared=shared,
        later=np.where(rank[first] < rank[second], second, first),
    )


def _on_one_question(question: Ints) -> tuple[Ints, Ints]:
    """(first, second) of all pairs of votes on one question. Large questions are sampled, always alike."""
    order = np.lexsort((np.random.default_rng(0).random(len(question)), question))
    rank = _rank_in_run(question[order])
    order, rank = order[rank < MOST_PER_QUESTION], rank[rank < MOST_PER_QUESTION]
    start = np.arange(len(order)) - rank
    second = np.repeat(np.arange(len(order)), rank)
    first = np.repeat(start, rank) + _rank_in_run(second)
    return order[first], order[second]


def _rank_in_run(values: Ints) -> Ints:
    """0, 1, 2 ... within each run of equal values."""
    starts = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    return np.arange(len(values)) - np.repeat(starts, np.diff(np.append(starts, len(values))))


def _seniority(source: Ints, time: Floats) -> Ints:
    """The rank of each vote as a possible original: the earlier, then the one of the busier source."""
    rank = np.empty(len(source), np.int64)
    rank[np.lexsort((source, -np.bincount(source)[source], time))] = np.arange(len(source))
    return rank


@dataclass(frozen=True)
class Judged:
    """The state of the inference that copying is judged against.

    pull: of each vote, what it adds to its answer (log-odds). answer, question: of each vote. probability: of each
    vote's answer. misses: of each vote's question, the number of false answers. accuracy: of each vote's source.
    """

    pull: Floats
    answer: Ints
    question: Ints
    probability: Floats
    misses: Floats
    accuracy: Floats


def dependence(pairs: Pairs, judged: Judged) -> Floats:
    """The probability of each couple that one of the two copies from the other, or both from a third."""
    truth = _without_the_pair(pairs, judged)
    popular = _popularity(pairs, judged)
    one, two = judged.accuracy[pairs.first], judged.accuracy[pairs.second]
    mean = (one + two) / 2
    copied = truth * mean + (1 - truth) * (1 - mean) * popular
    by_chance = truth * one * two + (1 - truth) * (1 - one) * (1 - two) * popular
    agreeing = np.log(COPY_RATE * copied / by_chance + 1 - COPY_RATE)
    odds = np.where(pairs.same, agreeing, np.log(1 - COPY_RATE))
    total = pairs.prior + np.bincount(pairs.couple, odds, len(pairs.prior))
    chance: Floats = 1 / (1 + np.exp(-np.clip(total, -50, 50)))
    return chance


def _without_the_pair(pairs: Pairs, judged: Judged) -> Floats:
    """The probability of the first vote's answer, the two votes taken out."""
    theirs = judged.pull[pairs.first] + np.where(pairs.same, judged.pull[pairs.second], 0.0)
    kept = np.exp(-np.clip(theirs, -LARGEST_ODDS, LARGEST_ODDS))
    before = judged.probability[pairs.first]
    rest: Floats = before * kept / (1 - before + before * kept)
    return rest


def _popularity(pairs: Pairs, judged: Judged) -> Floats:
    """How likely a wrong source hits on the shared answer: its share of the votes, look-alikes left out."""
    votes = len(judged.answer)
    echoes = np.bincount(np.concatenate([pairs.first[pairs.alike], pairs.second[pairs.alike]]), minlength=votes)
    for_answer = np.bincount(judged.answer)[judged.answer] - 1 - echoes
    on_question = np.maximum(np.bincount(judged.question)[judged.question] - 1 - echoes + judged.misses, 1)
    share = np.clip(for_answer / on_question, 0, 1)[pairs.first]
    least = 1 / judged.misses[pairs.first]
    popular: Floats = np.where(pairs.same, np.maximum(share, least), least)
    return popular


def discount(pairs: Pairs, chance: Floats, votes: int) -> Discount:
    """Hold back the later of two dependent votes that agree, in proportion to the chance that it was copied."""
    chosen = pairs.same & (chance[pairs.couple] > LEAST_DEPENDENCE)
    first, second, later = pairs.first[chosen], pairs.second[chosen], pairs.later[chosen]
    likely = chance[pairs.couple[chosen]]
    strength = COPY_RATE * likely + (1 - COPY_RATE) * SURE_SHARE * (likely > SURE_DEPENDENCE)
    kept = np.exp(np.bincount(later, np.log1p(-np.clip(strength, 0, 0.99)), votes))
    echo = (np.concatenate([first, second]), np.concatenate([second, first]), np.concatenate([strength, strength]))
    return Discount(kept, echo)
