"""What someone is told to want, praise or doubt: attitudes, told by a text but vouched for by nobody.

They give no claim an origin ("He wants the bridge closed" is its teller's); they show whom a text speaks about.
"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claims.engine.cue import Cue, Manner, Rule, phrase_words
from claims.engine.document import LONGEST_SENTENCE
from claims.engine.phrases import speakers
from claims.engine.speaking import SUBJECTS, can_speak, joined

_LEAVES = frozenset({"punct", "npadvmod", "advcl", "conj", "cc", "prt", "advmod"})
_CLAUSES = frozenset({"ccomp", "xcomp", "parataxis"})
_PERSONAL = frozenset({"i", "we", "you", "he", "she", "they", "who"})


def find(sentence: Span, taken: frozenset[int]) -> list[Cue]:
    """The attitudes of a sentence, in text order. taken: verbs that report something."""
    if len(sentence) > LONGEST_SENTENCE:
        return []
    return [cue for token in sentence if token.pos_ == "VERB" and token.i not in taken for cue in _stance(token)]


def _stance(verb: Token) -> Iterator[Cue]:
    subject = _subject(verb)
    held = list(_held(verb))
    if subject is None or not held or not _has_mind(subject):
        return
    content = frozenset(t.i for child in held for t in child.subtree)
    own = frozenset(phrase_words(verb, (subject,)) - content)
    yield Cue(Manner.HOLDS, verb, joined(subject), (), content, own, (), Rule.STANCE)


def _subject(verb: Token) -> Token | None:
    """Its own subject, or that of the verb it is joined to."""
    for at in (verb, verb.head) if verb.dep_ in {"conj", "xcomp"} else (verb,):
        if any(c.dep_ == "auxpass" for c in at.children):
            return None
        own = next((c for c in at.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            return own
    return None


def _has_mind(subject: Token) -> bool:
    if subject.pos_ == "PRON" or subject.tag_ in {"WP", "WDT"}:
        return subject.lower_ in _PERSONAL
    return can_speak(subject)


def _held(verb: Token) -> Iterator[Token]:
    """What the attitude is about: all objects and clauses of a verb that takes the first of them."""
    words, lemma = speakers().words, verb.lemma_.lower()
    right = [c for c in verb.children if c.i > verb.i and c.dep_ not in _LEAVES]
    clause = any(c.dep_ in _CLAUSES for c in right) and lemma in words["stance_clauses"]
    thing = any(c.dep_ == "dobj" for c in right) and lemma in words["stance_things"]
    about = next((c for c in right if c.dep_ == "prep" and f"{lemma} {c.lower_}" in words["stance_about"]), None)
    if clause or thing:
        yield from right
    elif about is not None:
        yield from (c for c in about.children if c.dep_ in {"pobj", "pcomp"})
