"""Reporting phrases of one sentence, set inside or beside each other: whose words end where another's begin."""

from collections.abc import Sequence
from dataclasses import replace

from claims.engine.cue import Cue, Rule
from claims.engine.phrases import speakers

_AROUND = frozenset({Rule.CLOSING, Rule.PARENTHESIS, Rule.QUOTATION, Rule.ACCORDING, Rule.CLAUSE, Rule.QUOTED})
_PARTING = frozenset({"while", "whereas", "although", "though", "but"})


def settled(cues: Sequence[Cue]) -> list[Cue]:
    """The same phrases, none with another's words in what it says that stand outside it, nor with another's clause."""
    kept = [_settled(cue, [other for other in cues if other is not cue]) for cue in cues]
    return [replace(cue, content=cue.content - _left_unsaid(cue)) for cue in kept]


def _left_unsaid(cue: Cue) -> set[int]:
    """ "... said S but did not mention T": what a speaker did not say is the writer's observation."""
    doc = cue.verb.doc
    silent = (
        doc[i]
        for i in cue.content
        if doc[i].dep_ == "conj" and doc[i].lemma_.lower() in speakers().words["silent_verbs"]
    )
    return {
        t.i
        for verb in silent
        if any(c.dep_ == "neg" for c in verb.children) and not any(c.dep_ == "nsubj" for c in verb.children)
        for t in verb.subtree
    }


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
    """ "X said S but Y told Z", "X said S, with Y saying Z": a clause with a speaker of its own."""
    verb = other.verb
    if verb.i not in cue.content or verb.i < cue.verb.i or not other.speakers or other.speakers[0].pos_ == "PRON":
        return False
    if verb.tag_ == "VBG":
        return other.speakers[0].head.lower_ == "with"
    own = any(child in other.speakers or child.dep_ == "nsubj" for child in verb.children)
    marks = {child.lower_ for child in verb.lefts if child.dep_ == "mark" or child.lower_ == "that"}
    return own and marks <= _PARTING and (verb.dep_ == "conj" or (verb.dep_ == "advcl" and bool(marks)))
