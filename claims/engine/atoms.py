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
from claims.engine.parts import parts
from claims.engine.trees import VERBAL, has_object
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
    found = cuts.find(sentence, allowed)
    found = _adopted(sentence, found, allowed)
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


def _adopted(sentence: Span, found: Mapping[int, Cut], allowed: frozenset[int]) -> dict[int, Cut]:
    """The cuts, a phrase that the tree hangs on the reporting words given back to the verb that wants it.

    "The blast killed at least six people AFP reports": to the parser the people report.
    """
    kept = dict(found)
    for at, cut in found.items():
        swallowed = _swallowed(cut)
        if swallowed is not None:
            kept[swallowed.i] = Cut(swallowed, cut.top.head, joins=cut.top.head.i)
        before = cut.top.left_edge.i - 1
        if cut.top.pos_ in VERBAL or cut.top.head.i in allowed or before not in allowed or before < sentence.start:
            continue
        host = sentence.doc[before]
        while host.i not in found and host.head.i in allowed and host.head != host:
            host = host.head
        wanted = _wants(sentence.doc[before], allowed) or (_wants(host, allowed) and _is_result(host))
        if wanted and not any(token.pos_ == "VERB" for token in _noun_words(cut.top)) and host.i in found:
            kept[at] = Cut(cut.top, found[host.i].head, found[host.i].purpose, joins=host.i)
    return kept


def _is_result(verb: Token) -> bool:
    """ "The blast left on Sunday (at least 45 people dead)": such a verb always has an object."""
    return verb.lemma_.lower() in cut_words().result_verbs and not any(c.dep_ == "auxpass" for c in verb.children)


def _noun_words(top: Token) -> list[Token]:
    """A noun phrase without what became of whom it counts ("30 people injured")."""
    return [token for token in top.subtree if not (token.tag_ == "VBN" and token.head == top)]


def _swallowed(cut: Cut) -> Token | None:
    """ "The shell killed 30 people injured 90": the people whom the tree makes the subject of the second verb."""
    verb, host = cut.top, cut.top.head
    if verb.dep_ not in {"ccomp", "advcl"} or host.lemma_.lower() not in cut_words().result_verbs or has_object(host):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject if subject is not None and subject.left_edge.i == host.i + 1 else None


def _wants(token: Token, allowed: frozenset[int]) -> bool:
    """Is this a verb or preposition without its object?"""
    if token.dep_ == "prep":
        return not any(c.dep_ in {"pobj", "pcomp"} and c.i in allowed for c in token.children)
    return token.pos_ == "VERB" and not has_object(token) and token.tag_ not in {"VBN"}


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
