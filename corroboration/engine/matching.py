"""Do two episodes speak of one event? A score in [0, 1] and the features that made it.

The frame decides (when, where, who, what), and words bridge what extraction missed. Whether claims *agree* is another
question, asked in relations.py: a rising toll, a denial and another culprit are all about one event.

Statements without dates are judged by weights of their own: with nothing known of when, words must say more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corroboration.engine.comparison import Comparison, Grid
from corroboration.engine.features import FEATURES
from corroboration.engine.profiles import Profile, profile_of
from corroboration.engine.tables import table
from corroboration.engine.values import Link, Pair, Telling, ordered

LINK_FLOOR = 0.2  # below it a link isn't stored: it could bring no episode to a cluster, nor make a suggestion
PLACES = 9  # decimals of a score: the same pair gives the same bytes on every machine
BLOCK = 256  # profiles on a side that are compared at once: holds memory flat
ODDS_PLACES, FEATURE_PLACES = 6, 3


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth, in log-odds, and the bias."""

    bias: float
    of: Mapping[str, float]


@cache
def weights(which: str) -> Weights:
    """The column "dated" or "undated" of match_weights.toml."""
    rows = table("match_weights")
    of = {name: float(rows["features"][name].get(which, 0.0)) for name in FEATURES}
    return Weights(float(rows["bias"][which]), {name: weight for name, weight in of.items() if weight})


def scores(lefts: Sequence[Profile], rights: Sequence[Profile]) -> Grid:
    """How likely each left profile is of one event with each right one: an array (left, right)."""
    return _Judgement(lefts, rights).scores


def all_scores(profiles: Sequence[Profile]) -> Grid:
    """The scores of all pairs of these profiles; 0 on the diagonal."""
    found = np.zeros((len(profiles), len(profiles)))
    for start in range(0, len(profiles), BLOCK):
        block = scores(profiles[start : start + BLOCK], profiles[start:])
        found[start : start + BLOCK, start:] = block
        found[start:, start : start + BLOCK] = block.T  # a score is the same from the other side
    np.fill_diagonal(found, 0.0)
    return found


def links(pairs: Iterable[Pair], profiles: Mapping[str, Profile], floor: float = LINK_FLOOR) -> list[Link]:
    """The links of these pairs (left < right) that score enough to be kept, in order."""
    wanted = sorted(set(pairs))
    turns = Counter(id for pair in wanted for id in pair)
    partners: dict[str, list[str]] = {}
    for left, right in wanted:  # under the one of more pairs: an article's episodes, beside all that they meet
        hub, other = (left, right) if turns[left] >= turns[right] else (right, left)
        partners.setdefault(hub, []).append(other)
    found: list[Link] = []
    for hub, others in partners.items():
        for start in range(0, len(others), BLOCK):
            block = others[start : start + BLOCK]
            judged = _Judgement([profiles[hub]], [profiles[id] for id in block])
            for at in np.nonzero(judged.scores[0] >= floor)[0].tolist():
                left, right = ordered(hub, block[at])
                found.append(Link(left, right, float(judged.scores[0, at]), judged.reasons(0, at)))
    return sorted(found, key=lambda link: (link.left, link.right))


def score(left: Telling, right: Telling) -> Link:
    """How likely two claims that stand alone are about one event. Symmetric, and a function of the two alone."""
    if right.id < left.id:
        left, right = right, left
    judged = _Judgement([profile_of((left,))], [profile_of((right,))])
    return Link(left.id, right.id, float(judged.scores[0, 0]), judged.reasons(0, 0))


class _Judgement:
    """Scores of every left profile with every right one, and the features behind them."""

    def __init__(self, lefts: Sequence[Profile], rights: Sequence[Profile]) -> None:
        pairs = Comparison(lefts, rights)
        dated = pairs.published_apart >= 0
        self.features: dict[str, Grid] = {}
        odds = np.zeros(dated.shape)
        for known, which in ((dated, "dated"), (~dated, "undated")):
            if known.any():
                odds = np.where(known, self._odds(pairs, weights(which)), odds)
        self.scores = np.round(1 / (1 + np.exp(-np.round(odds, ODDS_PLACES))), PLACES)

    def _odds(self, pairs: Comparison, table: Weights) -> Grid:
        total = np.full(pairs.published_apart.shape, table.bias)
        for name, weight in table.of.items():
            if name not in self.features:
                self.features[name] = np.asarray(FEATURES[name](pairs), dtype=float)
            total = total + weight * self.features[name]
        return total

    def reasons(self, left: int, right: int) -> dict[str, float]:
        """The features of one pair that say something."""
        values = {name: round(float(grid[left, right]), FEATURE_PLACES) for name, grid in self.features.items()}
        return {name: value for name, value in values.items() if value}
