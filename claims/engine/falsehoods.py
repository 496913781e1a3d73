"""Reporting phrases that call false what they pass on: "reports of a raid are baseless", "it is not true that S".

What they call false is a claim, denied by whoever speaks there, or by the publisher where nobody does.
"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claims.engine.cue import Cue, Manner, Rule
from claims.engine.lexicon import lexicon
from claims.engine.speaking import SUBJECTS

_ABOUT = frozenset({"of", "on", "about"})
_TRUE = frozenset({"true", "correct", "accurate"})
_PREDICATES = frozenset({"acomp", "attr", "oprd"})
_REACH = 3  # words back to the verb: "are totally false"
_SHORTEST = 3  # words of what is called false; less tells of nothing ("the report of Monday was false")


def find(sentence: Span) -> Iterator[Cue]:
    """The phrases of a sentence that call something false which they tell themselves."""
    for token in sentence:
        verb = _verb_before(token) or token.head
        if token.dep_ in _PREDICATES | {"amod"} and verb.pos_ in {"VERB", "AUX"} and _is_false(token, verb):
            subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
            if subject is None:
                continue
            told = what_it_tells(subject) or _clause_behind(verb, subject)
            if told is not None:
                yield from _cue(verb, told)
        elif token.lemma_.lower() in lexicon().grounds and _is_none(token):
            thing = next((c for prep in token.children if prep.dep_ == "prep" for c in prep.children), None)
            told = what_it_tells(thing) if thing is not None else None
            if told is not None:
                yield from _cue(verb, told)


def what_it_tells(report: Token) -> Token | None:
    """The head of what a report, claim or rumour says, where it is said: "reports (of a raid)", "claims (that S)"."""
    if report.lemma_.lower() not in lexicon().denied_things:
        return None
    for child in report.rights:
        if child.dep_ in {"acl", "relcl", "ccomp"} and any(c.lower_ == "that" for c in child.lefts):
            return child
        if child.dep_ == "prep" and child.lower_ in _ABOUT:
            return next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def _cue(verb: Token, told: Token) -> Iterator[Cue]:
    content = frozenset(t.i for t in told.subtree if t.dep_ != "mark" or t.head != told)
    if sum(verb.doc[i].is_alpha for i in content) < _SHORTEST:
        return
    around = (t for t in verb.subtree if t.i not in content)
    beside = {t.i for c in verb.children if c.dep_ in {"conj", "advcl", "ccomp"} for t in c.subtree}
    own = frozenset(t.i for t in around if t.i not in beside)
    yield Cue(Manner.DENIES, verb, (), (), content, own, (), Rule.FALSE)


def _verb_before(word: Token) -> Token | None:
    """ "(Reports of a raid) are totally false (state television said)": a comma is lost, the parse joins the words to
    the name behind them."""
    at = word
    while at.i > word.sent.start and at.i > word.i - _REACH:
        at = at.nbor(-1)
        if at.lemma_ == "be":
            return at
        if at.pos_ != "ADV":
            return None
    return None


def _is_false(predicate: Token, verb: Token) -> bool:
    """ "Is baseless", "was not true": and not "is not false"."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    return predicate.lower_ in (_TRUE if negated else lexicon().denying_words)


def _is_none(noun: Token) -> bool:
    return any(c.lower_ == "no" for c in noun.children)


def _clause_behind(verb: Token, subject: Token) -> Token | None:
    """ "It is not true that S"."""
    if subject.lower_ != "it":
        return None
    return next((c for c in verb.subtree if c.dep_ in {"ccomp", "csubj"} and c.i > verb.i and _that(c)), None)


def _that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts)
