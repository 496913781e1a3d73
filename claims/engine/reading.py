"""One claim while it is read: its grammar, and the names and times in the sentence around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Span, Token

from claims.engine.actions import Act
from claims.engine.acts import find_act, of_place
from claims.engine.clause import Clause, read_clause
from claims.engine.naming import ARTICLES, HYPHENS
from claims.engine.reference import Reference
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
class Named:
    """A known name in the sentence: the word that heads it, its words' indices in the document, and its id."""

    head: Token
    indices: frozenset[int]
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim while it is read."""

    atom: Sequence[Token]
    inside: frozenset[int]
    clause: Clause
    act: Act
    places: tuple[Named, ...]
    actors: tuple[Named, ...]
    times: tuple[Timed, ...]
    sentence: Span
    context: Context
    reference: Reference


def read(atom: Sequence[Token], sentence: Span, context: Context, reference: Reference) -> Reading:
    clause = read_clause(atom, reference.clauses)
    tokens = list(sentence[:LONGEST_SPAN])
    words = [token.text for token in tokens]
    generic = reference.places.generic
    found = [m for m in reference.gazetteer.find(words) if not _is_part(words, m.start, m.end, generic)]
    named = [
        _widened(name, sentence.doc, reference) for name in _names(tokens, [(m.start, m.end, m.id) for m in found])
    ]
    named = [place for place in named if not _is_of_person(place, tokens)]
    places = tuple(place for place in named if not _is_elsewhere(place, named, reference))
    actors = _names(tokens, [(m.start, m.end, m.id) for m in reference.actors.find(words)])
    held = {index for name in (*places, *actors) for index in name.indices}
    guesses = _guessed(tokens, held, reference)
    places += tuple(guess for guess in guesses if not _in_doubt(guess, places, reference))
    times = _times(sentence.text, context, clause.future, reference)
    act = find_act(clause, atom, reference.actions)
    goal = clause.subject if clause.passive else clause.object
    if goal is not None and _names_place(goal, places, reference):
        act = of_place(act, reference.actions)
    inside = frozenset(token.i for token in atom)
    return Reading(atom, inside, clause, act, places, actors, times, sentence, context, reference)


def _times(text: str, context: Context, future: bool, reference: Reference) -> tuple[Timed, ...]:
    """The times that a sentence names; without a day of publication, those alone that don't count from it."""
    if context.published == UNDATED:
        return reference.times.find_absolute(text)
    told, last_day = _told_on(context), _last_day(context)
    found = reference.times.find(text, told, future, last_day)
    if told >= context.published or future:
        return found
    updated = reference.times.find(text, told + timedelta(days=1), future, last_day)
    return tuple(_updated(then, now, told) for then, now in zip(found, updated, strict=False))


def _updated(then: Timed, now: Timed, told: date) -> Timed:
    """A weekday that is the day after the dateline's: the text has been updated since, nobody means the week before."""
    moved = then.interval.start == then.interval.end == told - timedelta(days=6)
    return now if moved and now.interval.start == told + timedelta(days=1) else then


def _last_day(context: Context) -> date | None:
    """The last day that the article has named: what "two days later" counts from."""
    days = (told.frame.time for told in reversed(context.earlier) if told.frame.time_explicit)
    return next((day.start for day in days if day is not None and day.start == day.end), None)


def _widened(place: Named, doc: Doc, reference: Reference) -> Named:
    """ "Homs province", "the western province of Homs", "rural Homs" are the province, not the town."""
    first, last, words = min(place.indices), max(place.indices), reference.places
    after = doc[last + 1].lower_ if last + 1 < len(doc) else ""
    before = doc[first - 1].lower_ if first else ""
    whose = doc[first - 2].lower_ if first > 1 and before == "of" else ""
    above = place.head.head.lower_ if place.head.dep_ in ("compound", "poss", "nmod") else ""
    if before not in words.rural and words.provinces.isdisjoint((after, whose, above)):
        return place
    province = reference.gazetteer.province(place.id)
    return replace(place, id=province) if province else place


def _is_part(words: Sequence[str], start: int, end: int, generic: frozenset[str]) -> bool:
    """Whether a name is only the general half of a longer, unknown one: "Tall" in "Tall Tawil", "Bab" in "Bab al-X"."""
    if end != start + 1 or words[start].lower() not in generic or end >= len(words):
        return False
    if words[start - 1 : start] == ["-"] or (start and words[start - 1].lower() in ARTICLES):
        return False  # "al-Bab" is a name by itself
    articled = words[end].lower() in ARTICLES and len(words) > end + 1
    return words[end][:1].isupper() or (articled and words[end + 1] in HYPHENS)


def _is_elsewhere(place: Named, named: Sequence[Named], reference: Reference) -> bool:
    """Whether the text puts the place where the known one of that name is not: "the X quarter in Y"."""
    doc, last = place.head.doc, max(place.indices)
    for other in named:
        preposition = _holding(other, reference)
        if preposition is None or not reference.gazetteer.excludes(other.id, place.id):
            continue
        between = doc[last + 1 : preposition.i] if preposition.i > last else None
        if between is not None and all(_only_says_what(token, reference) for token in between):
            return True
    return False


def _holding(place: Named, reference: Reference) -> Token | None:
    """The "in" that a place stands behind: "in Aleppo", "in Aleppo's southern countryside"."""
    token = place.head
    while token.dep_ in ("compound", "poss", "nmod") and token.head.lemma_.lower() in reference.places.regions:
        token = token.head
    return token.head if token.dep_ == "pobj" and token.head.lower_ == "in" else None


def _only_says_what(token: Token, reference: Reference) -> bool:
    """A word between a name and what holds it that only says what it is: "(the X) residential neighbourhood (in Y)"."""
    return token.pos_ == "ADJ" or token.lemma_.lower() in reference.places.regions


def _is_of_person(place: Named, tokens: Sequence[Token]) -> bool:
    """Whether the name is a part of a person's: "Austin" in "Austin Powers"."""
    first, last = min(place.indices), max(place.indices)
    doc = tokens[0].doc
    while first and (doc[first - 1].text in HYPHENS or doc[first - 1].lower_ in ARTICLES):
        first -= 1  # the article of "al-Bab" makes it no surname
    around = [token for token in tokens if token.i in (first - 1, last + 1) and token.ent_type_ == "PERSON"]
    joined = any(token.ent_iob_ == "I" or token.i < first for token in around)
    return joined and all(token.ent_type_ == "PERSON" for token in tokens if token.i in place.indices)


def _guessed(tokens: Sequence[Token], known: set[int], reference: Reference) -> tuple[Named, ...]:
    """Unknown names in the position of a place that sound like a known one: another transliteration."""
    found = []
    for token in tokens:
        if token.dep_ != "pobj" or token.pos_ != "PROPN" or token.i in known or token.ent_type_ in ("DATE", "TIME"):
            continue
        place_id = reference.gazetteer.guess(token.text) if token.lower_ not in reference.places.generic else ""
        if place_id:
            found.append(Named(token, frozenset({token.i}), place_id))
    return tuple(found)


def _in_doubt(guess: Named, places: Sequence[Named], reference: Reference) -> bool:
    """Whether a guessed name belongs to another province than one that the sentence names outright."""
    gazetteer = reference.gazetteer
    provinces = (place.id for place in places if gazetteer.entries[place.id].kind in ("governorate", "city"))
    return any(gazetteer.excludes(province, guess.id) for province in provinces)


def _names_place(noun: Token, places: Sequence[Named], reference: Reference) -> bool:
    """Whether a noun is a place: a known one, or "the town", "the area"."""
    return noun.lemma_.lower() in reference.places.regions or any(noun.i in place.indices for place in places)


def _told_on(context: Context) -> date:
    """The day from which "Wednesday" counts: the dateline's where it is near the day of publication."""
    told = context.dateline_time
    if told is None or told.start is None or told.start != told.end:
        return context.published
    return told.start if 0 <= (context.published - told.start).days <= DATELINE_AGE else context.published


def _names(tokens: Sequence[Token], found: Sequence[tuple[int, int, str]]) -> tuple[Named, ...]:
    named = []
    for start, end, name_id in found:
        if end < len(tokens) and tokens[end].text == "-" and not tokens[end - 1].whitespace_:
            continue  # "US-backed", "ISIS-held"
        span = tokens[start:end]
        indices = frozenset(token.i for token in span)
        head = next((token for token in span if token.head.i not in indices or token.head == token), span[-1])
        named.append(Named(head, indices, name_id))
    return tuple(named)
