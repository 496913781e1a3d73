"""A sentence into its atomic clauses: what can be true while the rest of the sentence is false.

Each clause is a list of tokens in text order, the shortest that carries it: without the reporting phrase, the
conjunction before it, and the clauses that are claims of their own. It may be discontinuous.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.engine import asides, counts, cuts
from claims.engine.checkable import is_claim
from claims.engine.cuts import CLAUSE_MARKS, Cut
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.document import LONGEST_SENTENCE
from claims.engine.lexicon import Lexicon, lexicon


@dataclass(frozen=True, slots=True)
class Atom:
    """One clause: its predicate, the words of its claim, and whether it tells an aim ("in order to")."""

    head: Token
    tokens: tuple[Token, ...]
    purpose: bool = False


def split(sentence: Span, allowed: frozenset[int]) -> list[Atom]:
    """The atomic clauses of a sentence, in text order.

    allowed: indices of the tokens that may belong to claims; the words of attributions are left out of it.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return []
    words, own = lexicon(), cut_words()
    found = cuts.find(sentence, allowed)
    owner = _owners(sentence, found)
    allowed -= {cut.top.head.i for cut in found.values() if cut.top.dep_ == "pcomp"}  # "after" of "after leaving"
    atoms: list[Atom] = []
    for cut in found.values():
        if cuts.describes_voice(cut, allowed):
            continue
        mine = [token for token in sentence if owner[token.i] == cut.top.i and token.i in allowed]
        atoms.extend(_claims(cut, mine, sentence, words, own))
    return sorted(atoms, key=lambda atom: atom.tokens[0].i)


def _claims(cut: Cut, mine: Sequence[Token], sentence: Span, words: Lexicon, own: CutWords) -> Iterator[Atom]:
    """The claims of one clause: the whole, or each of the counts and asides that it tells side by side."""
    whole = _trimmed(mine, words)
    if not is_claim(cut, whole, sentence, words, own):
        return
    inner = counts.embedded(whole, cut.head, words, own)
    if inner is not None:
        yield Atom(cut.head, _trimmed(whole[inner[0] : inner[1]], words), cut.purpose)
        whole = (*whole[: inner[0]], *whole[inner[1] :])
    cuts_here = {0, *counts.edges(whole, words, own), *asides.edges(whole, cut.head, own), len(whole)}
    for start, end in itertools.pairwise(sorted(cuts_here)):
        tokens = _trimmed(whole[start:end], words)
        if tokens:
            yield Atom(cut.head, tokens, cut.purpose)


def _owners(sentence: Span, found: Mapping[int, Cut]) -> dict[int, int]:
    """For each token, the index of the cut it belongs to: the nearest one above it."""
    owner: dict[int, int] = {}
    for token in sentence:
        path = []
        at = token
        while at.i not in owner:
            path.append(at.i)
            if at.i in found or at.head == at:
                owner[at.i] = at.i
                break
            at = at.head
        for index in path:
            owner[index] = owner[at.i]
    return owner


def _trimmed(tokens: Sequence[Token], words: Lexicon) -> tuple[Token, ...]:
    """Without the marks, conjunctions and punctuation at either end, and without "in a bid" that lost its purpose."""
    inside = {token.i for token in tokens}
    kept = [t for t in tokens if not t.is_space and not (t.is_punct and not {t.i - 1, t.i + 1} <= inside)]
    if [t.lower_ for t in kept[:3]] == ["as", "well", "as"]:
        kept = kept[3:]
    while kept and (kept[0].is_punct or _joins(kept[0], words) or _leads(kept[0])):
        kept = kept[1:]
    while kept and (kept[-1].is_punct or kept[-1].dep_ == "cc" or kept[-1].lower_ in _TRAILING or _bare(kept)):
        kept = kept[:-1]
    ending = " ".join(token.lower_ for token in kept[-3:])
    opener = next((opener for opener in words.purpose_openers if ending.endswith(opener)), "")
    return tuple(kept[: len(kept) - len(opener.split())])


def _joins(token: Token, words: Lexicon) -> bool:
    """A mark or conjunction; "if" is part of what it makes of its clause."""
    return token.dep_ in CLAUSE_MARKS and token.lower_ not in words.conditions


def _bare(tokens: Sequence[Token]) -> bool:
    """Does a list of tokens end in a preposition whose object is a claim of its own?"""
    last = tokens[-1]
    return last.dep_ == "prep" and any(c.dep_ == "pobj" for c in last.children)


def _leads(token: Token) -> bool:
    """A word that only joins the clause to what stands before it; "since Monday" and "that road" are its own."""
    if token.lower_ not in _LEADING:
        return False
    return token.lower_ == "with" or not (
        token.dep_ == "det" or (token.dep_ == "prep" and any(c.dep_ == "pobj" for c in token.children))
    )


_LEADING = frozenset(
    {
        "and",
        "but",
        "or",
        "that",
        "as",
        "while",
        "when",
        "after",
        "because",
        "however",
        "meanwhile",
        "moreover",
        "although",
        "though",
        "since",
        "so",
        "to",
        "where",
        "also",
        "yet",
        "nor",
        "s",
        "with",
    }
)


_TRAILING = frozenset(
    {
        "and",
        "but",
        "or",
        "that",
        "as",
        "while",
        "when",
        "which",
        "who",
        "because",
        "after",
        "with",
        "although",
        "though",
    }
)
