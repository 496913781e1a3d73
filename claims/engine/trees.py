"""Small questions to a parse tree that several stages ask."""

from spacy.tokens import Token

from claims.engine.lexicon import Lexicon

VERBAL = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def is_number(token: Token, words: Lexicon) -> bool:
    return bool(token.like_num) or token.lower_ in words.vague_numbers


def asks(token: Token) -> bool:
    """ "What the target was": a question inside a sentence."""
    return token.left_edge.tag_ in {"WP", "WRB", "WDT", "WP$"}


def subject_of(head: Token) -> str:
    return next((child.lower_ for child in head.children if child.dep_ in SUBJECTS), "")


def is_finite(token: Token) -> bool:
    return token.tag_ in FINITE or any(
        child.dep_ in {"aux", "auxpass"} and child.tag_ in FINITE and child.i < token.i for child in token.children
    )


def has_subject(token: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in token.children)


def is_expletive(token: Token) -> bool:
    return (
        any(child.dep_ == "expl" or (child.dep_ == "nsubj" and child.lower_ == "it") for child in token.children)
        and token.lemma_ == "be"
    )


def comes(verb: Token) -> bool:
    return verb.lemma_ in {"come", "follow"}


def mark(token: Token) -> str:
    return next(
        (c.lower_ for c in token.children if c.i < token.i and (c.dep_ == "mark" or c.tag_ in {"WRB", "IN", "TO"})), ""
    )


def agent(token: Token) -> bool:
    return any(child.dep_ == "agent" for child in token.children)
