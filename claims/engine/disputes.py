"""Sentences that only dispute what the one before told: "The ministry denied the report", "That claim was false".

They make the earlier sentence's claims denied, by whoever is named, by the publisher where nobody is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from claims.engine.lexicon import lexicon
from claims.engine.phrases import speakers
from claims.engine.speaking import SUBJECTS, can_speak, speakers_of

_POINTING = frozenset({"the", "this", "that", "these", "those", "such", "its", "their"})
_NAMED = frozenset({"of", "that", "about"})  # behind "the report": another one than that just told
_MODIFYING = frozenset({"acl", "relcl"})
_ASIDE = frozenset({"appos", "npadvmod", "attr", "conj", "dep"})  # how an aside hangs on what it is about
_LONGEST = 30  # tokens; longer sentences tell more than that something is disputed


@dataclass(frozen=True, slots=True)
class Dispute:
    """deniers: heads of the noun phrases of those who dispute it, none for the publisher. words: of the aside."""

    verb: Token
    deniers: tuple[Token, ...]
    words: frozenset[int] = frozenset()


def find(sentence: Span) -> Dispute | None:
    """The dispute that a sentence is, None where it is none or says itself what is disputed."""
    if len(sentence) > _LONGEST:
        return None
    return next(iter(_disputes(sentence)), None)


def within(sentence: Span) -> Dispute | None:
    """ "N. said the bridge fell, a claim denied by Z", "... which Z denies": the sentence disputes its own claims."""
    for token in sentence:
        told = token.head.lemma_.lower() in lexicon().denied_things and token.head.dep_ in _ASIDE
        whole = token.lemma_.lower() == "deny" and any(c.dep_ == "dobj" and c.lower_ == "which" for c in token.children)
        if token.dep_ in _MODIFYING and (told or whole) and _denies(token):
            deniers = _agents(token) if token.dep_ == "acl" else speakers_of(token, sentence)
            if deniers:
                return Dispute(token, deniers, frozenset(t.i for t in (token.head if told else token).subtree))
    return None


def beside(sentence: Span) -> Dispute | None:
    """The dispute that a longer sentence tells beside other things: a claim of its own, about what was told before."""
    return next((d for d in _disputes(sentence) if d.deniers), None) if len(sentence) > _LONGEST else None


def points_back(verb: Token) -> bool:
    """Whether a verb of denying denies what was just told, and says no more of it: "denied the allegations"."""
    things = (c for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
    return _denies(verb) and any(_points_back(thing) for thing in things)


def _disputes(sentence: Span) -> Iterator[Dispute]:
    for token in sentence:
        if _denies(token):
            passive = any(c.dep_ == "auxpass" for c in token.children)
            thing = next((c for c in token.children if c.dep_ == ("nsubjpass" if passive else "dobj")), None)
            who = _agents(token) if passive else speakers_of(token, sentence)
            if thing is not None and who and _points_back(thing):
                yield Dispute(token, who)
        elif token.lower_ in lexicon().denying_words and token.pos_ in {"ADJ", "NOUN", "ADV"}:
            yield from _called_false(token, sentence)


def _called_false(word: Token, sentence: Span) -> Iterator[Dispute]:
    """ "That claim sounded dubious", "the navy said the report was false", "turned out to be false"."""
    for verb in word.ancestors:
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if subject is None:
            continue
        if any(c.dep_ == "neg" for c in verb.children) or not _points_back(subject) or subject.pos_ == "PRON":
            return
        saying = verb.head.lemma_.lower() in speakers().words["say_verbs"] and verb.dep_ == "ccomp"
        yield Dispute(verb, speakers_of(verb.head, sentence) if saying else ())
        return


def _denies(verb: Token) -> bool:
    negated = any(c.dep_ == "neg" for c in verb.children)
    return verb.pos_ == "VERB" and verb.lemma_.lower() in lexicon().denying_verbs and not negated


def _agents(verb: Token) -> tuple[Token, ...]:
    by = (c for c in verb.children if c.dep_ == "agent")
    return tuple(p for agent in by for p in agent.children if p.dep_ == "pobj" and can_speak(p))


def _points_back(thing: Token) -> bool:
    """ "It", "this", "the report": what was just told; "the report that S" or "of the raid" says itself what it is."""
    if thing.lower_ in {"it", "this", "that", "them", "they", "these"}:
        return True
    definite = any(c.lower_ in _POINTING for c in thing.children)
    said = any(c.dep_ in {"acl", "relcl"} or (c.dep_ == "prep" and c.lower_ in _NAMED) for c in thing.children)
    return definite and not said and thing.lemma_.lower() in lexicon().denied_things
