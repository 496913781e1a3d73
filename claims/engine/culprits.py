"""Who did it, told without the deed as the verb: who was behind it, is accused of it, or used the weapon."""

from spacy.tokens import Token

from claims.engine.accused import PARTS
from claims.engine.clause import ancestors
from claims.engine.facts import Facts, SlotWords

_LED = frozenset({"xcomp", "ccomp", "pcomp", "prep", "conj"})  # how a verb hangs on the one that leads to it
_WITHIN = 3  # words between an accusing verb and what it accuses of: "accused (the rebels) of using gas"


def names_culprit(facts: Facts, words: SlotWords) -> bool:
    """Whether a claim tells who did a violent thing in one of these ways."""
    return any(rule(facts, words) for rule in (_is_behind, _accuses, _uses_weapon, _commits, _has_part))


def _is_behind(facts: Facts, words: SlotWords) -> bool:
    """ "The group was behind the blast", "is responsible for the killings", "(they say) the army is responsible"."""
    for token in facts.atom:
        if token.lower_ not in ("behind", "responsible") or not _is_told(token.head, facts):
            continue
        below = list(token.subtree)
        if len(below) == 1 and token.lower_ == "responsible":
            return True
        if _tells_deed(below, words):
            return True
    return False


def _accuses(facts: Facts, words: SlotWords) -> bool:
    """ "(accused) rebels of using gas": what stands behind "of" is the deed."""
    for token in facts.atom:
        if token.lower_ == "of" and any(child.dep_ in ("pcomp", "pobj") for child in token.children):
            near = list(ancestors(token))[:_WITHIN]
            above = [up for up in near if up.i not in facts.inside or up == facts.clause.head]
            if any(up.lemma_.lower() in words.words["accusing"] for up in above):
                return _tells_deed(list(token.subtree), words)
    return False


def _uses_weapon(facts: Facts, words: SlotWords) -> bool:
    """ "The army used chemical weapons": a known side with a weapon; without one the claim tells how it was done."""
    subject = facts.clause.agent if facts.clause.passive else facts.clause.subject
    unnamed = subject is not None and subject.lemma_.lower() in words.words["attackers"]
    if unnamed or not (facts.actor_id or facts.has_agent):
        return False
    for token in facts.atom:
        if token.lemma_.lower() in words.words["using"] and token.pos_ == "VERB" and _is_told(token, facts):
            used = (child for child in token.children if child.dep_ in ("dobj", "nsubjpass"))
            if any(below.lemma_.lower() in words.words["weapons"] for thing in used for below in thing.subtree):
                return True
    return False


def _commits(facts: Facts, words: SlotWords) -> bool:
    """ "The crime was committed by the army", "the army committed an atrocity"."""
    clause = facts.clause
    done = clause.subject if clause.passive else clause.object
    if clause.head.lemma_.lower() not in words.words["carried_out"] or done is None or not facts.has_agent:
        return False
    return done.lemma_.lower() in words.words["deeds"]


def _has_part(facts: Facts, words: SlotWords) -> bool:
    """ "(denied) any involvement in the raids"."""
    head = facts.clause.head
    return head.lemma_.lower() in PARTS and _tells_deed(list(head.subtree), words)


def _is_told(verb: Token, facts: Facts) -> bool:
    """Whether a verb is what the claim tells, and not a detail of someone in it: "police caught those behind it"."""
    while verb != facts.clause.head and verb.dep_ in _LED and verb.head != verb:
        verb = verb.head
    return verb == facts.clause.head


def _tells_deed(tokens: list[Token], words: SlotWords) -> bool:
    lemmas = {token.lemma_.lower() for token in tokens}
    return bool(lemmas & (words.words["instruments"] | words.words["weapons"] | words.words["deeds"]))
