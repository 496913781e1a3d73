"""Which question does a claim answer about its event: how many killed, by whom, where, with what?

Only claims with one slot are compared, so two tellings of one fact must get one slot whatever their grammar, and a
part of a count never gets the slot of the whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Token

from claims.engine.actions import Act, ActionTable
from claims.engine.clause import Clause, ancestors, child_of
from claims.engine.quantities import Counted
from claims.engine.values import Quantity

HAPPENED, OTHER = "happened", "other"
_CLIMB = 4  # words between a number and the action that counts it: "12 of the passengers were killed"
_ALWAYS_OWN = frozenset({"distance", "money", "percent", "duration", "age", "magnitude", "territory"})


@dataclass(frozen=True)
class SlotWords:
    """The tables of slots.toml."""

    names: frozenset[str]
    counts: tuple[str, ...]
    parts: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    stages: Mapping[str, tuple[str, ...]]
    happenings: Mapping[str, frozenset[str]]  # slots that are aspects of one kind of event

    @classmethod
    def build(cls, table: Mapping[str, Any]) -> "SlotWords":
        return cls(
            names=frozenset(table["names"]),
            counts=tuple(table["counts"]),
            parts=table["parts"],
            words={name: frozenset(words) for name, words in table["words"].items()},
            stages={name: tuple(words) for name, words in table["stages"].items()},
            happenings={name: frozenset(slots) for name, slots in table["happenings"].items()},
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the slot is decided from: the claim's grammar, action and numbers, who acts, and whether it has a place."""

    atom: Sequence[Token]
    clause: Clause
    act: Act
    counted: tuple[Counted, ...]
    actor_id: str
    has_place: bool
    has_time: bool
    lemmas: frozenset[str]


def decide(
    facts: Facts, words: SlotWords, actions: ActionTable, units: Mapping[str, str]
) -> tuple[str, tuple[Quantity, ...]]:
    """The slot of a claim, and those of its numbers that the claim is about, each with its role."""
    counted = tuple(_with_role(number, facts, actions, words) for number in facts.counted)
    facts = replace(facts, counted=counted)
    slot = next((name for rule in _RULES if (name := rule(facts, words))), "")
    if not slot:
        slot = facts.act.kind.slot or (HAPPENED if _dynamic(facts.clause) else OTHER)
    if facts.act.kind.counts and slot == facts.act.kind.counts:
        slot += _part(facts, words, units)
    return (slot if slot in words.names else OTHER), _kept(slot, counted)


def number_context(atom_text: str, sentence_text: str, words: SlotWords) -> str:
    """A short word for the stage of a running count that the words mark ("rose", "previous", "updated"), else ""."""
    for text in (f" {atom_text.lower()} ", f" {sentence_text.lower()} "):
        for stage, phrases in words.stages.items():
            if any(f" {phrase} " in text for phrase in phrases):
                return stage
    return ""


def _with_role(number: Counted, facts: Facts, actions: ActionTable, words: SlotWords) -> Counted:
    """A number's role: what its noun says by itself, else what the nearest word that counts says."""
    role = number.quantity.role
    if role in _ALWAYS_OWN:
        return number
    found = _governing_count(number, facts, actions)
    if (role == "strikes" and found == "strikes") or not found:
        found = role or found
    return replace(number, quantity=replace(number.quantity, role=found))


def _governing_count(number: Counted, facts: Facts, actions: ActionTable) -> str:
    """The role that the words around a number give it: "12 wounded", "killed 12", "12 were killed", "toll of 12"."""
    inside = {token.i for token in facts.atom}
    starts = [number.number, *([number.noun] if number.noun is not None else [])]
    beside = [child for token in starts for child in token.children if child.dep_ in ("acl", "amod", "relcl")]
    following = number.number.nbor() if number.number.i + 1 < len(number.number.doc) else None
    above = list(ancestors(number.number))[:_CLIMB]
    for token in [*([following] if following is not None else []), *starts, *beside, *above]:
        kind = actions.of_word(token)
        if kind is not None and kind.counts and token.i in inside:
            return kind.counts
    return facts.act.kind.counts


def _part(facts: Facts, words: SlotWords, units: Mapping[str, str]) -> str:
    """ "-children" where the count is of a part of those hit, "" where it is of all."""
    mine = [number for number in facts.counted if number.quantity.role == facts.act.kind.counts]
    if mine:
        unit = mine[0].quantity.unit
    else:
        victim = _victim(facts)
        unit = units.get(victim.lemma_.lower(), "") if victim is not None else ""
    return f"-{words.parts[unit]}" if unit in words.parts else ""


def _victim(facts: Facts) -> Token | None:
    clause = facts.clause
    return clause.subject if clause.passive or facts.act.undergone else clause.object


def _kept(slot: str, counted: Sequence[Counted]) -> tuple[Quantity, ...]:
    """The numbers that answer the slot; in a claim that no number answers, those that count something of their own."""
    quantities = [number.quantity for number in counted]
    answering = [q for q in quantities if q.role and (slot == q.role or slot.startswith(f"{q.role}-"))]
    return tuple(answering or [q for q in quantities if q.role not in ("duration", "age")])


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
    """Who the victims were: "those killed were mostly residents", "the dead included six aid workers"."""
    subject, head = facts.clause.subject, facts.clause.head
    if subject is None or not facts.clause.own_subject or facts.act.kind.counts not in ("killed", "injured"):
        return ""
    of_them = facts.act.core.i == subject.i or any(facts.act.core.i == t.i for t in subject.subtree)
    telling = head.lemma_.lower() == "include" or (head.lemma_ == "be" and child_of(head, "attr") is not None)
    return "victims" if of_them and telling and not _valued(facts) else ""


def _both(facts: Facts, words: SlotWords) -> str:
    """ "scores were killed and injured": one number for both, comparable with neither."""
    head = facts.clause.head
    if facts.act.kind.counts != "killed":
        return ""
    joined = [c for c in head.children if c.dep_ == "conj" and c.lemma_.lower() in ("injure", "wound", "hurt")]
    inside = {token.i for token in facts.atom}
    alone = [c for c in joined if c.i in inside and child_of(c, "dobj", "nsubj", "nsubjpass") is None]
    return "casualties" if alone else ""


def _counting(facts: Facts, words: SlotWords) -> str:
    """A class that counts, or a number whose role the claim is about."""
    if facts.act.kind.counts and facts.act.kind.slot == facts.act.kind.counts:
        return facts.act.kind.counts
    roles = {number.quantity.role for number in facts.counted}
    for role in words.counts:
        if role in roles and _answers(role, facts):
            return role
    return ""


def _answers(role: str, facts: Facts) -> bool:
    """Whether a number of that role is what the claim tells, and not a detail beside it."""
    if role == "distance":
        return facts.clause.head.pos_ != "VERB" or facts.clause.head.lemma_ in ("remain", "locate", "lie", "situate")
    if role in ("strikes", "territory", "magnitude", "destroyed", "force"):
        return True
    objects = {t.i for t in (facts.clause.object, facts.clause.subject) if t is not None}
    return any(n.quantity.role == role and n.noun is not None and n.noun.i in objects for n in facts.counted)


def _blasts(facts: Facts, words: SlotWords) -> str:
    """One blast or two: "a double bombing"."""
    if not facts.act.kind.violent and facts.act.id not in ("", "be"):
        return ""
    if facts.act.kind.slot == "strikes":
        return ""
    nouns = [facts.act.core, *(t for t in (facts.clause.subject,) if t is not None and facts.clause.own_subject)]
    paired = (c.lower_ for noun in nouns if noun.pos_ in ("NOUN", "PROPN") for c in noun.lefts)
    return "number-of-blasts" if any(word in words.words["paired"] for word in paired) else ""


def _who(facts: Facts, words: SlotWords) -> str:
    """Who did it: a known agent beside a violent act that is told as such ("carried out the attack")."""
    if facts.act.id == "blame":
        return "perpetrator"
    if not facts.act.kind.violent or not facts.actor_id:
        return ""
    lemma = facts.clause.head.lemma_.lower()
    carried = facts.act.core.i != facts.clause.head.i and lemma in words.words["carried_out"]
    nominal = facts.clause.head.pos_ in ("NOUN", "PROPN")
    attacked = facts.act.id in ("attack", "bombing") and lemma in words.words["attacked"]
    return "perpetrator" if carried or nominal or attacked else ""


def _place(facts: Facts, words: SlotWords) -> str:
    lemma = facts.clause.head.lemma_.lower()
    if facts.act.id == "happen" or (lemma in ("take", "occur", "happen") and facts.act.kind.violent):
        return "place" if facts.has_place else "time" if facts.has_time else HAPPENED
    return "place" if lemma in words.words["located"] and facts.has_place else ""


def _target(facts: Facts, words: SlotWords) -> str:
    """What was hit, told of a weapon or blast: "a car bomb hit the market"."""
    if facts.act.id not in ("attack", "bombing"):
        return ""
    lemma = facts.clause.head.lemma_.lower()
    if lemma in words.words["hits"] and not facts.actor_id:
        return "target"
    beside = any(c.dep_ == "prep" and c.lower_ in ("near", "outside", "at") for c in facts.clause.head.children)
    return "target" if beside and lemma in ("detonate", "set") and not _weapon_subject(facts, words) else ""


def _weapon_subject(facts: Facts, words: SlotWords) -> bool:
    subject = facts.clause.subject
    return subject is not None and not facts.clause.passive and subject.lemma_.lower() in words.words["weapons"]


def _weapon(facts: Facts, words: SlotWords) -> str:
    """How it was done: the weapon that goes off, or that an unnamed attacker used."""
    lemma = facts.clause.head.lemma_.lower()
    agent, subject = facts.clause.agent, facts.clause.subject
    attacker = any(t is not None and t.lemma_.lower() in words.words["attackers"] for t in (agent, subject))
    driving = attacker and (facts.act.kind.violent or lemma in ("drive", "approach", "park"))
    goes_off = facts.act.id == "bombing" and (_weapon_subject(facts, words) or facts.act.id == "use")
    used = facts.act.id == "use" and bool(facts.lemmas & words.words["weapons"])
    return "weapon" if driving or goes_off or used else ""


def _ground(facts: Facts, words: SlotWords) -> str:
    """Territory taken is one thing, people taken another."""
    taken = facts.clause.subject if facts.clause.passive else facts.clause.object
    if facts.act.id != "capture" or taken is None:
        return ""
    units = [n.quantity.unit for n in facts.counted if n.noun is not None and n.noun.i == taken.i]
    if taken.lemma_.lower() in ("area", "territory", "land", "swath", "swathe"):
        return "territory"
    return "captured" if any(unit in ("person", "fighter", "civilian") for unit in units) else ""


def _aftermath(facts: Facts, words: SlotWords) -> str:
    subject = facts.clause.subject
    if subject is not None and subject.lemma_.lower() in words.words["rescuers"]:
        return "rescue"
    if facts.act.kind.violent or facts.act.kind.counts:
        return ""
    if facts.lemmas & words.words["damage"]:
        return "damage"
    return "aftermath" if facts.lemmas & words.words["smoke"] and not facts.act.kind.slot else ""


def _missing(facts: Facts, words: SlotWords) -> str:
    return "missing" if facts.clause.head.lemma_.lower() in words.words["trapped"] else ""


def _why(facts: Facts, words: SlotWords) -> str:
    """A clause of reason or aim answers why, not what."""
    mark = child_of(facts.clause.head, "mark")
    if mark is not None and mark.lower_ in ("because", "since") and facts.clause.head.dep_ == "advcl":
        return "cause"
    if facts.clause.future and facts.clause.head.tag_ == "VB" and facts.clause.head.dep_ in ("advcl", "acl"):
        return "purpose"
    return ""


def _plan(facts: Facts, words: SlotWords) -> str:
    return "plan" if facts.clause.future and facts.act.kind.slot in ("", HAPPENED, "progress", "plan") else ""


Rule = Callable[[Facts, SlotWords], str]
_RULES: tuple[Rule, ...] = (
    _outlook, _responsibility, _composition, _both, _why, _counting, _blasts, _who, _place, _weapon, _target, _ground,
    _missing, _aftermath, _plan,
)  # fmt: skip
