"""Whom a speaker told, or who carried what he said: the outlets of "told N.", "in a statement carried by N."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claims.engine.phrases import phrase, speakers


def addressee(verb: Token, sentence: Span) -> tuple[tuple[Token, ...], set[int]]:
    """The outlet that was told, or that carried the statement, and its words."""
    words = speakers().words
    outlets: list[Token] = []
    told: set[int] = set()
    for child in verb.children:
        if verb.lemma_ in {"tell", "inform"} and child.dep_ in {"dobj", "dative"} and child.i > verb.i:
            outlets.append(child)
            told.update(t.i for t in phrase(child))
    outlets.extend(_met(verb, sentence))
    reach = verb.doc[max(sentence.start, verb.left_edge.i) : min(sentence.end, verb.right_edge.i + 1)]
    for token in reach:
        if token != verb and token.lower_ in words["carriers"] and abs(token.i - verb.i) < 15:
            by = next((c for c in token.children if c.lower_ in {"by", "on", "in"} and c.i > token.i), None)
            target = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
            if target is not None and _is_outlet(target):
                outlets.append(target)
                told.update(t.i for t in token.subtree)
    if verb.lemma_ in {"tell"} and not outlets and verb.i + 1 < sentence.end:
        following = verb.doc[verb.i + 1]
        if following.pos_ == "PROPN":
            head = following
            while head.head.i > head.i and head.head.i < sentence.end and head.dep_ == "compound":
                head = head.head
            outlets.append(head)
            told.update(range(verb.i + 1, head.i + 1))
    return tuple(outlets), told


def _met(verb: Token, sentence: Span) -> Iterator[Token]:
    """The outlet of "in an interview with N.", "speaking to N.", "confirmed to N."."""
    words = speakers().words
    for token in sentence[max(0, verb.i - sentence.start - 20) : verb.i - sentence.start + 20]:
        met = token == verb or token.lower_ in words["encounters"]
        for prep in token.children if met else ():
            if prep.dep_ in {"prep", "dative"} and prep.i > token.i and prep.lower_ in {"with", "to", "by"}:
                yield from (c for c in prep.children if c.dep_ == "pobj" and _is_outlet(c))
        if token.lower_ in {"via", "through"} and token.head in (verb, verb.head, *_objects(verb.head)):
            yield from (c for c in token.children if c.dep_ == "pobj" and _is_outlet(c))


def _objects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "dobj"]


def _is_outlet(head: Token) -> bool:
    """A name, or someone who reports for one: "N.", "its N. news agency", "N. reporter"; a telephone is none."""
    if head.lower_ in speakers().words["platforms"] or head.ent_type_ in {"DATE", "TIME"}:
        return False
    named = any(c.text[:1].isupper() for c in head.children)
    return head.pos_ == "PROPN" or (named and speakers().kinds.get(head.lemma_.lower()) is not None)
