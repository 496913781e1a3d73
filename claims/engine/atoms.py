"""A sentence into its atomic clauses: what can be true while the rest of the sentence is false.

Each clause is a list of tokens in text order, the shortest that carries it: without the reporting phrase, the
conjunction before it, and the clauses that are claims of their own. It may be discontinuous.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.engine import cuts
from claims.engine.checkable import is_claim
from claims.engine.cut import Cut
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.document import LONGEST_SENTENCE
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.mending import mended
from claims.engine.parts import parts
from claims.engine.trimming import trimmed


@dataclass(frozen=True, slots=True)
class Atom:
    """One claim: its predicate, its words, whether it tells an aim ("in order to"), and the words it is told by.

    told: its own words with those that it shares with a claim beside it ("the blast killed" ... "six women").
    """

    head: Token
    tokens: tuple[Token, ...]
    purpose: bool
    told: tuple[Token, ...]


def split(sentence: Span, allowed: frozenset[int]) -> list[Atom]:
    """The atomic clauses of a sentence, in text order.

    allowed: indices of the tokens that may belong to claims; the words of attributions are left out of it.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return []
    words, own = lexicon(), cut_words()
    found = mended(sentence, cuts.find(sentence, allowed), allowed)
    owner = _owners(sentence, found)
    allowed -= {cut.top.head.i for cut in found.values() if cut.top.dep_ == "pcomp"}  # "after" of "after leaving"
    atoms: list[Atom] = []
    for cut in found.values():
        if cut.joins is not None or cuts.describes_voice(cut, allowed):
            continue
        mine = [token for token in sentence if owner[token.i] == cut.top.i and token.i in allowed]
        atoms.extend(_claims(cut, mine, sentence, words, own))
    return sorted(atoms, key=lambda atom: atom.tokens[0].i)


def _claims(cut: Cut, mine: Sequence[Token], sentence: Span, words: Lexicon, own: CutWords) -> Iterator[Atom]:
    """The claims of one clause: the whole, or each of the counts and asides that it tells side by side."""
    whole = trimmed(mine, words, own)
    if not is_claim(cut, whole, sentence, words, own):
        return
    for part in parts(whole, cut.head, words, own):
        yield Atom(cut.head, part.tokens, cut.purpose, part.told)


def _owners(sentence: Span, found: Mapping[int, Cut]) -> dict[int, int]:
    """For each token, the index of the cut it belongs to: the nearest one above it."""
    owner: dict[int, int] = {}
    for token in sentence:
        path = []
        at = token
        while at.i not in owner:
            path.append(at.i)
            if at.i in found or at.head == at:
                joined = found[at.i].joins if at.i in found else None
                owner[at.i] = at.i if joined is None else joined
                break
            at = at.head
        for index in path:
            owner[index] = owner[at.i]
    return owner
