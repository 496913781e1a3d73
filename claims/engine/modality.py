"""How a clause presents what it says: as fact, as uncertain, as intended, or as denied."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.values import Modality


def modality(head: Token, tokens: Sequence[Token], purpose: bool = False) -> Modality:
    """The modality of one clause by its own words; what its speaker's verb adds is the caller's.

    head: the predicate of the clause; tokens: the words of its claim; purpose: it tells an aim.
    """
    words = lexicon()
    inside = {token.i for token in tokens}
    if purpose:
        return Modality.PLANNED
    chain = _predicate(head, inside)
    if _planned(chain, words) or _shares_plan(head, words):
        return Modality.PLANNED
    if _hedged(head, chain, inside, words) or _under_doubt(head, words):
        return Modality.HEDGED
    return Modality.ASSERTED


def _shares_plan(head: Token, words: Lexicon) -> bool:
    """ "They will carry it out and help", "they seek to hold the border and to reach the city"."""
    if head.dep_ != "conj" or head.tag_ != "VB":
        return False
    first = head
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    governed = first.dep_ == "xcomp" and first.head.lemma_.lower() in words.planned_heads
    return governed or _planned([first], words)


def _under_doubt(head: Token, words: Lexicon) -> bool:
    """ "This could mean that S": the doubt of a matrix that says nothing else falls on its clause."""
    return head.dep_ == "ccomp" and any(
        c.dep_ == "aux" and c.lower_ in words.possible_auxiliaries for c in head.head.children
    )


def _predicate(head: Token, inside: set[int]) -> list[Token]:
    """The head and the infinitives and adjectives that complete it ("is likely to rise")."""
    chain = [head]
    for token in chain:
        chain.extend(
            child
            for child in token.children
            if child.dep_ in {"xcomp", "acomp", "oprd"} and child.i in inside and child.i > token.i
        )
        if len(chain) > 6:
            break
    return chain


def _planned(chain: Sequence[Token], words: Lexicon) -> bool:
    for token in chain:
        auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
        if auxiliaries & words.planned_auxiliaries:
            return True
        if auxiliaries & words.would_auxiliaries and not _perfect(token):
            return True
        if auxiliaries & words.possible_auxiliaries and token.lemma_ in words.change_verbs and not _perfect(token):
            return True
        if token.lemma_.lower() in words.planned_heads and any(_completes(child, token) for child in token.children):
            return True
        if token.lemma_ in words.going_to and token.tag_ == "VBG" and any(c.dep_ == "xcomp" for c in token.children):
            return True
    return False


def _perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _completes(child: Token, head: Token) -> bool:
    """An infinitive (or "for" a thing to come) that says what is planned; what has happened is not."""
    if child.i < head.i:
        return False
    if child.dep_ == "xcomp":
        return child.tag_ == "VB" and not _perfect(child)
    return child.dep_ == "prep" and child.lower_ == "for" and any(c.dep_ == "auxpass" for c in head.children)


def _hedged(head: Token, chain: Sequence[Token], inside: set[int], words: Lexicon) -> bool:
    for token in chain:
        children = list(token.children)
        if any(c.dep_ == "aux" and c.lower_ in words.possible_auxiliaries for c in children):
            return not any(c.lower_ in {"not", "n't"} and token.lemma_ == "can" for c in children)
        if any(
            c.dep_ in {"advmod", "npadvmod"} and c.lower_ in words.hedging_adverbs and c.i in inside for c in children
        ):
            return True
        passive = any(c.dep_ == "auxpass" for c in children)
        completed = any(c.dep_ in {"xcomp", "oprd", "ccomp"} and c.i in inside and c.i > token.i for c in children)
        if completed and token.lemma_ in words.hedging_heads and (passive or token.lemma_ in words.hedging_active):
            return True
        if token.lower_ in {"unclear", "unconfirmed", "possible", "probable"} and token.dep_ == "acomp":
            return token.lower_ != "unclear"
    return False
