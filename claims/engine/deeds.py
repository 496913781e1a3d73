"""Deeds of telling that keep their verb: who counts the dead, and who calls a thing by a name of his own."""

from spacy.tokens import Span, Token

from claims.engine.cue import Cue, Manner, Rule
from claims.engine.phrases import phrase, speakers
from claims.engine.speaking import names_speaker, speakers_of


def find(verb: Token, sentence: Span) -> Cue | None:
    """ "N. documented nine deaths", "N. put the toll at nine", "N. called the blast an attack": N. vouches for it."""
    rule = _rule(verb)
    if rule is None or any(c.dep_ in {"neg", "auxpass"} for c in verb.children):
        return None
    who = speakers_of(verb, sentence)
    if not who or not (names_speaker(who[0]) or who[0].lower_ in {"he", "she", "it", "they"}):
        return None
    first = min(phrase(head)[0].i for head in who)
    content = {t.i for t in verb.subtree if t.i >= min(first, verb.i)}
    content -= {t.i for c in verb.children if c.dep_ == "conj" for t in c.subtree}
    return Cue(Manner.SAYS, verb, who, (), frozenset(content), frozenset(), (), rule)


def _rule(verb: Token) -> Rule | None:
    words, lemma = speakers().words, verb.lemma_.lower()
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is not None and lemma in words["toll_verbs"] and thing.lemma_.lower() in words["counts"]:
        return Rule.COUNTING
    if lemma in words["seeing_verbs"] and _reports(verb):
        return Rule.SEEING
    if thing is not None and lemma in words["counting_verbs"] and _is_count(thing):
        return Rule.COUNTING
    if thing is not None and lemma in words["announcing_verbs"] and thing.pos_ == "NOUN" and _is_event(thing):
        return Rule.ANNOUNCING
    named = any(c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.children)
    small = any(c.dep_ == "ccomp" and c.pos_ in {"NOUN", "ADJ"} for c in verb.children)
    if lemma in words["naming_verbs"] and ((thing is not None and named) or small):
        return Rule.NAMING
    return None


def _reports(verb: Token) -> bool:
    """Is it a reporter who saw it: "an N. photographer saw smoke rising"?"""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in speakers().words["reporters"]


def _is_event(thing: Token) -> bool:
    """ "The blast", "the opening of a corridor": what happened, not "the news" or "a plan"."""
    definite = any(c.lower_ in {"the", "a", "an"} for c in thing.children)
    told = thing.lemma_.lower() in speakers().words["report_nouns"] | speakers().words["papers"]
    return definite and not told and not any(c.dep_ in {"acl", "relcl"} for c in thing.children)


def _is_count(thing: Token) -> bool:
    """A number of dead, or the word for it."""
    counted = thing.like_num or any(c.dep_ == "nummod" for c in thing.children)
    return counted or thing.lemma_.lower() in speakers().words["counts"]
