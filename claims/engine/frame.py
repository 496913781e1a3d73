"""From the words of a claim to what makes it comparable: frame, slot, numbers, and a statement to be read alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Span, Token

from claims.engine import decontext
from claims.engine.actions import Act, find_act
from claims.engine.clause import Clause, ancestors, child_of, phrase, read_clause, spelled
from claims.engine.inherit import inherit
from claims.engine.places import NamedPlace, locate
from claims.engine.quantities import find_quantities
from claims.engine.reference import Reference
from claims.engine.slots import Facts, decide, number_context
from claims.engine.times import Timed
from claims.engine.values import Frame, Interval, Quantity

UNDATED = date(1, 1, 1)  # published: unknown. Times that count from it are unknown too
DATELINE_AGE = 7  # days; an older date at the head of a text is not its dateline
LONGEST_SPAN = 400  # tokens of a sentence that are searched for names and times; longer ones have lost their full stops


@dataclass(frozen=True, slots=True)
class Description:
    """What one claim says, in comparable form. unresolved: pronouns and references left open, as they stand."""

    frame: Frame
    slot: str
    quantities: tuple[Quantity, ...]
    number_context: str
    statement: str
    unresolved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a claim: the article's date and title, its dateline, and its claims so far in text order."""

    published: date
    day_only: bool = False
    earlier: tuple[Description, ...] = ()
    title: str = ""
    dateline_time: Interval | None = None
    dateline_place: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A known name in the sentence: the word that heads it, its words' indices in the document, and its id."""

    head: Token
    indices: frozenset[int]
    id: str


@dataclass(frozen=True, slots=True)
class _Someone:
    """A participant: the word that heads the phrase, its text, its id where known."""

    token: Token | None = None
    text: str = ""
    id: str = ""


_NOBODY = _Someone()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One claim while it is read."""

    atom: Sequence[Token]
    inside: frozenset[int]
    clause: Clause
    act: Act
    places: tuple[_Named, ...]
    actors: tuple[_Named, ...]
    times: tuple[Timed, ...]
    sentence: Span
    context: Context
    reference: Reference


def describe(atom: Sequence[Token], sentence: Span, context: Context, reference: Reference) -> Description:
    """Describe one claim: `atom` is its tokens in text order, `sentence` the sentence around it."""
    reading = _read(atom, sentence, context, reference)
    place_id, others = _place(reading)
    time, time_token, explicit = _time(reading)
    country = _country(place_id, context, reference)
    agent, patient = _roles(reading)
    actor, target = _actor(agent, reading, country), _someone(patient, reading, country)
    counted = find_quantities(atom, reference.quantities, _taken(reading))
    facts = Facts(
        atom=atom,
        clause=reading.clause,
        act=reading.act,
        counted=counted,
        actor_id=actor.id,
        has_agent=agent is not None and not _is_thing(agent, reading),
        has_place=bool(place_id),
        has_time=explicit,
        lemmas=frozenset(token.lemma_.lower() for token in atom),
    )
    slot, quantities = decide(facts, reference.slots, reference.actions, reference.quantities.units)
    frame = Frame(
        actor=actor.text,
        actor_id=actor.id,
        action=reading.act.id,
        target=target.text,
        target_id=target.id,
        place=reference.gazetteer.entries[place_id].name if place_id else "",
        place_id=place_id,
        place_path=reference.gazetteer.path(place_id),
        other_places=others,
        time=time,
        time_explicit=explicit,
        polarity=not reading.clause.negated,
    )
    earlier = tuple((known.frame, known.slot) for known in context.earlier)
    if not any(token.lower_ in reference.grammar.elsewhen for token in atom):
        frame = inherit(frame, slot, earlier, context.title, reference)
    stage = number_context(spelled(atom), sentence.text, reference.slots) if quantities else ""
    names = _resolved((actor, target), reading)
    day = time if explicit and time_token is not None and _is_relative(time_token) else None
    statement = decontext.statement(atom, reading.clause, names, day, time_token)
    return Description(frame, slot, quantities, stage, statement, _unresolved(reading, names))


def describe_statement(text: str, nlp: Language, reference: Reference, published: date | None) -> Description:
    """Describe a statement that stands alone, outside any article. published: the day it was made, if known."""
    doc = nlp(text)
    sentences = list(doc.sents)
    if not sentences:
        return Description(Frame(), "other", (), "", text.strip(), ())
    main = max(sentences, key=lambda sentence: (len(sentence) >= 3, -sentence.start))
    return describe(list(main), main, Context(published or UNDATED), reference)


def _read(atom: Sequence[Token], sentence: Span, context: Context, reference: Reference) -> _Reading:
    clause = read_clause(atom, reference.clauses)
    tokens = list(sentence[:LONGEST_SPAN])
    words = [token.text for token in tokens]
    places = _names(tokens, [(m.start, m.end, m.id) for m in reference.gazetteer.find(words)])
    actors = _names(tokens, [(m.start, m.end, m.id) for m in reference.actors.find(words)])
    times: tuple[Timed, ...] = ()
    if context.published != UNDATED:
        times = reference.times.find(sentence.text, _told_on(context), clause.future)
    act = find_act(clause, atom, reference.actions)
    inside = frozenset(token.i for token in atom)
    return _Reading(atom, inside, clause, act, places, actors, times, sentence, context, reference)


def _told_on(context: Context) -> date:
    """The day from which "Wednesday" counts: the dateline's where it is near the day of publication."""
    told = context.dateline_time
    if told is None or told.start is None or told.start != told.end:
        return context.published
    return told.start if 0 <= (context.published - told.start).days <= DATELINE_AGE else context.published


def _names(tokens: Sequence[Token], found: Sequence[tuple[int, int, str]]) -> tuple[_Named, ...]:
    named = []
    for start, end, name_id in found:
        if end < len(tokens) and tokens[end].text == "-" and not tokens[end - 1].whitespace_:
            continue  # "US-backed", "ISIS-held"
        span = tokens[start:end]
        indices = frozenset(token.i for token in span)
        head = next((token for token in span if token.head.i not in indices or token.head is token), span[-1])
        named.append(_Named(head, indices, name_id))
    return tuple(named)


# Where


def _place(reading: _Reading) -> tuple[str, tuple[str, ...]]:
    """Where it happened by the claim's own words, and the other places it names."""
    acting = frozenset(index for actor in reading.actors for index in actor.indices)
    named = [
        NamedPlace(place.head, min(place.indices), max(place.indices), place.id, bool(place.indices & acting))
        for place in reading.places
        if place.indices <= reading.inside and not any(place.indices < actor.indices for actor in reading.actors)
    ]
    located = locate(named, reading.act.id, reading.reference.gazetteer, reading.reference.places)
    return located.place_id, located.others


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


def _time(reading: _Reading) -> tuple[Interval | None, Token | None, bool]:
    """When it happened: by the claim's own words, else by those of the clause it hangs on; the time's last word."""
    best: tuple[int, Interval, Token] | None = None
    for timed in reading.times:
        token = _token_at(reading.sentence, timed)
        if token is None:
            continue
        rank = _time_rank(token, reading)
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, timed.interval, token)
    return (best[1], best[2], True) if best else (None, None, False)


def _token_at(sentence: Span, timed: Timed) -> Token | None:
    """The last word of a time."""
    span = sentence.char_span(timed.start, timed.end, alignment_mode="expand")
    return span[-1] if span is not None and len(span) else None


def _time_rank(token: Token, reading: _Reading) -> int | None:
    """How closely a time belongs to the claim: 0 its own verb's, 1 within its words, 2 the verb's above; None: not."""
    verb = next((above for above in ancestors(token) if above.pos_ in ("VERB", "AUX")), None)
    within = token.i in reading.inside
    if verb is not None and verb.lemma_.lower() in reading.reference.grammar.saying and verb is not reading.clause.head:
        return None
    if within:
        return 0 if verb is None or verb is reading.clause.head else 1
    shares = reading.clause.governor is not None and verb is reading.clause.governor
    return 2 if shares and not reading.clause.own_subject else None


def _is_relative(token: Token) -> bool:
    """Whether a time's last word needs the day of publication to be understood."""
    return not (token.text.isdigit() and len(token.text) == 4)


def _taken(reading: _Reading) -> frozenset[int]:
    """The words that times and names hold, whose numbers count nothing."""
    taken = {index for name in (*reading.places, *reading.actors) for index in name.indices}
    for timed in reading.times:
        span = reading.sentence.char_span(timed.start, timed.end, alignment_mode="expand")
        if span is not None:
            taken.update(token.i for token in span)
    return frozenset(taken)


# Who


def _roles(reading: _Reading) -> tuple[Token | None, Token | None]:
    """The words for who did it, and for whom or what it was done to."""
    clause, act = reading.clause, reading.act
    if act.id == "blame":
        return _behind(reading, ("on", "for")) or clause.object, None
    if act.undergone or clause.passive:
        agent, patient = clause.agent, clause.subject
    else:
        agent, patient = clause.subject, clause.object
    if act.core.i != clause.head.i and act.core.pos_ in ("NOUN", "PROPN") and not act.undergone:
        agent = agent or child_of(act.core, "poss")
        if act.id == "control":
            agent, patient = child_of(act.core, "poss") or agent, clause.subject
        elif not act.kind.counts:
            patient = _preposed(act.core, ("of", "on", "against", "at")) or (None if patient is act.core else patient)
    if agent is clause.head:
        agent = _preposed(clause.head, ("by",))
    return agent, patient


def _preposed(head: Token, prepositions: Sequence[str]) -> Token | None:
    for child in head.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in prepositions:
            return child_of(child, "pobj")
    return None


def _behind(reading: _Reading, prepositions: Sequence[str]) -> Token | None:
    """What stands behind the first of some prepositions, wherever the parser hangs it: "blamed the blast on X"."""
    for token in reading.atom:
        if token.i > reading.clause.head.i and token.dep_ == "prep" and token.lower_ in prepositions:
            return child_of(token, "pobj")
    return None


def _is_thing(noun: Token, reading: _Reading) -> bool:
    """A bomb, a blast, an attack or an unnamed attacker: how it was done, not who did it."""
    words, lemma = reading.reference.slots.words, noun.lemma_.lower()
    nobody = noun.lower_ in ("nobody", "none") or (noun.lower_ == "one" and reading.clause.negated)
    event = reading.reference.actions.of_noun(noun) if noun.pos_ == "NOUN" else None
    violent = event is not None and (event.violent or event.id == "siege")
    return nobody or violent or lemma in words["instruments"] or lemma in words["attackers"]


def _actor(token: Token | None, reading: _Reading, country: str) -> _Someone:
    """Who did it. A thing is no one, but its name may tell who: "an ISIS car bomb"."""
    head = reading.clause.head
    noun = token if token is not None else head if head.pos_ in ("NOUN", "PROPN") else None
    if noun is None:
        return _NOBODY
    if noun is head or _is_thing(noun, reading):
        return _known(noun, reading, country) or _NOBODY
    return _someone(noun, reading, country)


def _known(noun: Token, reading: _Reading, country: str) -> _Someone | None:
    """The known actor that a noun phrase names, by its head or a word before it."""
    indices = {token.i for token in phrase(noun)}
    hits = [actor for actor in reading.actors if actor.indices & indices]
    if not hits:
        return None
    hit = max(hits, key=lambda actor: (noun.i in actor.indices, len(actor.indices), -actor.head.i))
    actors = reading.reference.actors
    actor_id = actors.local(hit.id, country)
    return _Someone(noun, actors.entries[actor_id].name if actor_id in actors.entries else "", actor_id)


def _someone(noun: Token | None, reading: _Reading, country: str) -> _Someone:
    """A participant as the text names it, with its id where the name is known or the reference is safe."""
    if noun is None:
        return _NOBODY
    if decontext.is_open(noun, reading.reference.grammar.pronouns):
        governing = decontext.stands_for(noun)
        return replace(_someone(governing, reading, country), token=noun) if governing is not None else _Someone(noun)
    known = _known(noun, reading, country)
    if known:
        return known
    place = next((p for p in reading.places if noun.i in p.indices), None)
    if place is not None:
        return _Someone(noun, reading.reference.gazetteer.entries[place.id].name, place.id)
    group = _last_group(noun, reading)
    return group or _Someone(noun, spelled(phrase(noun)))


def _last_group(noun: Token, reading: _Reading) -> _Someone | None:
    """ "the group": the last armed group spoken of, in this sentence or the claims before."""
    definite = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in noun.children)
    if noun.lemma_.lower() not in reading.reference.grammar.militants or not definite:
        return None
    entries = reading.reference.actors.entries
    here = [actor.id for actor in reading.actors if actor.head.i < noun.i]
    before = [i for d in reading.context.earlier for i in (d.frame.target_id, d.frame.actor_id)]
    for actor_id in reversed([*before, *here]):
        if actor_id in entries and entries[actor_id].kind == "armed-group":
            return _Someone(noun, entries[actor_id].name, actor_id)
    return None


def _resolved(participants: Sequence[_Someone], reading: _Reading) -> dict[int, str]:
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


def _named_at(token: Token, reading: _Reading) -> bool:
    """Whether a known actor's name stands in the word's own phrase: "the Daesh group"."""
    near = range(token.i - 3, token.i + 1)
    return any(index in near for actor in reading.actors for index in actor.indices)


def _unresolved(reading: _Reading, names: dict[int, str]) -> tuple[str, ...]:
    pronouns = reading.reference.grammar.pronouns
    return tuple(t.text for t in reading.atom if t.i not in names and decontext.is_open(t, pronouns))
