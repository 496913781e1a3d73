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
_ASIDE = frozenset({"appos", "npadvmod", "attr", "conj", "dep"})  # how an aside hangs on what it is about
_LONGEST = 30  # tokens; longer sentences tell more than that something is disputed


@dataclass(frozen=True, slots=True)
class Dispute:
    """deniers: heads of the noun phrases of those who dispute it, none for the publisher."""

    verb: Token
    deniers: tuple[Token, ...]


def find(sentence: Span) -> Dispute | None:
    """The dispute that a sentence is, None where it is none or says itself what is disputed."""
    if len(sentence) > _LONGEST:
        return None
    return next(iter(_disputes(sentence)), None)


def within(sentence: Span) -> Dispute | None:
    """ "N. said the bridge fell, a claim denied by Z": the sentence disputes its own claims."""
    for token in sentence:
        told = token.head.lemma_.lower() in lexicon().denied_things
        if token.dep_ == "acl" and told and token.head.dep_ in _ASIDE and _denies(token):
            agents = _agents(token)
            if agents:
                return Dispute(token, agents)
    return None


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
