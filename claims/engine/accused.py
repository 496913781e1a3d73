"""Who is said to have done it where the words around a claim name him: whoever is accused of it, or denies it."""

from spacy.tokens import Token

from claims.engine.clause import OBJECTS, SUBJECTS, ancestors, child_of, is_passive
from claims.engine.lexicon import lexicon

_OF_WHAT = frozenset({"pcomp", "pobj"})
_REACH = 4  # words between what is denied and the verb that denies it: "denied accusations of having shelled it"
_ACCUSATIONS = frozenset({"accusation", "allegation", "charge"})
PARTS = frozenset({"involvement", "responsibility", "role", "complicity", "part"})


def accused(head: Token, accusing: frozenset[str]) -> Token | None:
    """ "(accused) the army of gassing hundreds": whom the verb accuses; None where the clause is no accusation."""
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    of = head if head.lower_ == "of" else head.head
    if of.lower_ != "of" or (head != of and head.dep_ not in _OF_WHAT):
        return None
    verb, misled = of.head, None
    if verb.dep_ in OBJECTS:  # the parse may hang "of gassing" on the accused
        verb, misled = verb.head, verb
    if verb.lemma_.lower() not in accusing or verb.pos_ != "VERB":
        return None
    return misled or child_of(verb, "nsubjpass") or child_of(verb, *sorted(OBJECTS))


def denier(head: Token, doer: Token | None) -> Token | None:
    """ "The army denied shelling it", "denied that it had", "denied any role": who denies, where he is the doer."""
    hidden = doer is None and (head.tag_ == "VBG" or head.lemma_.lower() in PARTS or _is_accusation(head))
    pointing = doer is not None and doer.tag_ in ("PRP", "PRP$") and doer.lower_ not in ("i", "we")
    if not hidden and not pointing:
        return None
    for above in list(ancestors(head))[:_REACH]:
        if above.lemma_.lower() in lexicon().denying_verbs and above.pos_ == "VERB":
            if is_passive(above):
                return next((child_of(by, "pobj") for by in above.children if by.dep_ == "agent"), None)
            return child_of(above, *sorted(SUBJECTS))
    return None


def _is_accusation(noun: Token) -> bool:
    """ "(denied) accusations of using gas": of what it is that he is accused."""
    done = (c for of in noun.children if of.lower_ == "of" for c in of.children)
    return noun.lemma_.lower() in _ACCUSATIONS and any(c.dep_ == "pcomp" for c in done)
