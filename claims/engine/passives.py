"""Passives that report: "it was reported that S", "S was reported by N.", "six were reported dead"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claims.engine.cue import Cue, Manner, Rule
from claims.engine.phrases import speakers
from claims.engine.sayings import is_finite_verb
from claims.engine.speaking import SUBJECTS, can_speak


def find(sentence: Span) -> Iterator[Cue]:
    """The passives of a sentence that say who reported what, or that somebody did."""
    words = speakers().words
    for token in sentence:
        lemma = token.lemma_.lower()
        if not any(c.dep_ == "auxpass" for c in token.children):
            continue
        if lemma in words["accuse_verbs"]:
            yield from _accused(token)
        if lemma not in words["say_verbs"]:
            continue
        subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
        agents = tuple(p for a in token.children if a.dep_ == "agent" for p in a.children if p.dep_ == "pobj")
        agents = tuple(agent for agent in agents if can_speak(agent))
        if subject is None or subject.lower_ == "it" or subject.tag_ in {"WDT", "WP"}:
            yield from _impersonal(token, agents, sentence)
        elif (agents and lemma != "claim") or (
            token.lemma_ in speakers().words["reporting_verbs"] and _completed(token)
        ):
            yield _reported(token, agents)


def _impersonal(verb: Token, agents: tuple[Token, ...], sentence: Span) -> Iterator[Cue]:
    """ "It was reported that S"; behind what was said, with or without "as": "S, as was reported by X"."""
    manner = Manner.SAYS if agents else Manner.REPORTS
    own = {t.i for t in verb.subtree}
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None and clause.i > verb.i:
        content = {t.i for t in clause.subtree}
        yield Cue(manner, verb, agents, (), frozenset(content), frozenset(own - content), (), Rule.PASSIVE)
        return
    opening = min((c.i for c in verb.lefts if c.dep_ in {"nsubjpass", "mark", "auxpass"}), default=verb.i)
    before = {t.i for t in sentence if t.i < opening}
    as_was = opening > sentence.start and sentence.doc[opening].lower_ in {"it", "as"}
    if as_was and any(is_finite_verb(sentence.doc[i]) for i in before):
        yield Cue(manner, verb, agents, (), frozenset(before), frozenset(range(opening, verb.i + 1)) | own - before)


def _completed(verb: Token) -> bool:
    """ "Were reported killed", "is said to have fled"."""
    return any(c.dep_ in {"oprd", "xcomp", "acomp", "ccomp"} and c.i > verb.i for c in verb.children)


def _reported(verb: Token, agents: tuple[Token, ...]) -> Cue:
    """What is said of a subject stays one clause with the verb that says so."""
    own = {t.i for head in agents for t in (*head.subtree, head.head)}
    content = {t.i for t in verb.subtree} - own
    manner = Manner.SAYS if agents else Manner.REPORTS
    return Cue(manner, verb, agents, (), frozenset(content), frozenset(own), (), Rule.PASSIVE)


def _accused(verb: Token) -> Iterator[Cue]:
    """ "The army is accused by N. of shelling the town"."""
    agents = [p for a in verb.children if a.dep_ == "agent" for p in a.children if p.dep_ == "pobj" and can_speak(p)]
    if agents:
        phrase = {t.i for agent in agents for t in agent.subtree if not _of_deed(t, agent)}
        content = {t.i for t in verb.subtree} - phrase
        yield Cue(Manner.BLAMES, verb, tuple(agents), (), frozenset(content), frozenset(phrase), (), Rule.BLAME)


def _of_deed(token: Token, agent: Token) -> bool:
    """The words "of shelling the town", which the parser hangs on the accuser."""
    at = token
    while at != agent:
        if at.dep_ == "prep" and at.lower_ == "of" and any(c.dep_ == "pcomp" for c in at.children):
            return True
        at = at.head
    return False
