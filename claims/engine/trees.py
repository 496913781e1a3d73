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


def size(token: Token) -> int:
    """How many words lie between the edges of a clause."""
    return int(token.right_edge.i - token.left_edge.i + 1)


def has_object(token: Token) -> bool:
    return any(child.dep_ in {"dobj", "attr", "oprd"} for child in token.children)


def is_last(token: Token) -> bool:
    """Does nothing of the clause above follow? A clause inside its noun's clause stays there."""
    host = token.head
    while host.pos_ not in VERBAL and host.head != host:
        host = host.head
    end = token.right_edge.i
    if host.i > token.i:
        return False
    rest = token.doc[end + 1 : min(host.right_edge.i + 1, token.sent.end)]
    return all(t.is_punct or not host.is_ancestor(t) or _in_later_clause(t, host) for t in rest)


def _in_later_clause(token: Token, host: Token) -> bool:
    """Is the token in a clause of its own (a conjunct, an adverbial clause), not in the host's tail?"""
    at = token
    while at != host and at.head != at:
        if at.dep_ in {"conj", "advcl", "cc", "mark", "relcl", "acl", "ccomp", "parataxis"}:
            return True
        at = at.head
    return False


def set_off(token: Token) -> bool:
    """Does the clause stand between commas?"""
    doc, start, end = token.doc, token.left_edge.i, token.right_edge.i
    return start > 0 and end + 1 < len(doc) and doc[start - 1].text == "," and doc[end + 1].text == ","
