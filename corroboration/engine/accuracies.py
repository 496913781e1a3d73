"""How accurate sources are, as a posterior on a grid: from how probable each of their votes' answers is."""

from collections.abc import Sequence

import numpy as np

from corroboration.engine.copying import Floats, Ints
from sources.engine.reliability import GRID

A = np.array(GRID)
LOG_HIT, LOG_MISS = np.log(A), np.log1p(-A)
PRIORS = tuple(
    (round(float(mean), 2), strength) for mean in np.arange(0.5, 0.96, 0.05) for strength in (2.0, 4.0, 8.0, 16.0, 32.0)
)
USUAL_MEAN, DOUBT = 0.8, 5.0  # a prior mean away from 0.8 must be this much likelier (log, per unit) to be believed
MULTIPLIED = 16  # likelihoods multiplied before a logarithm is taken: none is below 1e-5, so nothing underflows
AT_ONCE = 256  # products reckoned at a time: they fit in the processor's cache


class Grid:
    """The log-likelihood of every accuracy on the grid, of every source: most of the work of a round.

    Likelihoods of one source's votes of one weight are multiplied by blocks, so that one logarithm serves many.
    """

    def __init__(self, source: Ints, weight: Floats, sources: int) -> None:
        self.sources = sources
        self.order = np.lexsort((weight, source))
        source, weight = source[self.order], weight[self.order]
        new = np.ones(len(source), np.bool_)
        new[1:] = (np.diff(source) != 0) | (np.diff(weight) != 0)
        runs = np.flatnonzero(new)
        in_run = np.arange(len(source)) - np.repeat(runs, np.diff([*runs, len(source)]))
        self.starts = np.flatnonzero(in_run % MULTIPLIED == 0)
        self.weight = weight[self.starts]
        owner = source[self.starts]
        self.heard, self.first = np.unique(owner, return_index=True)

    def heights(self, right: Floats, wrong: Floats) -> Floats:
        """(sources, grid). right, wrong: of each vote, what it would be worth if its source were surely so."""
        gain, wrong = (right - wrong)[self.order], wrong[self.order]
        logs = np.empty((len(self.starts), len(A)))
        ends = np.append(self.starts, len(wrong))
        for low in range(0, len(self.starts), AT_ONCE):
            high = min(low + AT_ONCE, len(self.starts))
            votes = slice(ends[low], ends[high])
            likely = np.multiply.outer(A, gain[votes])
            likely += wrong[votes]
            logs[low:high] = np.multiply.reduceat(likely, self.starts[low:high] - ends[low], axis=1).T
        np.log(logs, out=logs)
        logs *= self.weight[:, None]
        heights = np.zeros((self.sources, len(A)))
        if len(self.first):
            heights[self.heard] = np.add.reduceat(logs, self.first)
        return heights


def best_prior(likelihood: Floats, priors: Sequence[tuple[float, float]]) -> tuple[float, float, Floats]:
    """(mean, strength, log density on the grid) of the Beta under which the sources are likeliest (empirical Bayes)."""
    best: tuple[float, tuple[float, float], Floats] = (-np.inf, priors[0], np.zeros(len(A)))
    for mean, strength in priors:
        density = (mean * strength - 1) * LOG_HIT + ((1 - mean) * strength - 1) * LOG_MISS
        density -= density.max()
        density -= np.log(np.exp(density).sum())
        evidence = float(np.log((likelihood * np.exp(density)).sum(axis=1) + 1e-300).sum()) - DOUBT * abs(
            mean - USUAL_MEAN
        )
        if evidence > best[0]:
            best = (evidence, (mean, strength), density)
    return best[1][0], best[1][1], best[2]
