"""Could a clause be found true or false? Questions, wishes, duties, opinions and fragments could not."""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from claims.engine.cut import SHORTEST_CLAUSE, Cut
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.lexicon import Lexicon
from claims.engine.phrases import speakers
from claims.engine.reporting import gives_toll, reported_thing, reports
from claims.engine.trees import (
    SUBJECTS,
    VERBAL,
    asks,
    comes,
    has_subject,
    is_number,
    subject_of,
)

# Words that "he said" may drag along ("the source told reporters on Monday") and still say nothing.
LONGEST_EMPTY_SPEECH = 5
_PERSONS = frozenset({"i", "we", "you", "he", "she", "they"})
LONGEST_POINTER = 6  # "this is one of them": nothing in it but words that point elsewhere


def is_claim(cut: Cut, tokens: Sequence[Token], sentence: Span, words: Lexicon, own: CutWords) -> bool:
    """Whether the clause of a cut, its tokens trimmed, says something that could be checked."""
    head = cut.head
    content = [token for token in tokens if not token.is_punct]
    if len(content) < SHORTEST_CLAUSE and not _says_much(cut, content, words):
        return False
    if sentence.text.rstrip("\"' )").endswith("?"):
        return False
    if cut.nominal:
        return True
    if _only_speaks(cut, content, own) or _is_pointer(content, own):
        return False
    if head.pos_ not in VERBAL and not _has_verb(head, content):
        return _is_casualty_note(content, words)
    if _is_duty(head, content, words) or _is_imperative(head) or _is_attitude(head, content, own):
        return False
    return not _is_empty_matrix(head, content, words)


def _says_much(cut: Cut, content: Sequence[Token], words: Lexicon) -> bool:
    """ "Killing six", "(before) dying there", "(captured) Palmyra": short, and yet claims."""
    if any(is_number(token, words) for token in content):
        return True
    if cut.nominal:
        return any(token.pos_ == "PROPN" for token in content)
    return len(content) == SHORTEST_CLAUSE - 1 and cut.top.dep_ == "pcomp"


def _only_speaks(cut: Cut, content: Sequence[Token], own: CutWords) -> bool:
    """ "The source told reporters", "speaking on the phone", "describing it as a plot": who says it, and no more."""
    head = cut.head
    lemma = head.lemma_.lower()
    if lemma in speakers().words["empty_speech"]:
        return not _meets(head)
    if head.tag_ == "VBG" and head.dep_ in {"advcl", "acl"} and reports(head):
        return True
    objects = [c for c in head.children if c.dep_ in {"ccomp", "dobj", "xcomp"}]
    if any(c.dep_ == "dobj" and c.lemma_.lower() in own.told_things for c in objects):
        return reports(head)
    if gives_toll(head, own) or (cut.top.dep_ == "pcomp" and cut.top.head.lower_ == "without"):
        return True
    if any(c.dep_ == "dobj" and reported_thing(c, own) and c not in content for c in objects):
        return True
    if lemma == "accuse" and not any(c.dep_ == "prep" and c.lower_ == "of" and c in content for c in head.children):
        return True
    if lemma == "tell":
        return all(c.dep_ == "dobj" for c in objects) and not has_subject(head)
    bare = not objects and not any(c.dep_ == "prep" and c.i > head.i for c in head.children)
    passive = any(c.dep_ == "auxpass" for c in head.children)
    inverted = content[0] == head and any(c.dep_ in SUBJECTS and c.i > head.i for c in head.children)
    if content[0] == head and head.tag_ == "VBD" and lemma == "say":
        return True  # "..., said the harbour master": whom the tree may take for what was said
    return bare and not passive and (inverted or len(content) <= LONGEST_EMPTY_SPEECH) and reports(head)


def _meets(head: Token) -> bool:
    """ "The premier spoke with the king": a meeting, not words."""
    return any(
        c.dep_ == "prep" and c.lower_ == "with" and any(o.dep_ == "pobj" and o.pos_ == "PROPN" for o in c.children)
        for c in head.children
    )


def _is_pointer(content: Sequence[Token], own: CutWords) -> bool:
    """ "It remains to be seen", "a map can be found here": words to the reader."""
    text = " ".join(token.lower_ for token in content)
    return text.endswith(("found here", "seen here", "read here")) or any(f" {p} " in f" {text} " for p in own.pointers)


def _has_verb(head: Token, content: Sequence[Token]) -> bool:
    """Is there a verb in a clause with a noun at its top, where the tree went wrong, and not only one beside a noun?"""
    verbs = [t for t in content if t.pos_ in VERBAL and t.dep_ != "amod"]
    beside = all(t.dep_ in {"relcl", "acl"} and t.tag_ == "VB" for t in verbs)
    return bool(verbs) and not (beside and head.dep_ not in {"ROOT", "conj"})


def _is_casualty_note(content: Sequence[Token], words: Lexicon) -> bool:
    numbers = any(is_number(token, words) for token in content)
    return numbers and any(token.lower_ in words.casualty_words for token in content)


def _is_duty(head: Token, content: Sequence[Token], words: Lexicon) -> bool:
    """ "They must leave", "may they rest", and "when he gives them arms", told beside what he must do then."""
    if content[0].tag_ == "MD" and any(c.dep_ in SUBJECTS and c.i > content[0].i for c in head.children):
        return True
    if any(t.lower_ in words.opinion_auxiliaries and t.head == head for t in content):
        return True
    conditional = head.dep_ == "advcl" and any(c.lower_ in {"when", "whenever"} for c in head.children)
    return conditional and any(c.lower_ in words.opinion_auxiliaries for c in head.head.children)


def _is_imperative(head: Token) -> bool:
    """ "Look at the ruins", and headings such as "Updated with detail throughout"."""
    first = head
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    return (
        (first.tag_ == "VB" or (first.tag_ == "VBN" and first.left_edge == first))
        and first.dep_ == "ROOT"
        and not has_subject(first)
        and not any(token.like_num for token in first.rights)
        and not any(child.dep_ in {"aux", "auxpass", "neg"} for child in first.children)
    )


def _is_attitude(head: Token, content: Sequence[Token], own: CutWords) -> bool:
    """ "I thought he looked strange", "they are really shaken", "the visit is a joke": minds, moods and judgements."""
    subject = subject_of(head)
    if subject in {"i", "we"} and head.lemma_.lower() in own.minds:
        return True
    if head.lemma_.lower() in own.feelings and subject in _PERSONS:
        return True
    if any(c.dep_ == "advmod" and c.lower_ in own.opining_adverbs for c in head.children):
        return True
    if head.lemma_ != "be" and head.tag_ != "VBN":
        return False
    said = [head, *(c for c in head.children if c.dep_ in {"acomp", "attr", "oprd"})]
    if any(token.lower_ in own.judgements for token in said[1:]):
        return True
    moods = [c for token in said for c in token.children if c.dep_ == "advmod" and c.lower_ in own.intensifiers]
    return bool(moods) and subject in _PERSONS


def _is_empty_matrix(head: Token, content: Sequence[Token], words: Lexicon) -> bool:
    """ "It is clear", "this means", "there is no doubt": what stays of a matrix once its clause is out."""
    kept = {t.i for t in content}
    subject = next((t for t in head.children if t.dep_ in SUBJECTS), None)
    lemma = head.lemma_.lower()
    passes = subject is None or subject.lower_ in words.empty_subjects or lemma in words.empty_matrices
    clause_out = any(c.dep_ in {"ccomp", "csubj"} and c.i not in kept for c in head.children)
    if clause_out and passes and lemma not in cut_words().result_verbs:
        return True
    if head.lemma_ in words.light_verbs and comes(head) and _only_points(head, kept):
        return True
    if subject is None:
        return False
    passing = (
        content
        if subject.lower_ in words.empty_subjects
        else [c for c in head.children if c.dep_ in {"xcomp", "advcl"}]
    )
    if any(_is_emptied(token, kept, words) for token in passing):
        return True
    if subject.lower_ in {"this", "that", "it"} and head.lemma_ == "be" and len(content) <= LONGEST_POINTER:
        return not any(_tells_what(c) for c in head.children)
    return subject.dep_ == "expl" and any(t.lower_ in words.doubts for t in content)


def _tells_what(complement: Token) -> bool:
    """ "It was a raid", "it is why they left", "(denied that) it was behind the attack"."""
    culprit = complement.lower_ in {"behind", "responsible"}
    return asks(complement) or culprit or (complement.dep_ == "attr" and complement.pos_ in {"NOUN", "PROPN"})


def _only_points(head: Token, kept: set[int]) -> bool:
    """ "The attack came as S", "this comes shortly after S": nothing but a time beside a clause that is out."""
    clause = next((c for c in head.children if c.dep_ in {"advcl", "prep"} and c.i > head.i), None)
    if clause is None or (clause.dep_ == "advcl" and clause.i in kept):
        return False
    between = head.doc[head.i + 1 : clause.left_edge.i]
    out = clause.dep_ == "advcl" or all(t.i not in kept for t in clause.subtree if t != clause)
    return out and all(t.dep_ in {"advmod", "npadvmod", "nummod", "det"} or t.is_punct for t in between)


def _is_emptied(token: Token, kept: set[int], words: Lexicon) -> bool:
    """ "... that could indicate (S)": a verb that only passes on the clause that was taken out."""
    return token.lemma_.lower() in words.empty_matrices and any(
        c.dep_ == "ccomp" and c.i not in kept for c in token.children
    )
