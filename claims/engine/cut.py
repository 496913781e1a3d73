"""One cut through a sentence: what it takes out, and the measures that decide whether that is enough."""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from claims.engine.lexicon import lexicon
from claims.engine.trees import is_number

SHORTEST_CLAUSE = 3  # words that a claim has at least
SHORTEST_PHRASE = 4  # words of a clause without a subject; shorter ones stay with the clause above

CLAUSE_MARKS = frozenset({"mark", "cc", "preconj"})


@dataclass(frozen=True, slots=True)
class Cut:
    """One claim of a sentence: all below `top` but what lies below further cuts; `head` is its predicate.

    purpose: it tells an aim ("in order to"). nominal: it is a noun with what hangs on it, its verb elsewhere.
    joins: index of the top of another cut that it is part of after all; None: it stands alone.
    """

    top: Token
    head: Token
    purpose: bool = False
    nominal: bool = False
    joins: int | None = None


Cuts = Mapping[int, Cut]  # by the index of their tops


def has_number(token: Token) -> bool:
    words = lexicon()
    return any(is_number(t, words) for t in token.subtree)
