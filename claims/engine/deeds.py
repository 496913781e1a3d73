"""Deeds of telling that keep their verb: who counts the dead, and who calls a thing by a name of his own."""

from spacy.tokens import Span, Token

from claims.engine.cue import Cue, Manner, Rule
from claims.engine.phrases import speakers
from claims.engine.speaking import names_speaker, speakers_of


def find(verb: Token, sentence: Span) -> Cue | None:
    """ "N. documented nine deaths", "N. put the toll at nine", "N. called the blast an attack": N. vouches for it."""
    rule = _rule(verb)
    if rule is None or any(c.dep_ in {"neg", "auxpass"} for c in verb.children):
        return None
    who = speakers_of(verb, sentence)
    if not who or not (names_speaker(who[0]) or who[0].lower_ in {"he", "she", "it", "they"}):
        return None
    content = {t.i for t in verb.subtree} - {t.i for c in verb.children if c.dep_ == "conj" for t in c.subtree}
    return Cue(Manner.SAYS, verb, who, (), frozenset(content), frozenset(), (), rule)


def _rule(verb: Token) -> Rule | None:
    words, lemma = speakers().words, verb.lemma_.lower()
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is not None and lemma in words["counting_verbs"] and _is_count(thing):
        return Rule.COUNTING
    named = any(c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.children)
    small = any(c.dep_ == "ccomp" and c.pos_ in {"NOUN", "ADJ"} for c in verb.children)
    if lemma in words["naming_verbs"] and ((thing is not None and named) or small):
        return Rule.NAMING
    return None


def _is_count(thing: Token) -> bool:
    """A number of dead, or the word for it."""
    counted = any(t.like_num or t.dep_ == "nummod" for t in thing.subtree)
    return counted or thing.lemma_.lower() in speakers().words["counts"]
