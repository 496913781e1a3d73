"""What is told as uncertain: by an auxiliary, an adverb, a verb of belief, or an adjective."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.intent import is_infinitive, is_perfect
from claims.engine.lexicon import Lexicon

_ADVERBIAL = frozenset({"advmod", "npadvmod"})
_DOUBTED = frozenset({"xcomp", "oprd", "ccomp"})  # what a verb of belief takes


def is_doubted(head: Token, chain: Sequence[Token], inside: set[int], words: Lexicon) -> bool:
    """Whether a clause is told as uncertain. chain: its head and the infinitives and adjectives that complete it."""
    for token in chain:
        possible = _possible(token, words)
        if possible is not None:
            return possible
        if _by_adverb(token, inside, words) or _by_belief(token, inside, words):
            return True
        if token.dep_ == "acomp" and token.lower_ in words.doubtful:
            return True
    return any(rule(head, inside, words) for rule in (_under_doubt, _unsettled, _by_suspects, _what_is_thought))


def _possible(token: Token, words: Lexicon) -> bool | None:
    """What "may", "might", "could" make of a verb: a doubt, or (False) something told as fact; None without them."""
    modal = next((c for c in token.children if c.dep_ == "aux" and c.lower_ in words.possible_auxiliaries), None)
    if modal is None:
        return None
    if modal.lower_ != "could":
        return True
    able = any(child.dep_ == "neg" for child in token.children) or token.lemma_.lower() in words.noticed
    return is_perfect(token) or not able  # "could not be verified", "could be heard"


def _by_adverb(token: Token, inside: set[int], words: Lexicon) -> bool:
    return any(c.dep_ in _ADVERBIAL and c.lower_ in words.hedging_adverbs and c.i in inside for c in token.children)


def _by_belief(token: Token, inside: set[int], words: Lexicon) -> bool:
    """ "is believed to have fled", "were reported killed", "appears to hold"; "they appeared pale" tells a look."""
    children = list(token.children)
    if token.pos_ == "NOUN":
        return any(c.dep_ == "acl" and c.i == token.i + 1 and _is_believed(c, words) for c in children)
    if token.lemma_ in words.accusing and any(c.dep_ == "prep" and c.lower_ == "of" for c in children):
        return any(c.dep_ == "auxpass" for c in children) and all(c.dep_ != "agent" for c in children)
    if token.lemma_.lower() not in words.hedging_heads:
        return False
    if not any(c.dep_ in _DOUBTED and c.i in inside and c.i > token.i and _is_said(c, token) for c in children):
        return False
    return token.lemma_ in words.hedging_active or any(c.dep_ == "auxpass" for c in children)


def _is_believed(participle: Token, words: Lexicon) -> bool:
    """ "(Strikes) thought to be flown by mercenaries"."""
    believed = participle.lemma_.lower() in words.hedging_heads
    return believed and any(child.dep_ == "xcomp" for child in participle.children)


def _is_said(child: Token, verb: Token) -> bool:
    """Whether a complement is what is believed: behind "appear" an infinitive or a clause, not "pale"."""
    return verb.lemma_ != "appear" or child.dep_ == "ccomp" or is_infinitive(child)


def _under_doubt(head: Token, inside: set[int], words: Lexicon) -> bool:
    """The doubt of a matrix that says nothing else falls on its clause: "this could mean S", "it is likely that S"."""
    if head.dep_ not in ("ccomp", "csubj"):
        return False
    matrix = head.head
    if matrix.lemma_ in words.hedging_active or matrix.lemma_ in words.hinting:
        return True
    if matrix.lemma_ == "be":
        return any(c.dep_ == "acomp" and c.lower_ in words.doubtful for c in matrix.children)
    return any(c.dep_ == "aux" and c.lower_ in words.possible_auxiliaries for c in matrix.children)


def _unsettled(head: Token, inside: set[int], words: Lexicon) -> bool:
    """ "a preliminary toll of 12", "there was a possible bomber": what is told is itself called unsure."""
    nouns = [head] if head.pos_ == "NOUN" else [c for c in head.children if _is_told(c, head) and c.i in inside]
    for noun in nouns:
        told = noun.lemma_.lower() in words.tellings
        for adjective in noun.lefts:
            if adjective.lower_ in words.unsettled:
                return told or noun.dep_ == "attr" or noun == head
    return False


def _by_suspects(head: Token, inside: set[int], words: Lexicon) -> bool:
    """ "Suspected Russian jets hit the town": who did it is not sure; "a suspected gas attack" may be."""
    near = [c for c in head.children if c.dep_ in ("nsubj", "agent") and c.i in inside]
    phrases = [c for noun in near for c in noun.children if c.dep_ == "prep" and c.lower_ == "by"]
    doers = [*near, *(c for by in (*near, *phrases) if by.lower_ == "by" for c in by.children)]
    return any(
        noun.lemma_.lower() in words.suspects and any(left.lower_ in ("suspected", "presumed") for left in noun.lefts)
        for noun in doers
    )


def _is_told(child: Token, head: Token) -> bool:
    """The noun that a clause of being or counting tells of: its subject, or what "there is"."""
    there = head.lemma_ == "be" and any(c.dep_ == "expl" for c in head.children)
    return child.dep_ in ("nsubj", "nsubjpass") or (there and child.dep_ == "attr")


def _what_is_thought(head: Token, inside: set[int], words: Lexicon) -> bool:
    """ "died in what is believed to be a gas attack": a part that is put in doubt, next to the predicate."""
    for preposition in head.children:
        clauses = preposition.children if preposition.dep_ == "prep" and preposition.i in inside else ()
        for clause in clauses:
            if clause.dep_ == "pcomp" and clause.lemma_.lower() in words.hedging_heads:
                subjects = [child.lower_ for child in clause.lefts if child.dep_ in ("nsubj", "nsubjpass")]
                return subjects == ["what"]  # "in what rebels called an attack" is theirs
    return False
