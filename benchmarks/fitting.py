"""Fits the table of match_weights.toml to labelled pairs: logistic regression, cross-validated over events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corroboration.engine.features import FEATURES, UNKNOWN

FOLDS = 5
RIDGE = 3.0  # pull of the weights towards nothing, in pairs: keeps rare features from being over-trusted
STEPS = 40
PAIRS = 1000  # that a corpus of weight 1 counts for, however many it holds
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair that met: the event or topic it must not be torn from, whether it is one event, its features."""

    group: str
    same: bool
    features: Mapping[str, float]


def columns(pairs: Sequence[Labelled]) -> Matrix:
    """Two columns a feature: how far it agrees, how far it clashes, both in [0, 1]; 0 where unknown."""
    lean = np.array([[(pair.features[name] - UNKNOWN) / UNKNOWN for name in FEATURES] for pair in pairs])
    return np.hstack([np.maximum(lean, 0), np.minimum(lean, 0)])


def fit(x: Matrix, same: Matrix, weight: Matrix) -> Matrix:
    """Ridge logistic regression by Newton steps: the bias, then a weight a column. Weights below 0 are put to 0."""
    x = np.hstack([np.ones((len(x), 1)), x])
    free = np.ones(x.shape[1], bool)
    while True:
        b = np.zeros(x.shape[1])
        for _ in range(STEPS):
            p = 1 / (1 + np.exp(-x @ b))
            slope = x.T @ (weight * (same - p)) - RIDGE * np.r_[0, b[1:]]
            curve = (x * (weight * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(b))
            b[free] += np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        wrong = (b < 0) & free
        wrong[0] = False
        if not wrong.any():
            return b
        free &= ~wrong


def run(*corpora: tuple[Sequence[Labelled], float]) -> None:
    """Print the fitted table, and the log-loss on events left out. corpora: pairs, and what all of them weigh."""
    pairs = [pair for corpus, _ in corpora for pair in corpus]
    weight = np.concatenate([np.full(len(corpus), PAIRS * share / max(1, len(corpus))) for corpus, share in corpora])
    x, same = columns(pairs), np.array([float(pair.same) for pair in pairs])
    groups = sorted({pair.group for pair in pairs})
    fold = np.array([groups.index(pair.group) % FOLDS for pair in pairs])
    guess = np.zeros(len(pairs))
    for k in range(FOLDS):
        b = fit(x[fold != k], same[fold != k], weight[fold != k])
        guess[fold == k] = 1 / (1 + np.exp(-(b[0] + x[fold == k] @ b[1:])))
    loss = -np.average(np.log(np.where(same == 1, guess, 1 - guess).clip(1e-9)), weights=weight)
    print(f"fit on {len(pairs)} pairs, {same.mean():.0%} of one event; left out: log-loss {loss:.3f}")
    b, names = fit(x, same, weight), list(FEATURES)
    print(f"  {'bias':12} {b[0]:6.2f}\n  {'feature':12}  match  clash")
    for i, name in enumerate(names):
        print(f"  {name:12} {b[1 + i]:6.2f} {b[1 + len(names) + i]:6.2f}")
