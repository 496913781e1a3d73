"""Which question does a claim answer about its event: how many killed, by whom, where, with what?

Only claims with one slot are compared, so two tellings of one fact must get one slot whatever their grammar, and a
part of a count never gets the slot of the whole.
"""

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Token

from claims.engine.actions import ActionTable
from claims.engine.clause import Clause, child_of
from claims.engine.culprits import names_culprit
from claims.engine.facts import Facts, SlotWords
from claims.engine.figures import VICTIMS, kept, part, recounted, subject_counts, with_roles
from claims.engine.values import Quantity

HAPPENED, OTHER = "happened", "other"
JOINED = "casualties"  # the dead and the injured told as one number
_DOZENS = 24
_OPEN_SLOTS = frozenset({"", "happened", "outcome", "other"})  # what a class says where it says little
_OF_SENTENCE = frozenset({"updated", "previous", "preliminary"})  # said of a whole report, mostly outside the claim


def decide(facts: Facts, words: SlotWords, actions: ActionTable) -> tuple[str, tuple[Quantity, ...]]:
    """The slot of a claim, and those of its numbers that the claim is about, each with its role."""
    counted = with_roles(facts, actions)
    facts = replace(facts, counted=counted, subject_counts=subject_counts(facts, actions))
    slot = next((name for rule in _RULES if (name := rule(facts, words))), "")
    if slot == JOINED and facts.act.kind.counts != JOINED:
        facts = replace(facts, counted=recounted(facts.counted, facts.act.kind.counts, JOINED))
    if not slot:
        slot = facts.act.kind.slot or (HAPPENED if _dynamic(facts.clause) else OTHER)
    whole = slot
    narrowed = slot + part(slot, facts, words) if slot in VICTIMS or slot == facts.act.kind.counts else slot
    if narrowed in words.names:
        slot = narrowed
    return (slot if slot in words.names else OTHER), kept(whole, slot, facts, words)


def number_context(atom_text: str, sentence_text: str, words: SlotWords) -> str:
    """A short word for the stage of a running count that the words mark ("rose", "previous", "updated"), else ""."""
    atom, sentence = f" {atom_text.lower()} ", f" {sentence_text.lower()} "
    for stage, phrases in words.stages.items():
        text = sentence if stage in _OF_SENTENCE else atom
        if any(f" {phrase} " in text for phrase in phrases):
            return stage
    return ""


def _dynamic(clause: Clause) -> bool:
    head = clause.head
    return head.pos_ == "VERB" and head.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB")


# The rules, most telling first. Each answers "" when the claim is not of its kind.


def _outlook(facts: Facts, words: SlotWords) -> str:
    """ "the death toll is likely to rise": no count, a forecast of one."""
    counts = facts.lemmas & (words.words["tolls"] | {"death", "casualty", "fatality"})
    forecast = facts.lemmas & words.words["rises"] and facts.lemmas & words.words["outlook"]
    return "toll-outlook" if counts and forecast and not _valued(facts) else ""


def _valued(facts: Facts) -> bool:
    return any(number.quantity.value is not None for number in facts.counted)


def _responsibility(facts: Facts, words: SlotWords) -> str:
    if facts.act.id == "claim-responsibility" or {"responsibility", "claim"} <= facts.lemmas:
        return "responsibility"
    claimed = facts.clause.head.lemma_.lower() == "claim" and facts.clause.passive and facts.act.kind.violent
    return "responsibility" if claimed else ""


def _composition(facts: Facts, words: SlotWords) -> str:
    """Who the victims were: "those killed were mostly residents", "the dead included aid workers"."""
    head = facts.clause.head
    telling = head.lemma_.lower() == "include" or (head.lemma_ == "be" and child_of(head, "attr") is not None)
    among = "among" in facts.lemmas and bool(facts.lemmas & words.words["fallen"])
    if not telling or _valued(facts):
        return ""
    return "victims" if facts.subject_counts or among else ""


def _both(facts: Facts, words: SlotWords) -> str:
    """ "scores were killed and injured": one number for both, comparable with neither."""
    head = facts.clause.head
    if facts.act.kind.counts != "killed":
        return ""
    joined = [c for c in head.children if c.dep_ == "conj" and c.lemma_.lower() in ("injure", "wound", "hurt")]
    inside = {token.i for token in facts.atom}
    alone = [c for c in joined if c.i in inside and child_of(c, "dobj", "nsubj", "nsubjpass") is None]
    if any(token.i == c.i + 1 and token.like_num for c in alone for token in facts.atom):
        return ""  # "killed 3, wounded 8"
    return JOINED if alone else ""


def _counting(facts: Facts, words: SlotWords) -> str:
    """A class that counts, or a number whose role the claim is about."""
    roles = {number.quantity.role for number in facts.counted}
    counts = facts.act.kind.counts
    if counts and facts.act.kind.slot == counts:
        hit = [role for role in words.counts if role in roles & VICTIMS]
        return hit[0] if hit and counts in VICTIMS and counts not in roles else counts
    return next((role for role in words.counts if role in roles and _answers(role, facts)), "")


def _answers(role: str, facts: Facts) -> bool:
    """Whether a number of that role is what the claim tells, and not a detail beside it."""
    if role == "distance":
        return facts.clause.head.pos_ != "VERB" or facts.clause.head.lemma_ in ("remain", "locate", "lie", "situate")
    mine = [number for number in facts.counted if number.quantity.role == role and _tells_much(number.quantity)]
    if role == "force":
        return any(number.quantity.unit == "fighter" for number in mine)
    if role == "strikes":
        return bool(mine) and facts.act.kind.violent
    if role in ("territory", "magnitude", "destroyed"):
        return bool(mine)
    clause = facts.clause
    objects = {clause.object, clause.subject}
    if role in VICTIMS:
        objects |= {clause.head, child_of(clause.head, "attr")}
        return any(n.noun is not None and (_listed(n.noun) or {n.noun, _phrase_of(n.noun)} & objects) for n in mine)
    return any(n.noun is not None and n.noun in objects for n in mine)


def _listed(noun: Token) -> bool:
    """ "(killing 35 people), including two boys"."""
    return noun.head.lemma_ == "include" and noun.dep_ in ("pobj", "dobj")


def _phrase_of(noun: Token) -> Token:
    """The noun on which a counted one hangs: "the bodies of two men and a boy" hangs on "bodies"."""
    if noun.dep_ == "conj":
        return _phrase_of(noun.head)
    return noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun


def _tells_much(quantity: Quantity) -> bool:
    """ "several", "a number of" tell too little to make a claim one of a count."""
    return quantity.value is not None or (quantity.low or 0) >= _DOZENS


def _sort(facts: Facts, words: SlotWords) -> str:
    """What sort of attack it was: "it was a gas attack", "this is a massacre by chemical weapons"."""
    what = child_of(facts.clause.head, "attr")
    if what is None or facts.clause.head.lemma_ != "be" or what.lemma_.lower() not in words.words["deeds"]:
        return ""
    poisoned = any(below.lemma_.lower() in words.words["poisons"] for below in what.subtree)
    return "weapon" if poisoned and not _valued(facts) else ""


def _blasts(facts: Facts, words: SlotWords) -> str:
    """One blast or two: "a double bombing"."""
    if not facts.act.kind.violent and facts.act.id not in ("", "be"):
        return ""
    if facts.act.kind.slot == "strikes":
        return ""
    own = (facts.clause.subject,) if facts.clause.own_subject else ()
    blasts = [t for t in (facts.act.core, *own) if t is not None and t.lemma_.lower() in words.words["instruments"]]
    best = any(c.tag_ == "JJS" for noun in blasts for c in noun.lefts)  # "the deadliest single attack"
    paired = (c.lower_ for noun in blasts if noun.pos_ in ("NOUN", "PROPN") and not best for c in noun.lefts)
    return "number-of-blasts" if any(word in words.words["paired"] for word in paired) else ""


def _who(facts: Facts, words: SlotWords) -> str:
    """Who did it: an agent beside a violent act that is told as such ("carried out the attack")."""
    if facts.act.id == "blame" or names_culprit(facts, words):
        return "perpetrator"
    if not facts.act.kind.violent or not (facts.actor_id or facts.has_agent):
        return ""
    lemma = facts.clause.head.lemma_.lower()
    carried = facts.act.core.i != facts.clause.head.i and lemma in words.words["carried_out"]
    nominal = facts.clause.head.pos_ in ("NOUN", "PROPN") and bool(facts.actor_id)
    attacked = facts.act.id in ("attack", "bombing") and lemma in words.words["attacked"]
    return "perpetrator" if carried or nominal or attacked else ""


def _place(facts: Facts, words: SlotWords) -> str:
    lemma = facts.clause.head.lemma_.lower()
    if facts.act.id == "happen" or (lemma in ("take", "occur", "happen") and facts.act.kind.violent):
        return "place" if facts.has_place else "time" if facts.has_time else HAPPENED
    return "place" if lemma in words.words["located"] and facts.has_place else ""


def _target(facts: Facts, words: SlotWords) -> str:
    """What was hit, told of a weapon or blast: "a car bomb hit the market"; to hit a whole town says only where."""
    if facts.act.id not in ("attack", "bombing"):
        return ""
    lemma = facts.clause.head.lemma_.lower()
    if lemma in words.words["hits"] and not facts.actor_id:
        hit = facts.clause.subject if facts.clause.passive else facts.clause.object
        return "place" if hit is not None and hit.lemma_.lower() in words.words["regions"] else "target"
    beside = any(c.dep_ == "prep" and c.lower_ in ("near", "outside", "at") for c in facts.clause.head.children)
    return "target" if beside and lemma in ("detonate", "set") and not _weapon_subject(facts, words) else ""


def _weapon_subject(facts: Facts, words: SlotWords) -> bool:
    subject = facts.clause.subject
    return subject is not None and not facts.clause.passive and subject.lemma_.lower() in words.words["weapons"]


def _weapon(facts: Facts, words: SlotWords) -> str:
    """How it was done: the weapon that goes off, or that an unnamed attacker used; what he hit is the target."""
    head = facts.clause.head
    people = (facts.clause.agent, facts.clause.subject)
    attacker = any(t is not None and t.lemma_.lower() in words.words["attackers"] for t in people)
    struck = head.lemma_.lower() in words.words["hits"] and facts.clause.object is not None
    driving = (
        attacker and not struck and (facts.act.kind.violent or head.lemma_.lower() in ("drive", "approach", "park"))
    )
    goes_off = facts.act.id == "bombing" and _weapon_subject(facts, words)
    used = facts.act.id == "use" and bool(facts.lemmas & words.words["weapons"])
    sent = facts.clause.subject if facts.clause.passive and not facts.actor_id else None
    fired = (
        sent is not None
        and sent.lemma_.lower() in words.words["weapons"]
        and head.lemma_.lower() in words.words["sending"]
    )
    before = (child.lemma_.lower() for child in head.lefts if child.dep_ == "compound")
    noun = head.pos_ == "NOUN" and facts.act.kind.violent and not struck
    named = noun and any(w in words.words["weapons"] for w in before)
    return "weapon" if driving or goes_off or used or fired or named else ""


def _ground(facts: Facts, words: SlotWords) -> str:
    """Territory taken is one thing, people taken another."""
    taken = facts.clause.subject if facts.clause.passive else facts.clause.object
    if facts.act.id != "capture" or taken is None:
        return ""
    units = [n.quantity.unit for n in facts.counted if n.noun is not None and n.noun.i == taken.i]
    if taken.lemma_.lower() in ("territory", "land", "swath", "swathe") or taken.lower_ == "areas":
        return "territory"
    return "captured" if any(unit in ("person", "fighter", "civilian") for unit in units) else ""


def _aftermath(facts: Facts, words: SlotWords) -> str:
    """What the event left behind: rescue, damage, smoke."""
    head, subject = facts.clause.head, facts.clause.subject
    first = subject if subject is not None and facts.clause.own_subject else head
    mine = {
        first.lemma_.lower(),
        *(token.lemma_.lower() for token in facts.atom if first in (token.head, token.head.head)),
    }
    if mine & words.words["rescuers"]:
        return "rescue"
    if facts.lemmas & words.words["damage"] and (head.lemma_.lower() in words.words["damaging"] or head.pos_ == "NOUN"):
        return "damage"
    if facts.act.kind.violent or facts.act.kind.counts:
        return ""
    return "aftermath" if mine & words.words["smoke"] and facts.act.kind.slot in _OPEN_SLOTS else ""


def _missing(facts: Facts, words: SlotWords) -> str:
    return "missing" if facts.clause.head.lemma_.lower() in words.words["trapped"] else ""


def _why(facts: Facts, words: SlotWords) -> str:
    """A clause of reason or aim answers why, not what."""
    mark = child_of(facts.clause.head, "mark")
    if mark is not None and mark.lower_ == "because" and facts.clause.head.dep_ == "advcl":
        return "cause"
    if facts.clause.future and facts.clause.head.tag_ == "VB" and facts.clause.head.dep_ in ("advcl", "acl"):
        return "purpose"
    return ""


def _plan(facts: Facts, words: SlotWords) -> str:
    return "plan" if facts.clause.future and facts.act.kind.slot in ("", HAPPENED, "progress", "plan") else ""


Rule = Callable[[Facts, SlotWords], str]
_RULES: tuple[Rule, ...] = (
    _outlook, _responsibility, _composition, _both, _why, _sort, _counting, _blasts, _who, _aftermath, _place, _weapon,
    _target, _ground, _missing, _plan,
)  # fmt: skip
