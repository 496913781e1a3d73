"""Prepositions with a claim behind them: a part of a count, a clause without a verb, a happening, a published toll."""

from spacy.tokens import Token

from claims.engine.cut import SHORTEST_CLAUSE, SHORTEST_PHRASE, Cut, Cuts, has_number
from claims.engine.cutwords import CutWords, cut_words
from claims.engine.lexicon import Lexicon, lexicon
from claims.engine.nouns import is_event
from claims.engine.reporting import gives_toll
from claims.engine.trees import VERBAL, has_subject, is_last, is_number, size


def preposition(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    word = token.lower_
    if word == "including":
        return _included(token)
    if word == "with":
        return Cut(token, token, nominal=True) if size(token) >= SHORTEST_CLAUSE and _absolute(token) else None
    if word in {"as", "in"} and _is_ground(token):
        return Cut(token, token, nominal=True)
    if word == "of":
        return _toll_given(token, own)
    return _counted_among(token) if word == "among" else _event_told(token, own)


def behind_preposition(token: Token, found: Cuts, words: Lexicon, own: CutWords) -> Cut | None:
    """ "After leaving the town", "before blowing himself up"."""
    before = token.head
    if before.lower_ == "given" and has_subject(token):
        return Cut(token, token)
    if before.lower_ == "in" and token.lemma_ == "be" and token.left_edge.lower_ == "what":
        return Cut(token, token)  # "in what would be the worst raid since March"
    if before.lower_ == "without":
        return Cut(token, token) if token.lemma_.lower() in own.withholding else None
    if before.lower_ not in words.time_prepositions or size(token) < 2 or token.tag_ == "VB":
        return None
    return Cut(token, token)


def _toll_given(token: Token, own: CutWords) -> Cut | None:
    """ "The centre gave a toll of 31 people killed"."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    toll = token.head
    if noun is None or toll.lemma_.lower() not in own.toll_nouns or not gives_toll(toll.head, own):
        return None
    return Cut(noun, noun, nominal=True) if has_number(token) else None


def _counted_among(token: Token) -> Cut | None:
    """ "Ten children were among 48 people executed in the village": both counts are told."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or token.head.lemma_ != "be" or not any(c.dep_ == "nummod" for c in noun.children):
        return None
    if not any(c.dep_ == "nsubj" and has_number(c) for c in token.head.children):
        return None
    return Cut(noun, noun, nominal=True) if size(noun) >= SHORTEST_PHRASE else None


def _included(token: Token) -> Cut | None:
    """ "Including a policeman": part of a count; "including women" says which people are meant."""
    inner = next((c for c in token.children if c.dep_ in {"pobj", "prep"}), None)
    if inner is None or token.i + 1 == len(token.doc):
        return None
    if inner.dep_ == "prep":  # "including on a school"
        return Cut(token, token, nominal=True) if size(token) > SHORTEST_PHRASE and not _before_verb(token) else None
    if not _before_verb(token) and is_number(token.doc[token.i + 1], lexicon()):
        return None  # a list of counts at the end of a clause is read on the page (counts.py)
    if any(c.dep_ == "acl" and c.lemma_.lower() in cut_words().result_verbs for c in inner.children):
        return None  # "seven others including an officer wounded"
    single = any(c.lower_ in {"a", "an"} for c in inner.children) or (inner.pos_ == "PROPN" and is_last(token))
    told = has_number(token) or (single and not _before_verb(token))
    return Cut(token, token, nominal=True) if told else None


def _before_verb(token: Token) -> bool:
    host = token.head
    while host.pos_ not in VERBAL and host.head != host:
        host = host.head
    return host.i > token.i


def _absolute(token: Token) -> bool:
    """ "... with the group seizing the town", "with 50 others injured": a clause behind "with"."""
    if not is_last(token) or token.head.lemma_.lower() in cut_words().joint_verbs:
        return False
    for child in token.children:
        if child.dep_ in {"pcomp", "ccomp"} and has_subject(child):
            return True
        if child.dep_ == "pobj" and any(_predicates(c) and c.i == child.i + 1 for c in child.children):
            return True
    return False


def _predicates(token: Token) -> bool:
    """ "(With) 50 others injured", not "(with) rockets killing five"."""
    if token.dep_ != "acl" or token.tag_ not in {"VBG", "VBN"}:
        return False
    return token.tag_ == "VBN" or token.lemma_.lower() not in cut_words().result_verbs


def _is_ground(token: Token) -> bool:
    """ "In response to deadly strikes on the suburb", "as a result of the shortages"."""
    phrase = token.doc[token.i : token.i + 4].text.lower()
    return phrase.startswith(("in response to", "as a result of")) and size(token) > SHORTEST_PHRASE + 2


def _event_told(token: Token, own: CutWords) -> Cut | None:
    """ "Despite the bombing of several towns by jets": a happening told beside the clause."""
    if token.lower_ not in own.event_prepositions or token.head.pos_ not in VERBAL:
        return None
    noun = next((t for t in token.subtree if t.dep_ == "pobj"), None)
    if noun is None or not is_event(noun, own) or size(noun) < SHORTEST_PHRASE:
        return None
    told = any(c.dep_ in {"prep", "acl"} and c.lower_ != "in" for c in noun.children)
    return Cut(noun, noun, nominal=True) if told else None
