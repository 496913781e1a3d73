"""What a noun is to the clause around it: a happening, a name, a plan."""

from spacy.tokens import Token

from claims.engine.cutwords import CutWords

_BACK = 7  # words between "an offensive" and its aim: "an offensive launched this week to try to encircle"


def is_event(noun: Token, own: CutWords) -> bool:
    return noun.lemma_.lower() in own.event_nouns


def is_named(noun: Token) -> bool:
    return noun.pos_ == "PROPN"


def event_above(clause: Token, own: CutWords) -> Token | None:
    """The happening that a relative clause identifies, where a preposition only hangs it on another one.

    "29 were killed in a bombing that targeted a crossing": the bombing and its target are one claim.
    """
    noun = clause.head
    held = noun.dep_ == "pobj" and noun.head.lower_ in own.holding_prepositions
    close = clause.left_edge.i == noun.i + 1
    indefinite = any(c.lower_ in {"a", "an"} for c in noun.children)
    if held and close and indefinite and is_event(noun, own) and clause.lemma_.lower() not in own.result_verbs:
        return noun
    return None


def plan_before(infinitive: Token, own: CutWords) -> bool:
    """Does "an offensive" stand shortly before an infinitive that has no other verb to hang on?"""
    start = infinitive.left_edge.i
    for token in infinitive.doc[max(0, start - _BACK) : start]:
        if token.lemma_.lower() in own.plan_nouns and any(c.lower_ in {"a", "an"} for c in token.children):
            return True
    return False


def after_break(token: Token) -> bool:
    """Does a comma, or what ends a phrase (a name, a day, a number), stand before the clause?

    Texts lose their commas: behind "last year" or "Aleppo" a participle still hardly narrows the word before it.
    """
    start = token.left_edge.i
    if start == 0:
        return False
    before = token.doc[start - 1]
    return (
        before.text in {",", ";", ")"}
        or before.dep_ in {"npadvmod", "advmod", "prt"}
        or before.ent_type_ in {"DATE", "TIME"}
    )
