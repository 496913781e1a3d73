"""Do two claims of one event say the same? A likelihood from what they share, by a table of weights.

Where numbers, denials or outcomes decide, relations.py has decided before. What is left is a matter of degree: two
tellings of one fact seldom share their words, and two facts of one event often do. So signs are weighed together, as
for episodes: a logistic regression, fitted to annotated articles by `python -m benchmarks.agreement SHARED --fit`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from claims.engine.values import Frame
from corroboration.engine import clashes
from corroboration.engine.families import families
from corroboration.engine.hierarchy import is_place
from corroboration.engine.phrases import READ_CHARS
from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.words import Words, overlap, shared_roots, words_of

FEWEST_WORDS = 2  # one telling word in common, often a town's name, shows nothing
SHARED_WORDS = 5  # telling words in common from which more add nothing
ALIKE = 0.5  # of token_sort_ratio: below it, likeness is chance
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims with their words."""

    left: Telling
    right: Telling
    mine: Words
    theirs: Words


@dataclass(frozen=True, slots=True)
class Agreement:
    """How likely two claims say the same, in [0, 1], and the signs that speak for it, the heaviest first."""

    likely: float
    reasons: tuple[str, ...]


def agreement(left: Telling, right: Telling) -> Agreement:
    """How likely two claims of one event say the same. Symmetric."""
    found, weights = features(left, right), _weights()
    odds = float(table("agreement_weights")["bias"]["log_odds"])
    odds += sum(weight * found[name] for name, weight in weights.items())
    worth = {name: weight * found[name] for name, weight in weights.items()}
    heaviest = sorted((name for name in worth if worth[name] > 0), key=lambda name: (-worth[name], name))
    return Agreement(1 / (1 + math.exp(-odds)), tuple(_says(name) for name in heaviest[:MOST_REASONS]))


def enough() -> float:
    """The likelihood from which two claims are called agreed."""
    return float(table("agreement_weights")["threshold"]["likely"])


def enough_for_two() -> float:
    """... where they are two independent voices, so that a false agreement would be a false corroboration."""
    return float(table("agreement_weights")["threshold"]["two_voices"])


def features(left: Telling, right: Telling) -> Mapping[str, float]:
    """All signs of a pair, each in [0, 1]."""
    pair = Pair(left, right, *(words_of(t.claim.text[:READ_CHARS]) for t in (left, right)))
    return {name: float(feature(pair)) for name, feature in FEATURES.items()}


def same_question(pair: Pair) -> float:
    """Both answer one question."""
    return pair.left.claim.slot == pair.right.claim.slot


def same_answer(pair: Pair) -> float:
    """They give one answer to it."""
    asked = bool(same_question(pair)) and not (_is_wide(pair) and _only_a_town(pair))
    return asked and clashes.same_answer(pair.left, pair.right) is True


def shared_words(pair: Pair) -> float:
    """They share telling words."""
    return min(SHARED_WORDS, shared_roots(pair.mine, pair.theirs)) / SHARED_WORDS


def contained(pair: Pair) -> float:
    """The longer one has telling words of the shorter one, more than one of them."""
    if shared_roots(pair.mine, pair.theirs) < FEWEST_WORDS:
        return 0.0
    least = min(pair.mine.norm, pair.theirs.norm)
    shared = overlap(pair.mine, pair.theirs) * (pair.mine.norm * pair.theirs.norm)
    return min(1.0, math.sqrt(shared) / least) if least else 0.0


def wording(pair: Pair) -> float:
    """They are worded alike (token_sort_ratio above one half)."""
    alike = fuzz.token_sort_ratio(pair.mine.plain, pair.theirs.plain) / 100
    return max(0.0, alike - ALIKE) / (1 - ALIKE)


def same_kind(pair: Pair) -> float:
    """They tell of one kind of action."""
    return not set(families(pair.left)).isdisjoint(families(pair.right))


def other_action(pair: Pair) -> float:
    """They tell of two actions."""
    mine, theirs = pair.left.claim.frame.action, pair.right.claim.frame.action
    return bool(mine and theirs and mine != theirs)


def same_target(pair: Pair) -> float:
    """What it was done to is named alike, and is more than a town."""
    if _only_a_town(pair):
        return 0.0
    return overlap(words_of(pair.left.claim.frame.target), words_of(pair.right.claim.frame.target))


def same_number(pair: Pair) -> float:
    """They give one number."""
    return not _numbers(pair.left).isdisjoint(_numbers(pair.right))


def other_number(pair: Pair) -> float:
    """Both give numbers, none the same."""
    mine, theirs = _numbers(pair.left), _numbers(pair.right)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def lone_number(pair: Pair) -> float:
    """Only one of them says how many."""
    return bool(pair.left.claim.quantities) != bool(pair.right.claim.quantities)


FEATURES: Mapping[str, Callable[[Pair], float]] = {
    function.__name__: function
    for function in (
        same_question, same_answer, shared_words, contained, wording, same_kind, other_action, same_target, same_number,
        other_number, lone_number,
    )
}  # fmt: skip


def _is_wide(pair: Pair) -> bool:
    return pair.left.claim.slot in table("opposites")["wide"]["slots"]


def _only_a_town(pair: Pair) -> bool:
    """Whether what something was done to is no more than where it was: much is done in one town."""
    return any(_is_town(telling.claim.frame) for telling in (pair.left, pair.right))


def _is_town(frame: Frame) -> bool:
    target = words_of(frame.target).weights.keys()
    return is_place(frame.target_id) or (bool(target) and target <= words_of(frame.place).weights.keys())


def _numbers(telling: Telling) -> set[float]:
    return {quantity.value for quantity in telling.claim.quantities if quantity.value is not None}


def _says(name: str) -> str:
    """A sign in plain words: the first clause of its docstring."""
    clause = (FEATURES[name].__doc__ or "").split(" (")[0].rstrip(".")
    return clause[:1].lower() + clause[1:]


@cache
def _weights() -> Mapping[str, float]:
    return {name: float(row["weight"]) for name, row in table("agreement_weights")["features"].items()}
