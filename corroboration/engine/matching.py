"""Do two claims speak of one event? A score in [0, 1] and the features that made it.

The frame decides (when, where, who, what), and words bridge what extraction missed. Whether the two *agree* is another
question, asked in relations.py: a rising toll, a denial and another culprit are all about one event.
"""

from collections.abc import Mapping
from functools import cache
from math import exp

from corroboration.engine.features import FEATURES, UNKNOWN
from corroboration.engine.tables import table
from corroboration.engine.values import Link, Telling

LINK_FLOOR = 0.35  # below it a link isn't stored: it could bring no claim to a cluster, nor make a suggestion
PLACES = 9  # decimals kept, so that the same pair gives the same bytes on every machine


@cache
def _weights() -> Mapping[str, tuple[float, float]]:
    """feature -> (what full agreement adds, what a full clash takes away), in log-odds."""
    rows = table("match_weights")["features"]
    return {name: (float(rows[name]["match"]), float(rows[name]["clash"])) for name in FEATURES}


@cache
def _bias() -> float:
    return float(table("match_weights")["bias"]["log_odds"])


def features(left: Telling, right: Telling) -> dict[str, float]:
    """Each feature's value for the pair, 0.5 where unknown."""
    return {name: feature(left, right) for name, feature in FEATURES.items()}


def log_odds(values: Mapping[str, float]) -> float:
    """The evidence for one event, in log-odds: the bias plus what each feature adds or takes away."""
    total = _bias()
    for name, (match, clash) in _weights().items():
        lean = (values[name] - UNKNOWN) / UNKNOWN
        total += lean * match if lean > 0 else lean * clash
    return total


def score(left: Telling, right: Telling) -> Link:
    """How likely two claims are about one event. Symmetric, and a function of the two alone."""
    if right.id < left.id:
        left, right = right, left
    values = features(left, right)
    likely = 1 / (1 + exp(-log_odds(values)))
    return Link(left.id, right.id, round(likely, PLACES), values)
