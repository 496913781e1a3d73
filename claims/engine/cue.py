"""One reporting phrase, as it was found: who speaks, through whom, what was said, and the words that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Span, Token

from claims.engine.phrases import phrase


class Manner(StrEnum):
    SAYS = "says"
    DENIES = "denies"
    REPORTS = "reports"  # "reports that", "it was reported": by nobody in particular, hedged
    SHOWS = "shows"  # broadcasts footage of it
    BLAMES = "blames"
    HOLDS = "holds"  # an attitude: gives no claim an origin


class Rule(StrEnum):
    """The rule that found a reporting phrase, in words for whoever asks why."""

    CLAUSE = "a verb of speaking with its clause"
    CLOSING = "a verb of speaking that closes its sentence"
    OPENING = "a verb of speaking that opens its sentence"
    QUOTATION = "a verb beside a quotation"
    PARENTHESIS = "a verb of speaking between commas"
    ANNOUNCED = "a sentence that only tells that someone spoke"
    FRAGMENT = "a verb of speaking cut off from its quotation"
    ACCORDING = "according to"
    QUOTED = "quoted as saying"
    DENIAL = "a verb of denying"
    FALSE = "a report called false"
    BLAME = "a verb of blaming"
    COUNTING = "a verb of counting the dead"
    ANNOUNCING = "a verb of reporting with what happened as its object"
    SEEING = "a reporter who saw it"
    NAMING = "a verb of calling a thing something"
    FOOTAGE = "footage that shows"
    NOUN = "a report or claim that"
    PASSIVE = "it was reported that"
    STANCE = "a verb of wanting, judging or asking"


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting phrase. speakers and outlets: heads of noun phrases, the speakers origin first.

    content: indices of the tokens that were said; words: those of the phrase itself, part of no claim.
    """

    manner: Manner
    verb: Token
    speakers: tuple[Token, ...]
    outlets: tuple[Token, ...]
    content: frozenset[int]
    words: frozenset[int]
    cited: tuple[Token, ...] = ()
    rule: Rule = Rule.CLAUSE


def phrase_words(verb: Token, who: Sequence[Token]) -> set[int]:
    """The verb with its auxiliaries, adverbs and marks, and the phrases of those who speak."""
    own = {verb.i}
    for child in verb.children:
        if (
            child.dep_ in {"aux", "auxpass", "neg", "advmod", "prt", "punct", "mark", "expl"}
            and abs(child.i - verb.i) < 6
        ):
            own.update(t.i for t in child.subtree)
    for head in who:
        if any(head.head == up or head == up for up in (verb, *verb.ancestors)) or abs(head.i - verb.i) < 12:
            own.update(whole(head, verb))
    if verb.dep_ == "xcomp" and verb.head.lemma_ in {"go", "continue", "begin"}:
        own.update({verb.head.i, *(c.i for c in verb.head.children if c.dep_ in {"prt", "aux", "advmod"})})
    return own


def whole(head: Token, verb: Token) -> set[int]:
    """A speaker's phrase with its appositions and clauses, as far as they don't hold the verb, and not past it."""
    words: set[int] = {t.i for t in phrase(head)}
    for child in head.children:
        if child.dep_ in {"appos", "relcl", "acl", "punct", "cc"} and child.i != verb.i and not child.is_ancestor(verb):
            subtree = [t.i for t in child.subtree]
            if (subtree[-1] < verb.i) == (head.i < verb.i) and len(subtree) < 20:
                words.update(subtree)
    return words


def object_behind(start: int, sentence: Span) -> Token | None:
    """The head of the noun phrase that begins at a place."""
    if start >= sentence.end:
        return None
    at = sentence.doc[start]
    while (
        at.head.i >= start
        and at.head != at
        and at.head.i < min(start + 14, sentence.end)
        and at.dep_ not in {"nsubj", "nsubjpass", "pobj", "dobj", "ROOT", "appos", "conj"}
    ):
        at = at.head
    return at if at.pos_ in {"NOUN", "PROPN", "PRON", "ADJ"} else None


def citing(sentence: Span, verb: Token) -> tuple[Token, ...]:
    """The source behind a speaker who names it: "SANA reported, citing a medical source"."""
    for token in sentence:
        if token.lower_ in {"citing", "quoting"} and abs(token.i - verb.i) < 40:
            source = object_behind(token.i + 1, sentence)
            goes_on = source is not None and any(c.tag_ == "VBG" and c.dep_ == "acl" for c in source.children)
            if (
                source is not None
                and not goes_on
                and not any(t.lower_ == "saying" for t in sentence[token.i - sentence.start :])
            ):
                return (source,)
    return ()
