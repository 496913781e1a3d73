"""Statistical copying: which sources share more than the truth explains.

Two sources that agree on what is true show nothing; two that share rare errors do. For each pair of sources with
enough common questions the odds of copying are weighed against those of independence (Dong, Berti-Equille and
Srivastava 2009), every shared answer being judged without the two themselves. The later of two dependent votes is then
discounted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Indices = NDArray[np.int32]  # of votes or couples, where there are many

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
AT_ONCE = 1 << 18  # pairs looked at together: what bounds the memory that they take
MERGED_FROM = 1 << 22  # counts of couples kept apart, at least, before those of one couple are added up


@dataclass(frozen=True)
class Pairs:
    """The pairs of votes that agree on a question, of the couples of sources that share enough questions.

    first, second: indices of the votes. couple: index of the source couple. sources: (couples, 2), the two of each.
    prior: log-odds of dependence of each couple before looking at its votes. shared: of each couple, the number of
    common questions; agreed: how many of them it answered alike. seniority: the rank of each vote as an original.

    Pairs that disagree are only counted (shared - agreed): all of them say the same. They are many, so the indices of
    the others are kept short.
    """

    first: Indices
    second: Indices
    couple: Indices
    sources: Ints
    prior: Floats
    shared: Ints
    agreed: Ints
    seniority: Ints

    @property
    def agreement(self) -> Floats:
        """The share of its common questions that each couple answered alike."""
        share: Floats = self.agreed / np.maximum(self.shared, 1)
        return share

    @property
    def identical(self) -> Floats:
        """1 for couples that are surely one feed, else 0."""
        return ((self.agreement >= IDENTICAL) & (self.shared >= IDENTICAL_OVER)).astype(float)

    def slices(self) -> Iterator[slice]:
        return _slices(len(self.first))


@dataclass(frozen=True)
class Discount:
    """What dependence leaves of the votes.

    kept: of each vote, the share that counts. first, second, strength: the pairs of dependent votes: neither's word
    corroborates the other's, in that measure.
    """

    kept: Floats
    first: Ints
    second: Ints
    strength: Floats

    def echo(self, pull: Floats) -> Floats:
        """What the dependents of each vote add to its answer."""
        forth = np.bincount(self.second, self.strength * pull[self.first], len(pull))
        back = np.bincount(self.first, self.strength * pull[self.second], len(pull))
        return np.add(forth, back, dtype=np.float64)


def no_discount(votes: int) -> Discount:
    nobody = np.zeros(0, np.int64)
    return Discount(np.ones(votes), nobody, nobody, np.zeros(0))


def vote_pairs(
    source: Ints, question: Ints, answer: Ints, time: Floats, known: Mapping[tuple[int, int], float]
) -> Pairs:
    """Pair up votes, given in a canonical order with question ascending.

    known: (smaller source, greater source) -> log-odds of dependence to add, from text overlap, bylines, citations or
    ownership.
    """
    size = int(source.max(initial=0)) + 1
    order = _sampled(question)
    keys, shared = _couples(order, question, source, size)
    order = order[np.argsort(answer[order], kind="stable")]
    first, second, couple = _agreeing(order, answer, source, size, keys)
    hints = np.array([known.get((int(key // size), int(key % size)), 0.0) for key in keys] if known else 0.0)
    return Pairs(
        first=first,
        second=second,
        couple=couple,
        sources=np.stack([keys // size, keys % size], axis=1),
        prior=np.full(len(keys), np.log(RARE / (1 - RARE))) + hints,
        shared=shared,
        agreed=_counts(couple, len(keys)),
        seniority=_seniority(source, time),
    )


def _sampled(question: Ints) -> Ints:
    """The votes to pair, question by question. Large questions are sampled, always alike."""
    order = np.lexsort((np.random.default_rng(0).random(len(question)), question))
    return order[_rank_in_run(question[order]) < MOST_PER_QUESTION]


def _couples(order: Ints, question: Ints, source: Ints, size: int) -> tuple[Ints, Ints]:
    """(key, number of common questions) of the couples of sources that share enough of them, ascending."""
    counted, fresh = [(np.zeros(0, np.int64), np.zeros(0, np.int64))], 0
    for first, second in _pairs(order, question):
        counted.append(np.unique(_keys(first, second, source, size), return_counts=True))
        fresh += len(counted[-1][0])
        if fresh > max(MERGED_FROM, len(counted[0][0])):
            counted, fresh = [_merged(counted)], 0
    keys, shared = _merged(counted)
    enough = (shared >= FEWEST_SHARED) & (keys // size != keys % size)
    return keys[enough], shared[enough]


def _agreeing(order: Ints, answer: Ints, source: Ints, size: int, keys: Ints) -> tuple[Indices, Indices, Indices]:
    """(first vote, second vote, couple) of the pairs on one answer, of the couples with these keys."""
    most = int(_rank_in_run(answer[order]).sum())
    found = np.empty((3, most), np.int32)  # its pages cost nothing until they are written to
    count = 0
    for first, second in _pairs(order, answer):
        wanted = _keys(first, second, source, size)
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        chosen = keys[place] == wanted if len(keys) else np.zeros(len(wanted), np.bool_)
        end = count + int(chosen.sum())
        for row, column in enumerate((first, second, place)):
            found[row, count:end] = column[chosen]
        count = end
    return found[0, :count], found[1, :count], found[2, :count]


def _pairs(order: Ints, group: Ints) -> Iterator[tuple[Ints, Ints]]:
    """(first, second) of all pairs of the ordered votes that are of one group, some at a time."""
    rank = _rank_in_run(group[order])
    reached = np.cumsum(rank)
    steps = np.arange(0, reached[-1] if len(rank) else 0, AT_ONCE)
    for start, end in pairwise([*np.searchsorted(reached, steps, side="right").tolist(), len(rank)]):
        second = np.repeat(np.arange(start, end), rank[start:end])
        first = second - rank[second] + _rank_in_run(second)
        yield order[first], order[second]


def _keys(first: Ints, second: Ints, source: Ints, size: int) -> Ints:
    low, high = np.minimum(source[first], source[second]), np.maximum(source[first], source[second])
    keys: Ints = low * size + high
    return keys


def _counts(of: Indices, size: int) -> Ints:
    """How often each number below a size occurs."""
    counts = np.zeros(size, np.int64)
    for part in _slices(len(of)):
        counts += np.bincount(of[part], minlength=size)
    return counts


def _slices(length: int) -> Iterator[slice]:
    for start in range(0, length, AT_ONCE):
        yield slice(start, start + AT_ONCE)


def _merged(counted: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """(key, count) over several such columns, ascending."""
    keys, place = np.unique(np.concatenate([keys for keys, _ in counted]), return_inverse=True)
    counts = np.bincount(place, np.concatenate([counts for _, counts in counted]), len(keys))
    return keys, counts.astype(np.int64)


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
    share = _popularity(pairs, judged)
    total = pairs.prior + (pairs.shared - pairs.agreed) * np.log(1 - COPY_RATE)
    for part in pairs.slices():
        first, second = pairs.first[part], pairs.second[part]
        truth = _without_the_pair(first, second, judged)
        one, two, popular = judged.accuracy[first], judged.accuracy[second], share[first]
        mean = (one + two) / 2
        copied = truth * mean + (1 - truth) * (1 - mean) * popular
        by_chance = truth * one * two + (1 - truth) * (1 - one) * (1 - two) * popular
        odds = np.log(COPY_RATE * copied / by_chance + 1 - COPY_RATE)
        total += np.bincount(pairs.couple[part], odds, len(total))
    chance: Floats = 1 / (1 + np.exp(-np.clip(total, -50, 50)))
    return chance


def _without_the_pair(first: Indices, second: Indices, judged: Judged) -> Floats:
    """The probability of the answer that two votes share, both taken out."""
    kept = np.exp(-np.clip(judged.pull[first] + judged.pull[second], -LARGEST_ODDS, LARGEST_ODDS))
    before = judged.probability[first]
    rest: Floats = before * kept / (1 - before + before * kept)
    return rest


def _popularity(pairs: Pairs, judged: Judged) -> Floats:
    """How likely a wrong source hits on each vote's answer: its share of the votes, look-alikes left out."""
    echoes = np.zeros(len(judged.answer), np.int64)
    alike = pairs.agreement >= ALIKE
    for part in pairs.slices():
        chosen = alike[pairs.couple[part]]
        for votes in (pairs.first[part][chosen], pairs.second[part][chosen]):
            echoes += np.bincount(votes, minlength=len(echoes))
    for_answer = np.bincount(judged.answer)[judged.answer] - 1 - echoes
    on_question = np.maximum(np.bincount(judged.question)[judged.question] - 1 - echoes + judged.misses, 1)
    popular: Floats = np.maximum(np.clip(for_answer / on_question, 0, 1), 1 / judged.misses)
    return popular


def discount(pairs: Pairs, chance: Floats, votes: int) -> Discount:
    """Hold back the later of two dependent votes that agree, in proportion to the chance that it was copied."""
    chosen = (chance > LEAST_DEPENDENCE)[pairs.couple]
    first, second = pairs.first[chosen].astype(np.int64), pairs.second[chosen].astype(np.int64)
    likely = chance[pairs.couple[chosen]]
    strength = COPY_RATE * likely + (1 - COPY_RATE) * SURE_SHARE * (likely > SURE_DEPENDENCE)
    later = np.where(pairs.seniority[first] < pairs.seniority[second], second, first)
    kept = np.exp(np.bincount(later, np.log1p(-np.clip(strength, 0, 0.99)), votes))
    return Discount(kept, first, second, strength)
