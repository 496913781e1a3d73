"""Could a clause be found true or false? Questions, wishes, duties, empty matrices and bare fragments could not."""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from claims.engine.lexicon import Lexicon
from claims.engine.phrases import speakers
from claims.engine.trees import (
    SUBJECTS,
    VERBAL,
    asks,
    comes,
    has_subject,
    is_number,
    mark,
    subject_of,
)

SHORTEST_CLAUSE = 3  # words that a claim has at least


def is_claim(head: Token, tokens: Sequence[Token], sentence: Span, words: Lexicon) -> bool:
    """Could it be found true or false? Questions, wishes, duties, empty matrices and bare fragments could not."""
    content = [token for token in tokens if not token.is_punct]
    if len(content) < SHORTEST_CLAUSE and not any(is_number(token, words) for token in content):
        return False
    if sentence.text.rstrip("\"' )").endswith("?"):
        return False
    if head.lower_ in {"including", "with"} and head.dep_ == "prep":
        return True
    if head.lemma_.lower() in speakers().words["empty_speech"] or _is_pointer(head, content):
        return False
    if head.pos_ not in VERBAL and not any(t.pos_ in VERBAL and t.dep_ != "amod" for t in content):
        return _is_casualty_note(content, words)
    if (
        len(content) <= 5
        and head.lemma_ in {"say", "tell", "add", "ask"}
        and not any(c.dep_ in {"ccomp", "dobj"} for c in head.children)
    ):
        return False
    if any(t.lower_ in words.opinion_auxiliaries and t.head == head for t in content):
        return False
    if _is_imperative(head):
        return False
    return not _is_empty_matrix(head, content, words)


def _is_pointer(head: Token, content: Sequence[Token]) -> bool:
    """ "It remains to be seen", "a map can be found here": words to the reader."""
    text = " ".join(token.lower_ for token in content)
    return (
        text.endswith(("found here", "seen here", "read here"))
        or "remains to be seen" in text
        or "remain to be seen" in text
    )


def _is_casualty_note(content: Sequence[Token], words: Lexicon) -> bool:
    numbers = any(is_number(token, words) for token in content)
    return numbers and any(token.lower_ in words.casualty_words for token in content)


def _is_imperative(head: Token) -> bool:
    first = head
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    return (
        first.tag_ == "VB"
        and first.dep_ == "ROOT"
        and not has_subject(first)
        and not any(child.dep_ in {"aux", "auxpass", "neg"} for child in first.children)
    )


def _is_empty_matrix(head: Token, content: Sequence[Token], words: Lexicon) -> bool:
    """ "It is clear", "this means", "there is no doubt": what stays of a matrix once its clause is out."""
    if subject_of(head) in {"it", "this"} and any(
        c.dep_ in {"ccomp", "csubj"} and (asks(c) or mark(c) in words.conditions) for c in head.children
    ):
        return "clear" in {t.lower_ for t in content} or "unclear" in {t.lower_ for t in content}
    clause_out = any(
        child.dep_ in {"ccomp", "csubj", "advcl"} and child.i not in {t.i for t in content} for child in head.children
    )
    subject = next((t for t in head.children if t.dep_ in SUBJECTS), None)
    if clause_out and (
        subject is None or subject.lower_ in words.empty_subjects or head.lemma_.lower() in words.empty_matrices
    ):
        return True
    if clause_out and head.lemma_ in words.light_verbs and comes(head):
        return True
    if subject is not None and subject.lower_ in {"this", "that", "it"} and head.lemma_ == "be" and len(content) <= 6:
        return True
    return subject is not None and subject.dep_ == "expl" and any(t.lower_ in words.doubts for t in content)
