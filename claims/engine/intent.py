"""What is still to come: intentions, threats, expectations, and aims."""

from collections.abc import Sequence

from spacy.tokens import Token

from claims.engine.lexicon import Lexicon

_HOLDING = frozenset({"have", "announce", "make", "unveil", "reveal", "declare", "express", "voice", "harbour", "hold"})


def is_intended(head: Token, chain: Sequence[Token], inside: set[int], words: Lexicon) -> bool:
    """Whether a clause tells what is to come. chain: its head and the infinitives that complete it."""
    return any(_looks_ahead(token, words) for token in chain) or _has_plan(head, words) or _governed(head, words)


def _governed(head: Token, words: Lexicon) -> bool:
    """A clause that shares a plan: "seek to hold the dam and to reach it", "aimed at taking it and holding it"."""
    first = _first(head)
    above = first.head
    if first.dep_ == "pcomp" and first.tag_ == "VBG":
        return words.planned_prepositions.get(above.head.lemma_.lower(), "") == above.lower_
    if first.dep_ == "acl" and is_infinitive(first):
        return above.lemma_.lower() in words.planned_nouns
    if head.dep_ != "conj" or head.tag_ != "VB":
        return False
    return (first.dep_ == "xcomp" and above.lemma_.lower() in words.planned_heads) or _looks_ahead(first, words)


def _first(head: Token) -> Token:
    """The first of the verbs that a verb is joined to."""
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    return head


def _looks_ahead(token: Token, words: Lexicon) -> bool:
    """Whether one word of a predicate, with what stands around it, puts it in the future."""
    auxiliaries = {child.lower_ for child in token.children if child.dep_ == "aux"}
    if auxiliaries & words.planned_auxiliaries:
        return True
    if auxiliaries & words.would_auxiliaries:
        return not is_perfect(token)
    if auxiliaries & words.possible_auxiliaries and not is_perfect(token):
        return token.lemma_ in words.change_verbs and _grows(token, words)
    lemma = token.lemma_.lower()
    if lemma in words.planned_heads and any(_completes(child, token) for child in token.children):
        return not (_is_settled(token, lemma, words) or _unwanted(token, lemma))
    if _aims(token, lemma, words) or _is_to(token):
        return True
    return lemma in words.going_to and token.tag_ == "VBG" and any(c.dep_ == "xcomp" for c in token.children)


def _is_settled(verb: Token, lemma: str, words: Lexicon) -> bool:
    """ "They decided to close the school": told is the decision, which has been made."""
    return (
        lemma in words.settled_heads and verb.tag_ in ("VBD", "VBN") and all(c.dep_ != "auxpass" for c in verb.children)
    )


def _unwanted(verb: Token, lemma: str) -> bool:
    return lemma == "want" and any(child.dep_ == "neg" for child in verb.children)


def _grows(verb: Token, words: Lexicon) -> bool:
    """ "The toll could rise": a count that is expected to grow."""
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.lemma_.lower() in words.growing_counts for c in verb.children)


def is_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """ "to send", "to be sent", "to have been sent"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _completes(child: Token, head: Token) -> bool:
    """An infinitive (or "for" a thing to come) that says what is planned; what has happened is not."""
    if child.i < head.i:
        return False
    if child.dep_ in ("xcomp", "ccomp"):
        return not is_perfect(child) and (is_infinitive(child) or (child.tag_ == "VB" and child.dep_ == "xcomp"))
    return child.dep_ == "prep" and child.lower_ == "for" and any(c.dep_ == "auxpass" for c in head.children)


def _aims(token: Token, lemma: str, words: Lexicon) -> bool:
    """ "is aimed at cutting the road", "at the capture of the dam"; "aimed at the dam" tells what was fired on."""
    preposition = words.planned_prepositions.get(lemma, "")
    return any(
        goal.dep_ == "pcomp" or any(c.dep_ == "prep" and c.lower_ == "of" for c in goal.children)
        for child in token.children
        if preposition and child.dep_ == "prep" and child.lower_ == preposition
        for goal in child.children
    )


def _is_to(token: Token) -> bool:
    """ "Talks are to resume on Monday"; "the aim was to help" tells an aim all the same."""
    if token.lemma_ != "be" or any(child.dep_ in ("acomp", "attr", "expl") for child in token.children):
        return False  # "it is hard to say"
    ahead = (child for child in token.children if child.dep_ == "xcomp" and child.i > token.i)
    return any(is_infinitive(child) and child.lemma_ != "blame" for child in ahead)


def _has_plan(head: Token, words: Lexicon) -> bool:
    """ "has plans to send troops", "announced its intention to withdraw"."""
    if head.pos_ == "NOUN" and head.lemma_.lower() in words.planned_nouns:
        return any(child.dep_ == "acl" and is_infinitive(child) for child in head.children)
    if head.lemma_.lower() not in _HOLDING:
        return False
    return any(
        noun.dep_ == "dobj"
        and noun.lemma_.lower() in words.planned_nouns
        and any(c.dep_ in ("acl", "relcl") and is_infinitive(c) for c in noun.children)
        for noun in head.children
    )
