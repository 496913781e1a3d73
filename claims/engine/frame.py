"""From the words of a claim to what makes it comparable: frame, slot, numbers, and a statement to be read alone."""

from collections.abc import Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Span, Token

from claims.engine import decontext
from claims.engine.clause import child_of, phrase, spelled
from claims.engine.disputes import points_back
from claims.engine.facts import Facts
from claims.engine.figures import gone_on
from claims.engine.inherit import counts_a_war, disputed, inherit
from claims.engine.places import NamedPlace, locate
from claims.engine.quantities import Counted, find_quantities
from claims.engine.reading import UNDATED, Context, Description, Reading
from claims.engine.reading import read as read_claim
from claims.engine.reference import Reference
from claims.engine.slots import decide, number_context
from claims.engine.values import Frame
from claims.engine.when import find_time
from claims.engine.who import actor_of, is_thing, resolved, roles, someone, unresolved

__all__ = ["Context", "Description", "describe", "describe_statement"]

SHORTEST_SAID = 3  # words; less is no statement of its own
_PLACES = frozenset({"GPE", "LOC", "FAC"})  # spaCy's entity types
_NO_PLACES = frozenset({"DATE", "TIME", "PERSON", "ORG"})


def describe(
    atom: Sequence[Token], sentence: Span, context: Context, reference: Reference, own: Sequence[Token] = ()
) -> Description:
    """Describe one claim: `atom` is its tokens in text order, `sentence` the sentence around it.

    own: those of the tokens that stand in the claim's own text, where `atom` adds what they hang on; all, if not given.
    """
    reading = read_claim(atom, sentence, context, reference)
    place_id, others = _place(reading)
    time, time_token, explicit = find_time(reading)
    country = _country(place_id, context, reference)
    agent, patient = roles(reading)
    actor, target = actor_of(agent, reading, country), someone(patient, reading, country)
    counted = _own(find_quantities(atom, reference.quantities, _taken(reading)), own)
    facts = Facts(
        atom=atom,
        clause=reading.clause,
        act=reading.act,
        counted=counted,
        actor_id=actor.id,
        has_agent=agent is not None and not is_thing(agent, reading),
        has_place=bool(place_id),
        has_time=explicit,
        lemmas=frozenset(token.lemma_.lower() for token in atom),
        units=reference.quantities.units,
    )
    slot, quantities = decide(facts, reference.slots, reference.actions)
    if context.earlier:
        slot, quantities = gone_on(slot, quantities, counted, context.earlier[-1].slot, reference.slots)
    frame = Frame(
        actor=actor.text,
        actor_id=actor.id,
        action=reading.act.id,
        target=target.text,
        target_id=target.id,
        place=reference.gazetteer.entries[place_id].name if place_id else "" if others else _unknown_place(reading),
        place_id=place_id,
        place_path=reference.gazetteer.path(place_id),
        other_places=others,
        time=time,
        time_explicit=explicit,
        polarity=not reading.clause.negated,
    )
    earlier = tuple((known.frame, known.slot) for known in context.earlier)
    if points_back(reading.clause.head):
        frame, slot = disputed(frame, slot, earlier)
    elsewhen = any(token.lower_ in reference.grammar.elsewhen for token in atom)
    if not elsewhen and not counts_a_war(quantities):
        frame = inherit(frame, slot, earlier, context.title, reference)
    stage = number_context(spelled(atom), sentence.text, reference.slots) if quantities else ""
    names = resolved((actor, target), reading)
    day = time if explicit and time_token is not None and _is_relative(time_token) else None
    statement = decontext.statement(atom, reading.clause, names, day, time_token)
    return Description(frame, slot, quantities, stage, statement, unresolved(reading, names))


def describe_statement(text: str, nlp: Language, reference: Reference, published: date | None = None) -> Description:
    """Describe a statement that stands alone, outside any article.

    published: the day it was made, if known; without it, only times that give their year are read.
    """
    doc = nlp(text)
    sentences = list(doc.sents)
    if not sentences:
        return Description(Frame(), "other", (), "", text.strip(), ())
    main = max(sentences, key=lambda sentence: (len(sentence) >= 3, -sentence.start))
    return describe(_said(main, reference), main, Context(published or UNDATED), reference)


def _said(sentence: Span, reference: Reference) -> list[Token]:
    """What a sentence tells, without the words that only say who says so."""
    root = sentence.root
    said = child_of(root, "ccomp") if root.lemma_.lower() in reference.grammar.saying else None
    tokens = [token for token in said.subtree if token.dep_ != "mark"] if said is not None else []
    return tokens if len(tokens) >= SHORTEST_SAID else list(sentence)


def _own(counted: tuple[Counted, ...], own: Sequence[Token]) -> tuple[Counted, ...]:
    """The numbers of the claim's own words; those of the words it hangs on only where it has none."""
    mine = {token.i for token in own}
    return tuple(number for number in counted if number.number.i in mine) or counted


# Where


def _place(reading: Reading) -> tuple[str, tuple[str, ...]]:
    """Where it happened by the claim's own words, and the other places it names."""
    acting = frozenset(index for actor in reading.actors for index in actor.indices)
    named = [
        NamedPlace(place.head, min(place.indices), max(place.indices), place.id, bool(place.indices & acting))
        for place in reading.places
        if place.indices <= reading.inside and not any(place.indices < actor.indices for actor in reading.actors)
    ]
    located = locate(named, reading.act.id, reading.reference.gazetteer, reading.reference.places)
    return located.place_id, located.others


def _unknown_place(reading: Reading) -> str:
    """The name of a place that the gazetteer lacks, as the text has it: it must not take over another's."""
    known = {index for name in (*reading.places, *reading.actors) for index in name.indices}
    locating, regions = reading.reference.places.locating, reading.reference.places.regions
    for token in reading.atom:
        if token.pos_ != "PROPN" or token.dep_ != "pobj" or token.i in known or token.ent_type_ in _NO_PLACES:
            continue
        preposition = token.head
        located = preposition.lower_ in locating and token.ent_type_ in _PLACES
        if located or (preposition.lower_ == "of" and preposition.head.lemma_.lower() in regions):
            return spelled(phrase(token))
    return ""


def _country(place_id: str, context: Context, reference: Reference) -> str:
    """The country that the claim, or else the article so far, is about."""
    if place_id:
        return reference.gazetteer.path(place_id)[-1]
    for description in reversed(context.earlier):
        if description.frame.place_path:
            return description.frame.place_path[-1]
    title = reference.gazetteer.find(context.title.split())
    return reference.gazetteer.path(title[0].id)[-1] if title else ""


# When


def _is_relative(token: Token) -> bool:
    """Whether a time's last word needs the day of publication to be understood."""
    return not (token.text.isdigit() and len(token.text) == 4)


def _taken(reading: Reading) -> frozenset[int]:
    """The words that times and names hold, whose numbers count nothing."""
    taken = {index for name in (*reading.places, *reading.actors) for index in name.indices}
    for timed in reading.times:
        span = reading.sentence.char_span(timed.start, timed.end, alignment_mode="expand")
        if span is not None:
            taken.update(token.i for token in span)
    return frozenset(taken)
