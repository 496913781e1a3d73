"""Inference over yes/no questions that all share their two answers: who says yes too readily, and who no.

Where every question offers the same labels, a source's errors have a direction that one accuracy can't tell: a careless
reader misses what is there more often than he sees what isn't. Each source gets a confusion matrix (Dawid and Skene
1979), drawn towards the pooled one so that sources with few votes stay sensible.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from corroboration.engine.copying import Floats, Ints
from corroboration.engine.voting import VERDICT
from sources.engine.reliability import PLACES

ROUNDS = 60  # at most
SETTLED = 1e-4  # greatest change of a probability below which the rounds end
DRAWN = 6.0  # votes that the pooled confusion is worth in each source's own
SENSIBLE = 2.0  # votes by which the pooled confusion is held to "mostly right"


@dataclass(frozen=True)
class LabelFit:
    """What a fit found.

    probability: (objects, labels), that a label is the right one. accuracy: of each source, over the labels as they
    occur. confusion: (sources, right label, said label).
    """

    probability: Floats
    accuracy: Floats
    confusion: Floats


def fit_labels(
    sources: ArrayLike, objects: ArrayLike, labels: ArrayLike, verdicts: Mapping[int, int] | None = None
) -> LabelFit:
    """Fit sources and answers to votes: source s gave object o the label l (whole numbers from 0).

    verdicts: object -> the label that a person called right. The order of the votes makes no difference.
    """
    source, question, label = (np.asarray(given, np.int64) for given in (sources, objects, labels))
    order = np.lexsort((source, label, question))
    source, question, label = source[order], question[order], label[order]
    count = int(label.max()) + 1
    judged = np.array(sorted((verdicts or {}).items()), np.int64).reshape(-1, 2)
    belief = _told(_shares(question, label, count), judged)
    for _ in range(ROUNDS):
        confusion, base = _confusion(source, question, label, belief), belief.sum(axis=0) + 1
        before, belief = belief, _told(_believe(source, question, label, confusion, base / base.sum()), judged)
        if np.abs(belief - before).max() < SETTLED:
            break
    right = (np.diagonal(confusion, axis1=1, axis2=2) * (base / base.sum())).sum(axis=1)
    return LabelFit(belief.round(PLACES), right.round(PLACES), confusion)


def _shares(question: Ints, label: Ints, count: int) -> Floats:
    """To start with, each label is as probable as its share of the votes."""
    size = int(question.max()) + 1
    votes = np.bincount(question * count + label, minlength=size * count).reshape(size, count) + 0.5 / count
    start: Floats = votes / votes.sum(axis=1, keepdims=True)
    return start


def _told(belief: Floats, judged: Ints) -> Floats:
    """The beliefs with those that a person settled in their place. judged: (verdicts, 2), object and label."""
    settled = belief.copy()
    settled[judged[:, 0]] = (1 - VERDICT) / max(belief.shape[1] - 1, 1)
    settled[judged[:, 0], judged[:, 1]] = VERDICT
    return settled


def _confusion(source: Ints, question: Ints, label: Ints, belief: Floats) -> Floats:
    """(sources, right, said): how often each source says a label where another is right."""
    size, count = int(source.max()) + 1, belief.shape[1]
    seen = np.empty((size, count, count))
    for right in range(count):
        said = np.bincount(source * count + label, belief[question, right], size * count)
        seen[:, right, :] = said.reshape(size, count)
    pooled = seen.sum(axis=0) + SENSIBLE * np.eye(count) + 1
    drawn = seen + DRAWN * pooled / pooled.sum(axis=1, keepdims=True)
    matrix: Floats = drawn / drawn.sum(axis=2, keepdims=True)
    return matrix


def _believe(source: Ints, question: Ints, label: Ints, confusion: Floats, base: Floats) -> Floats:
    """The probability of each label, given what the sources say where it is right, and how common it is."""
    size, count = int(question.max()) + 1, len(base)
    score = np.log(base) + np.stack(
        [np.bincount(question, np.log(confusion[source, right, label]), size) for right in range(count)], axis=1
    )
    part = np.exp(score - score.max(axis=1, keepdims=True))
    belief: Floats = part / part.sum(axis=1, keepdims=True)
    return belief
