"""Votes on questions as sorted columns: what the joint inference reckons with, round after round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corroboration.engine.copying import Bools, Floats, Ints

VERDICT = 0.98  # probability of an answer that a person called right


@dataclass(frozen=True)
class Votes:
    """The votes in canonical order: by question, then by answer.

    place: where each stood in the input. source: whose each is. question, answer: indices of its question and of its
    (question, value). against: whether it denies its value. name: of each question, its number in the input. home,
    value, verdict: of each answer, its question, its value and the log-odds that verdicts give it. first, offered: of
    each question, its first answer and the number of different answers given. judged: whether it has a verdict.
    sources: their number.
    """

    place: Ints
    source: Ints
    question: Ints
    answer: Ints
    against: Bools
    weight: Floats
    time: Floats
    name: Ints
    home: Ints
    value: Ints
    verdict: Floats
    first: Ints
    offered: Ints
    judged: Bools
    sources: int


def arrange(
    sources: ArrayLike,
    objects: ArrayLike,
    values: ArrayLike,
    times: ArrayLike | None,
    weights: ArrayLike | None,
    against: ArrayLike | None,
    verdicts: Mapping[tuple[int, int], bool],
) -> Votes:
    source, question, value = (np.asarray(given, np.int64) for given in (sources, objects, values))
    time: Floats = np.zeros(len(source)) if times is None else np.asarray(times, np.float64)
    weight: Floats = np.ones(len(source)) if weights is None else np.asarray(weights, np.float64)
    deny: Bools = np.zeros(len(source), np.bool_) if against is None else np.asarray(against, np.bool_)
    place = np.lexsort((weight, deny, time, source, value, question))
    source, question, value = source[place], question[place], value[place]
    said = sorted(verdicts)
    width = max(int(value.max(initial=0)), *(v for _, v in said), 0) + 1
    given = np.array([o * width + v for o, v in said], np.int64)
    keys = np.union1d(question * width + value, given).astype(np.int64)
    name, first, home, offered = np.unique(keys // width, return_index=True, return_inverse=True, return_counts=True)
    right = [verdicts[key] for key in said]
    return Votes(
        place=place,
        source=source,
        question=np.searchsorted(name, question),
        answer=np.searchsorted(keys, question * width + value),
        against=deny[place],
        weight=weight[place],
        time=time[place],
        name=name,
        home=home,
        value=keys % width,
        verdict=_verdict_odds(keys, given, right, offered[home]),
        first=first,
        offered=offered,
        judged=np.isin(name, given // width),
        sources=int(source.max(initial=-1)) + 1,
    )


def _verdict_odds(keys: Ints, given: Ints, right: Sequence[bool], offered: Ints) -> Floats:
    """What people's verdicts add to the log-odds of each answer."""
    odds = np.zeros(len(keys))
    at = np.searchsorted(keys, given)
    signs = np.where(np.array(right, np.bool_), 1.0, -1.0)
    odds[at] = signs * np.log(VERDICT / (1 - VERDICT)) + np.log(np.maximum(offered[at], 2))
    return odds


class Answers(Mapping[tuple[int, int], float]):
    """(object, value) -> probability, kept as columns: a million answers as a dict would take ten times the memory.

    question, value: of each answer, ascending. probability: of each.
    """

    def __init__(self, question: Ints, value: Ints, probability: Floats) -> None:
        self.question, self.value, self.probability = question, value, probability

    def __getitem__(self, key: tuple[int, int]) -> float:
        start, end = np.searchsorted(self.question, (key[0], key[0] + 1))
        at = start + int(np.searchsorted(self.value[start:end], key[1]))
        if at == end or self.value[at] != key[1]:
            raise KeyError(key)
        return float(self.probability[at])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.question.tolist(), self.value.tolist(), strict=True)

    def __len__(self) -> int:
        return len(self.question)
