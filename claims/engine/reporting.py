"""Verbs that only report: their clauses say who speaks, and no more."""

from spacy.tokens import Token

from claims.engine.accused import PARTS
from claims.engine.cut import has_number
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.lexicon import lexicon
from claims.engine.nouns import is_event
from claims.engine.phrases import speakers


def reports(token: Token) -> bool:
    """ "Adding that S", "describing it as a bombing": a participle that only says who says so."""
    if any(c.dep_ == "xcomp" or (c.dep_ == "dobj" and has_number(c)) for c in token.children):
        return False  # "threatening to shell the town", "claiming the lives of eight people"
    return token.lemma_.lower() in speakers().words["say_verbs"] | cut_words().reporting_verbs


def gives_toll(verb: Token, own: CutWords) -> bool:
    """Does a verb only say that someone published a count?"""
    tolls = any(c.dep_ == "dobj" and c.lemma_.lower() in own.toll_nouns for c in verb.children)
    return tolls and verb.lemma_.lower() in own.giving_verbs


def reported_thing(noun: Token, own: CutWords) -> bool:
    """ "Activists reported 40 deaths", "the film showed bodies in a yard": the object is what is claimed."""
    verb = noun.head
    lemma = verb.lemma_.lower()
    if lemma == "show":
        return any(c.dep_ == "nsubj" and c.lemma_.lower() in speakers().words["footage"] for c in verb.children)
    participle = verb.tag_ in {"VBN", "VBG"} and not any(c.dep_ == "aux" for c in verb.children)
    if lemma not in own.recording_verbs or participle:
        return False
    things = [noun, *(o for c in noun.children if c.lower_ == "of" for o in c.children)]  # "hundreds of casualties"
    if noun.lower_ not in own.counters:
        things = [noun]
    return any(is_event(thing, own) or thing.lemma_.lower() in own.casualty_nouns for thing in things)


def denied_thing(noun: Token) -> bool:
    """ "(denied) any involvement in the raids", "(denied) bombing schools": what was denied, without a clause."""
    above = noun.head
    if noun.dep_ == "pobj":
        return above.head.lemma_.lower() in lexicon().denied_things  # "(denied reports of) a raid on the port"
    if noun.dep_ != "dobj" or above.lemma_.lower() != "deny":
        return False
    return noun.lemma_.lower() in PARTS or noun.left_edge.tag_ == "VBG"
