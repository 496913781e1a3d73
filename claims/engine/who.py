"""Who did it, and to whom: the participants of a claim, by name where the name or the reference is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claims.engine import decontext
from claims.engine.accused import accused, denier
from claims.engine.clause import child_of, phrase, spelled
from claims.engine.reading import Reading


@dataclass(frozen=True, slots=True)
class Someone:
    """A participant: the word that heads the phrase, its text, its id where known."""

    token: Token | None = None
    text: str = ""
    id: str = ""


NOBODY = Someone()


def roles(reading: Reading) -> tuple[Token | None, Token | None]:
    """The words for who did it, and for whom or what it was done to."""
    clause, act = reading.clause, reading.act
    if act.id == "blame":
        named = denier(clause.head, None) or _behind(reading, "on") or clause.object or _behind(reading, "for")
        return named, None
    if act.undergone or clause.passive:
        agent, patient = clause.agent, clause.subject
    else:
        agent, patient = clause.subject, clause.object
    if act.core.i != clause.head.i and act.core.pos_ in ("NOUN", "PROPN") and not act.undergone:
        agent = agent or child_of(act.core, "poss")
        if act.id == "control":
            agent, patient = child_of(act.core, "poss") or agent, clause.subject
        elif not act.kind.counts:
            patient = _preposed(act.core, ("of", "on", "against", "at")) or (None if patient == act.core else patient)
    if agent == clause.head:
        agent = _preposed(clause.head, ("by",))
    named = accused(clause.head, reading.reference.slots.words["accusing"]) or denier(clause.head, agent)
    return _mine(named or agent, reading), _mine(patient, reading)


def _mine(noun: Token | None, reading: Reading) -> Token | None:
    """The one of several joined nouns that the claim is cut for: "(nine men and) six women were hurt"."""
    if noun is None or noun.i in reading.inside:
        return noun
    return next((joined for joined in noun.conjuncts if joined.i in reading.inside), noun)


def _preposed(head: Token, prepositions: Sequence[str]) -> Token | None:
    for child in head.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in prepositions:
            return child_of(child, "pobj")
    return None


def _behind(reading: Reading, preposition: str) -> Token | None:
    """What stands behind the first such preposition, wherever the parser hangs it: "blamed the blast on X"."""
    for token in reading.atom:
        if token.i > reading.clause.head.i and token.dep_ == "prep" and token.lower_ == preposition:
            named = child_of(token, "pobj")
            if named is not None and named.ent_type_ not in ("DATE", "TIME"):
                return named
    return None


def is_thing(noun: Token, reading: Reading) -> bool:
    """A bomb, a blast, an attack or an unnamed attacker: how it was done, not who did it."""
    words, lemma = reading.reference.slots.words, noun.lemma_.lower()
    nobody = (
        noun.tag_ in ("WP", "WDT", "DT")
        or noun.lower_ in ("nobody", "none")
        or (noun.lower_ == "one" and reading.clause.negated)
    )
    event = reading.reference.actions.of_noun(noun) if noun.pos_ == "NOUN" else None
    violent = event is not None and (event.violent or event.id == "siege")
    return nobody or violent or lemma in words["instruments"] or lemma in words["attackers"]


def actor_of(token: Token | None, reading: Reading, country: str) -> Someone:
    """Who did it. A thing is no one, but its name may tell who: "an ISIS car bomb"."""
    head = reading.clause.head
    noun = token if token is not None else head if head.pos_ in ("NOUN", "PROPN") else None
    if noun is None:
        return NOBODY
    if noun == head or is_thing(noun, reading):
        return _known(noun, reading, country) or NOBODY
    return someone(noun, reading, country)


def _known(noun: Token, reading: Reading, country: str) -> Someone | None:
    """The known actor that a noun phrase names, by its head or a word before it."""
    indices = {token.i for token in phrase(noun)}
    towns = [place.indices for place in reading.places]
    hits = [
        actor
        for actor in reading.actors
        if actor.indices & indices and (noun.i in actor.indices or actor.indices not in towns)
    ]  # "a Paris shop" is no act of France
    if not hits:
        return None
    hit = max(hits, key=lambda actor: (noun.i in actor.indices, len(actor.indices), -actor.head.i))
    actors = reading.reference.actors
    actor_id = actors.local(hit.id, country)
    return Someone(noun, actors.entries[actor_id].name if actor_id in actors.entries else "", actor_id)


def someone(noun: Token | None, reading: Reading, country: str) -> Someone:
    """A participant as the text names it, with its id where the name is known or the reference is safe."""
    if noun is None:
        return NOBODY
    if decontext.is_open(noun, reading.reference.grammar.pronouns):
        governing = decontext.stands_for(noun)
        return replace(someone(governing, reading, country), token=noun) if governing is not None else Someone(noun)
    known = _known(noun, reading, country)
    if known:
        return known
    place = next((p for p in reading.places if noun.i in p.indices), None)
    if place is not None:
        return Someone(noun, reading.reference.gazetteer.entries[place.id].name, place.id)
    group = _last_group(noun, reading)
    return group or Someone(noun, spelled(phrase(noun)))


def _last_group(noun: Token, reading: Reading) -> Someone | None:
    """ "the group": the last armed group spoken of, in this sentence or the claims before."""
    definite = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in noun.children)
    if noun.lemma_.lower() not in reading.reference.grammar.militants or not definite:
        return None
    entries = reading.reference.actors.entries
    here = [actor.id for actor in reading.actors if actor.head.i < noun.i]
    before = [i for d in reading.context.earlier for i in (d.frame.target_id, d.frame.actor_id)]
    for actor_id in reversed([*before, *here]):
        if actor_id in entries and entries[actor_id].kind == "armed-group":
            return Someone(noun, entries[actor_id].name, actor_id)
    return None


def resolved(participants: Sequence[Someone], reading: Reading) -> dict[int, str]:
    """What to write for the words that point elsewhere and whose meaning is known, by index in the document."""
    grammar = reading.reference.grammar
    found: dict[int, str] = {}
    for someone in participants:
        token = someone.token
        if token is None or token.i not in reading.inside or not someone.text:
            continue
        group = token.lemma_.lower() in grammar.militants and bool(someone.id)
        if decontext.is_open(token, grammar.pronouns) or (group and not _named_at(token, reading)):
            found[token.i] = someone.text
    return found


def _named_at(token: Token, reading: Reading) -> bool:
    """Whether a known actor's name stands in the word's own phrase: "the Daesh group"."""
    near = range(token.i - 3, token.i + 1)
    return any(index in near for actor in reading.actors for index in actor.indices)


def unresolved(reading: Reading, names: dict[int, str]) -> tuple[str, ...]:
    pronouns = reading.reference.grammar.pronouns
    return tuple(t.text for t in reading.atom if t.i not in names and decontext.is_open(t, pronouns))
