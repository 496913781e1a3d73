"""Votes on questions as sorted columns: what the joint inference reckons with, round after round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from corroboration.engine.copying import Bools, Floats, Ints

VERDICT = 0.98  # probability of an answer that a person called right, whatever the votes


@dataclass(frozen=True)
class Votes:
    """The votes in canonical order: by question, then by answer.

    place: where each stood in the input. source: whose each is. question, answer: indices of its question and of its
    (question, value). against: whether it denies its value. name: of each question, its number in the input. home,
    value: of each answer, its question and value. called: whether a person called it right (1), wrong (-1) or neither
    (0). first, offered: of each question, its first answer and the number of different answers given. sources: their
    number.
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
    called: Ints
    first: Ints
    offered: Ints
    sources: int

    @property
    def said(self) -> Ints:
        """Of each vote its answer, of a denial a number of its own: it shares no answer with any other."""
        said: Ints = np.where(self.against, -1 - np.arange(len(self.answer)), self.answer)
        return said

    @property
    def judged(self) -> Bools:
        """Of each question, whether it has a verdict."""
        return np.bincount(self.home, self.called != 0, len(self.offered)) > 0

    def unjudged(self) -> "Votes":
        """The same votes as if nobody had given a verdict."""
        return replace(self, called=np.zeros_like(self.called))

    def highest(self, score: Floats) -> Ints:
        """Of each question, the answer that scores highest; of equals the last."""
        order = np.lexsort((score, self.home))
        best: Ints = order[self.first + self.offered - 1]
        return best


def arrange(
    sources: ArrayLike,
    objects: ArrayLike,
    values: ArrayLike,
    times: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    against: ArrayLike | None = None,
    verdicts: Mapping[tuple[int, int], bool] | None = None,
) -> Votes:
    """Votes as joint.fit takes them, in canonical order: the order in which they are handed in makes no difference."""
    source, question, value = (np.asarray(given, np.int64) for given in (sources, objects, values))
    time: Floats = np.zeros(len(source)) if times is None else np.asarray(times, np.float64)
    weight: Floats = np.ones(len(source)) if weights is None else np.asarray(weights, np.float64)
    deny: Bools = np.zeros(len(source), np.bool_) if against is None else np.asarray(against, np.bool_)
    place = np.lexsort((weight, deny, time, source, value, question))
    source, question, value = source[place], question[place], value[place]
    called = verdicts or {}
    said = sorted(called)
    width = max(int(value.max(initial=0)), *(v for _, v in said), 0) + 1
    given = np.array([o * width + v for o, v in said], np.int64)
    keys = np.union1d(question * width + value, given).astype(np.int64)
    name, first, home, offered = np.unique(keys // width, return_index=True, return_inverse=True, return_counts=True)
    signs = np.zeros(len(keys), np.int64)
    signs[np.searchsorted(keys, given)] = [1 if called[key] else -1 for key in said]
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
        called=signs,
        first=first,
        offered=offered,
        sources=int(source.max(initial=-1)) + 1,
    )


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
