"""Why two episodes score as they do: each feature in plain words, and what it added to the score or took away.

The words are the first clause of the feature's docstring in features.py, so that what is counted and what is read stay
one. A search words its reasons itself (searching.py): it has both sentences at hand and names what they share.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corroboration.engine.features import FEATURES
from corroboration.engine.matching import weights

MOST = 6  # reasons shown of a pair, which has some eight: what is left out are tenths

_CLAUSE = re.compile(r" \(|[:;.]")


@dataclass(frozen=True, slots=True)
class Reason:
    """What one feature of a pair says. adds: what it added to the score, in log-odds; below 0, what it took away."""

    says: str
    adds: float

    @property
    def signed(self) -> str:
        """ "+1.2" or "−0.4"."""
        return f"{self.adds:+.1f}".replace("-", "−")


def reasons(features: Mapping[str, float], which: str = "dated") -> tuple[Reason, ...]:
    """The heaviest reasons for the score of a link with these features, and against it. What adds nothing is left out.

    which: the column of weights that the pair was judged by; links between articles are always "dated".
    """
    worth = {name: weight * features.get(name, 0.0) for name, weight in weights(which).of.items()}
    heaviest = sorted(worth, key=lambda name: (-abs(worth[name]), name))[:MOST]
    return tuple(Reason(says(name), round(worth[name], 1)) for name in heaviest if round(worth[name], 1))


def start(which: str = "dated") -> Reason:
    """What every pair begins with, before anything is known of it."""
    return Reason("most pairs that are compared are of two events", round(weights(which).bias, 1))


@cache
def says(name: str) -> str:
    """A feature in plain words: "both name one town or quarter"."""
    clause = _CLAUSE.split(FEATURES[name].__doc__ or "", maxsplit=1)[0]
    return clause[:1].lower() + clause[1:]
