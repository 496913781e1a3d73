"""Reporting phrases of one sentence, set inside or beside each other: whose words end where another's begin."""

from collections.abc import Sequence
from dataclasses import replace

from claims.engine.cue import Cue, Rule

_AROUND = frozenset({Rule.CLOSING, Rule.PARENTHESIS, Rule.QUOTATION, Rule.ACCORDING, Rule.CLAUSE, Rule.QUOTED})


def settled(cues: Sequence[Cue]) -> list[Cue]:
    """The same phrases, none with another's words in what it says that stand outside it, nor with another's clause."""
    return [_settled(cue, [other for other in cues if other is not cue]) for cue in cues]


def _settled(cue: Cue, others: Sequence[Cue]) -> Cue:
    content = cue.content
    for other in others:
        if _holds(other, cue) and not (_holds(cue, other) and cue.verb.i > other.verb.i):
            content &= other.content
        elif _beside(other, cue):
            content -= {token.i for token in other.verb.subtree} | other.content | other.words
    return cue if content == cue.content else replace(cue, content=content)


def _holds(outer: Cue, inner: Cue) -> bool:
    """Does one phrase, standing behind or around what it says, hold the other: "Britain said S, N. reported"?"""
    if outer.rule not in _AROUND or inner.verb.i not in outer.content:
        return False
    return min(outer.content) < outer.verb.i or inner.content <= outer.content


def _beside(other: Cue, cue: Cue) -> bool:
    """ "X said S but Y told Z": a clause of its own behind a conjunction, with a speaker of its own."""
    verb = other.verb
    if verb.i not in cue.content or verb.i < cue.verb.i or verb.dep_ != "conj" or not other.speakers:
        return False
    own = any(child in other.speakers or child.dep_ == "nsubj" for child in verb.children)
    marked = any(child.dep_ == "mark" or child.lower_ == "that" for child in verb.lefts)
    return own and not marked and other.speakers[0].pos_ != "PRON"
