"""Why two episodes score as they do: each feature in plain words, and what it added to the score or took away.

The words are the first clause of the feature's docstring in features.py, so that what is counted and what is read stay
one; features that ask one thing in several ways are told together. A search words its reasons itself (searching.py): it
has both sentences at hand and names what they share.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corroboration.engine.features import FEATURES
from corroboration.engine.matching import weights

MOST = 5  # reasons shown of a pair, which has some six: what is left out are tenths
TOLD_AS = dict.fromkeys(("words_at_length", "words_contained", "shared_words"), "words")  # one thing to a reader

_CLAUSE = re.compile(r" \(|[:;.]")


@dataclass(frozen=True, slots=True)
class Reason:
    """What the two have in common, or not. adds: what that added to their score, in log-odds; below 0: took away."""

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
    worth: dict[str, float] = {}
    for name, weight in weights(which).of.items():
        told = TOLD_AS.get(name, name)
        worth[told] = worth.get(told, 0.0) + weight * features.get(name, 0.0)
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
