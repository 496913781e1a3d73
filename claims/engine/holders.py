"""Someone of a body, where the parse makes the body speak: "ten died a doctor at the Central Hospital told N.".

Texts that lost their commas leave the person to the clause before; the words on the page still say who spoke.
"""

from dataclasses import replace

from spacy.tokens import Token

from claims.engine.cue import Cue
from claims.engine.phrases import phrase, speakers
from sources.engine.values import Kind

_TIES = frozenset({"of", "with", "from", "at", "in", "for", "inside"})
_BETWEEN = 4  # words between the preposition and the name ("with the opposition N. Centre")


def held(cue: Cue) -> Cue:
    """The cue with the person as speaker, and the person's words taken from what was said."""
    if len(cue.speakers) != 1 or not cue.verb.i > cue.speakers[0].i:
        return cue
    person = _person_before(cue.speakers[0])
    if person is None:
        return cue
    first = phrase(person)[0].i
    own = frozenset(range(first, cue.verb.i))
    return replace(cue, speakers=(person,), words=cue.words | own, content=cue.content - own)


def _person_before(body: Token) -> Token | None:
    """The noun for a person that a body's name is tied to: "doctor" before "at the Central Hospital"."""
    if body.pos_ != "PROPN":
        return None
    at, floor = phrase(body)[0].i - 1, body.sent.start + 1
    for _ in range(_BETWEEN):
        if at < floor or body.doc[at].pos_ not in {"DET", "ADJ", "NOUN", "ADP", "PROPN"}:
            return None
        token, before = body.doc[at], body.doc[at - 1]
        if token.lower_ in _TIES:
            described = speakers().kinds.get(before.lemma_.lower()) is Kind.UNNAMED and before.tag_ in {"NN", "NNS"}
            return before if described and before.head != body else None
        at -= 1
    return None
