"""Could two voices be the same person or body? Judged by their names or descriptions, with doubt counted as yes."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import jellyfish

from corroboration.engine.hierarchy import state_named
from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from sources.engine.names import descriptors, load_shipped, slugify
from sources.engine.values import Kind, Voice

SHARED_IN_OFFICE = 2  # words that two persons' names share where they are of one office: "Genesee County Sheriff N. N."
SOUND_LETTERS = 4  # letters of a name's word from which its sound tells it from others: "Ali" sounds like "Elie"


def clearly_apart(left: Voice, right: Voice) -> bool:
    """True where the two descriptions fall into camps that nobody belongs to at once ("rebel", "army")."""
    mine, theirs = camps(left.name), camps(right.name)
    return bool(mine and theirs) and all(frozenset((m, t)) in _apart() for m in mine for t in theirs)


def may_belong(described: Voice, named: Voice) -> bool:
    """Whether an unnamed voice may be, or speak for, a named one of any text: "Turkish officials" for the Turkish army.

    Of a person whose body isn't known anything may be said: one paper's "police" is the other's Captain N. N. A body
    is called by what it is, or by a telling word of its name. A nation's officials may speak for its ministries, but
    nobody speaks for a monitor because both are Syrian.
    """
    if clearly_apart(described, named) or _of_two_states(described, named):
        return False
    if private(named):
        return True
    if _kind(named) in _stood_for(described.name) or _in_camp(described, "quoted", named.kind):
        return True
    body = named.speaks_for.replace("-", " ")
    shared = _telling_words(described.name) & _telling_words(f"{named.name} {body}")
    return bool(shared - descriptors()[0] if named.kind is Kind.MONITOR else shared)


def may_mean(described: Voice, named: Voice) -> bool:
    """Whether an unnamed voice may mean the named one where both speak in one text.

    News sums up before it tells: "activists say 30 died", and then which of them says so.
    """
    if clearly_apart(described, named) or _of_two_states(described, named):
        return False
    opposed = named.kind is Kind.OFFICIAL and not state_of(named)  # a council or a coalition, on no state's side
    return _in_camp(described, "meant", _kind(named)) or (opposed and "opposition" in camps(described.name))


def may_speak_for(person: Voice, body: Voice) -> bool:
    """Whether a person of whom no body is known may speak for an office or an armed group."""
    return private(person) and body.kind in (Kind.OFFICIAL, Kind.ARMED_GROUP)


def private(voice: Voice) -> bool:
    """Whether it is a person of whom no body is known that he speaks for."""
    return voice.kind is Kind.PERSON and not voice.speaks_for


def state_of(voice: Voice) -> str:
    """The state that an official voice speaks for by its name or its body's, "" where none is named.

    "Washington" and "United States" are one; so are a state's ministry and its army, as for an owner.
    """
    if voice.kind is Kind.OFFICIAL:
        return state_named(voice.name)
    return (
        state_named(voice.speaks_for.replace("-", " ").title())
        if voice.kind is Kind.PERSON and voice.speaks_for
        else ""
    )


def nameless(voice: Voice) -> bool:
    """Whether what stands as a name only describes: "NGO", "state television"."""
    return _generic(voice, "heads")


def may_be_one_office(left: Voice, right: Voice) -> bool:
    """Whether two official bodies may be one, or of one state: "Defence Ministry" of whatever state, and a navy; the
    police of a town and those of its country.

    Two states' bodies never are.
    """
    if {left.kind, right.kind} != {Kind.OFFICIAL} or _of_two_states(left, right):
        return False
    shared = set(words_of(left.name)) & set(words_of(right.name))
    alike = not shared.isdisjoint(table("described_voices")["generic"]["bodies"])
    return alike or _generic(left, "bodies") or _generic(right, "bodies")


def mouthpiece(medium: Voice, holders: Iterable[str]) -> bool:
    """Whether a medium is the voice of a state or an armed group, by who holds it."""
    return any(
        _bodies().get(holder) in (Kind.OFFICIAL, Kind.ARMED_GROUP) or holder.endswith(("-government", "-state"))
        for holder in holders
    )


def _generic(voice: Voice, heads: str) -> bool:
    """Whether a name is made of words that describe, one of a list of heads among them, and is no known source's."""
    words = set(words_of(voice.name))
    known = voice.slug in _bodies() or slugify(voice.name) != voice.slug.rpartition("/")[2]
    if known or state_named(voice.name) or words.isdisjoint(table("described_voices")["generic"][heads]):
        return False
    return words <= _generic_words()


def recorded(voice: Voice) -> bool:
    """Whether nobody speaks but a recording: "one video", "the footage". Who shows it is another question."""
    words = set(words_of(voice.name)) - _empty_words()
    return bool(words) and words <= set(table("described_voices")["recordings"])


def one_name(left: Voice, right: Voice) -> bool:
    """Whether two named voices may be one by their names: every word of the shorter stands in the longer, or sounds
    like one that does; of persons also where the name is cut ("Ray", "Raymond"), or both hold one office's.

    "Ahmad" whom two papers quote is likely one witness, met in the text of an agency that neither names; and one
    Arabic name has many spellings.
    """
    few, many = sorted((_name_words(left.name), _name_words(right.name)), key=len)
    if few and few <= many:
        return True
    if {left.kind, right.kind} != {Kind.PERSON}:
        return False
    shared = _long_words(left.name) & _long_words(right.name)
    return _cut_short(words_of(left.name), words_of(right.name)) or len(shared) >= SHARED_IN_OFFICE


def _cut_short(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """One family name, and a first name that begins the other, or is its initial."""
    few, many = sorted((mine[0], theirs[0]), key=len) if mine and theirs else ("", "")
    return bool(few) and mine[-1] == theirs[-1] and many.startswith(few)


def camps(description: str) -> frozenset[str]:
    """The camps that the words of a description put a voice in."""
    words = frozenset(words_of(description))
    return frozenset(camp for camp, members in table("described_voices")["camps"].items() if words & set(members))


@lru_cache(maxsize=16_384)
def _name_words(name: str) -> frozenset[str]:
    """The words of a name, longer ones by their sound."""
    return frozenset(_sound(word) for word in words_of(name))


def _long_words(name: str) -> frozenset[str]:
    """The words of a name but for its particles: "al", "bin", "von"."""
    return frozenset(_sound(word) for word in words_of(name) if len(word) >= SOUND_LETTERS)


def _sound(word: str) -> str:
    return jellyfish.metaphone(word) or word if len(word) >= SOUND_LETTERS else word


def _of_two_states(described: Voice, named: Voice) -> bool:
    """ "U.S. officials" speak for no Russian ministry."""
    mine, theirs = state_named(described.name), state_of(named)
    return bool(mine and theirs) and mine != theirs


def _in_camp(described: Voice, how: str, kind: Kind) -> bool:
    """Whether a description is of a camp that a table lists for a kind of named voice; "none": it is of no camp."""
    listed = set(table("described_voices")[how].get(kind.value, ()))
    return bool((camps(described.name) or {"none"}) & listed)


def _kind(named: Voice) -> Kind:
    """The kind of a named voice, for a person that of the body he speaks for."""
    if named.kind is not Kind.PERSON or not named.speaks_for:
        return named.kind
    return _bodies().get(named.speaks_for, Kind.OFFICIAL if state_of(named) else Kind.MONITOR)


@cache
def _bodies() -> dict[str, Kind]:
    return {source.slug: source.kind for source in load_shipped()}


def _stood_for(description: str) -> frozenset[Kind]:
    """The kinds of named bodies that a description stands for: "a monitoring group", "the media"."""
    words = frozenset(words_of(description))
    rows = table("described_voices")["stands_for"]
    fitting = [row for row in rows if words & set(row["words"]) and not words & set(row["unless"])]
    return frozenset(Kind(kind) for row in fitting for kind in row["kinds"])


def _telling_words(name: str) -> frozenset[str]:
    return frozenset(words_of(name)) - _empty_words()


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(table("described_voices")["empty"])


@cache
def _generic_words() -> frozenset[str]:
    generic = table("described_voices")["generic"]
    return frozenset((*generic["heads"], *generic["bodies"], *generic["around"], *descriptors()[0])) | _empty_words()


@cache
def _apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(row["camps"]) for row in table("described_voices")["apart"])
