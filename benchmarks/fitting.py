"""Fits the tables of weights to labelled claims: which episode a claim goes on with, which episodes are of one event.

Both are log-linear models, pulled towards nothing by a ridge, so that a table can be read and changed by a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RIDGE = 2.0  # pull of the weights towards nothing, in decisions or pairs: keeps rare features from being over-trusted
STEPS, RATE = 400, 0.1  # of ascent by Adam (Kingma & Ba 2015); the likelihood is concave, so they only need to suffice
NEWTON_STEPS = 30
Matrix = NDArray[np.float64]
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice between options: the features of each, and which was right."""

    options: tuple[Features, ...]
    right: int


def conditional_logit(decisions: Sequence[Decision], names: Sequence[str]) -> dict[str, float]:
    """Weights that make the right options likeliest (McFadden 1974)."""
    place = {name: column for column, name in enumerate(names)}
    options = max(len(decision.options) for decision in decisions)
    x = np.zeros((len(decisions), options, len(names)))
    closed = np.full((len(decisions), options), -1e9)
    for row, decision in enumerate(decisions):
        closed[row, : len(decision.options)] = 0.0
        for option, found in enumerate(decision.options):
            for name, value in found.items():
                x[row, option, place[name]] = value
    right = x[np.arange(len(decisions)), [decision.right for decision in decisions]].sum(0)
    return dict(zip(names, _ascend(x, closed, right).tolist(), strict=True))


def _ascend(x: Matrix, closed: Matrix, right: Matrix) -> Matrix:
    weights, mean, square = np.zeros(x.shape[2]), np.zeros(x.shape[2]), np.zeros(x.shape[2])
    for step in range(1, STEPS + 1):
        odds = x @ weights + closed
        likely = np.exp(odds - odds.max(1, keepdims=True))
        likely /= likely.sum(1, keepdims=True)
        slope = right - np.einsum("do,dof->f", likely, x) - RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return weights


def logistic(x: Matrix, same: Matrix, weight: Matrix) -> Matrix:
    """The bias, then a weight a column: ridge logistic regression by Newton steps."""
    x = np.hstack([np.ones((len(x), 1)), x])
    b = np.zeros(x.shape[1])
    pull = RIDGE * np.eye(len(b))
    pull[0, 0] = 1e-6  # the bias is free
    for _ in range(NEWTON_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        b += np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + pull, x.T @ (weight * (same - p)) - pull @ b)
    return b


def likely(x: Matrix, b: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-(b[0] + x @ b[1:]))))
