"""Names of places in running text, and where a claim's event happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jellyfish import metaphone
from rapidfuzz import fuzz
from spacy.tokens import Token

from claims.engine.naming import Mention, NameIndex, fold

SPELLED_ALIKE = 72  # rapidfuzz ratio of two transliterations that sound the same
SHORTEST_GUESS, LONGEST_GUESS = 5, 40  # letters; shorter names sound alike too often
_SETTLED = frozenset({"city", "town", "village", "quarter"})


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One place of the gazetteer. parent: id of the place that holds it ("" for a country). lat, lon in degrees."""

    id: str
    name: str
    kind: str
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Places by id and by every known spelling. Later entries replace earlier ones of the same id.

    Built once and shared: a gazetteer is equal to itself alone, so that what follows from one can be kept with it.
    """

    entries: Mapping[str, PlaceEntry]
    names: NameIndex = field(repr=False)
    sounds: Mapping[str, tuple[tuple[str, str], ...]] = field(repr=False)  # sound -> (folded name, id)

    @classmethod
    def build(cls, entries: Iterable[PlaceEntry]) -> "Gazetteer":
        by_id = {entry.id: entry for entry in entries}
        pairs = [(name, entry.id) for entry in by_id.values() for name in (entry.name, *entry.aliases)]
        sounds: dict[str, list[tuple[str, str]]] = {}
        for folded, place_id in ((fold(name), place_id) for name, place_id in pairs):
            if len(folded) >= SHORTEST_GUESS and by_id[place_id].kind in _SETTLED:
                sounds.setdefault(metaphone(folded), []).append((folded, place_id))
        return cls(by_id, NameIndex.build(pairs), {sound: tuple(names) for sound, names in sounds.items()})

    def path(self, place_id: str) -> tuple[str, ...]:
        """The ids from a place to the widest that holds it: ("palmyra", "homs-governorate", "sy")."""
        found: list[str] = []
        while place_id and place_id in self.entries and place_id not in found:
            found.append(place_id)
            place_id = self.entries[place_id].parent
        return tuple(found)

    def province(self, place_id: str) -> str:
        """The province that is named like a town: Homs Governorate for Homs; "" for a town that has none."""
        return self.names.exact(f"{self.entries[place_id].name} province") if place_id in self.entries else ""

    def meanings(self) -> dict[str, tuple[object, ...]]:
        """All that each folded name tells a reader: how it is written, the place, what holds it, its province."""
        told: dict[str, tuple[object, ...]] = {}
        for name, (place_id, *written) in self.names.meanings().items():
            around = (*self.path(place_id), *self.path(self.province(place_id)))
            told[name] = (*written, *(self.entries[each] for each in around))
        return told

    def excludes(self, outer: str, inner: str) -> bool:
        """Whether one place can't lie in another: another province's village in "in Hasakah city"."""
        path, around = self.path(inner), self.path(outer)
        if outer in path or inner in around:
            return False
        held = {*around[1:-1], self.province(outer)} - {""}
        return not held & set(path[:-1])

    def guess(self, name: str) -> str:
        """The settlement that an unknown spelling names, "" when unsure: it sounds the same and is spelled alike.

        Joined 11 of 13 pairs of transliterations and 1 of 4 pairs of different places (reference/nlp.md).
        """
        folded = fold(name)
        if not SHORTEST_GUESS <= len(folded) <= LONGEST_GUESS:
            return ""
        alike = [(fuzz.ratio(folded, known), place_id) for known, place_id in self.sounds.get(metaphone(folded), ())]
        score, place_id = max(alike, default=(0.0, ""))
        return place_id if score >= SPELLED_ALIKE else ""

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The places named in a list of words, the longest name at each place, left to right."""
        return self.names.find(words)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words of grammar.toml that tell where from whereto and wherefrom."""

    locating: frozenset[str]
    towards: frozenset[str]
    away: frozenset[str]
    regions: frozenset[str]
    people: frozenset[str]
    arriving: frozenset[str]
    taking: frozenset[str]
    generic: frozenset[str]
    provinces: frozenset[str]
    rural: frozenset[str]


@dataclass(frozen=True, slots=True)
class Located:
    """Where a claim's event happened ("" when its words don't say), and the other places it names."""

    place_id: str
    others: tuple[str, ...]


# How surely a place named in a claim is where its event happened, by its part in the sentence.
HERE, OBJECT, HEREABOUTS, NAMED, ELSEWHERE = 3.0, 2.8, 2.0, 1.5, 0.5
NARROWING = 0.4  # "the Homs town of Qaryatayn", "north of Palmyra": near, but the other name is nearer
COUNTRY_DISCOUNT = 1.0  # "in Jordan" says less than the town beside it
_STEPS = 8  # up the tree; deeper chains come from texts without full stops
_WIDE = frozenset({"country", "continent", "sea"})


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place named in a claim: the word that heads its name, and the first and last of its words in the document.

    acting: the name also stands for those who govern there, so that as a subject it is no place ("Moscow denied").
    """

    head: Token
    first: int
    last: int
    id: str
    acting: bool = False


def locate(named: Sequence[NamedPlace], action: str, gazetteer: Gazetteer, words: PlaceWords) -> Located:
    """Choose where it happened among the places that a claim names, in text order."""
    mentions = [(place.head, place.id) for place in named]
    weights = [_own_weight(place, action, gazetteer, words) for place in named]
    for at in range(len(named) - 1):
        if named[at + 1].first - named[at].last in (1, 2) and _holds(named[at + 1].id, named[at].id, gazetteer):
            weights[at] = max(weights[at : at + 2])  # "Springfield, Illinois": one place, told twice
            weights[at + 1] = ELSEWHERE
    weighed = [
        (weight, len(gazetteer.path(place.id)), -order, place.id)
        for order, (weight, place) in enumerate(zip(weights, named, strict=True))
    ]
    best = max(weighed, default=None)
    if best is None or best[0] <= ELSEWHERE:
        return Located("", _unique(place_id for _, place_id in mentions))
    chosen = best[3]
    for weight, _, _, place_id in sorted(weighed, reverse=True):
        if weight >= NAMED and chosen != place_id and chosen in gazetteer.path(place_id):
            chosen = place_id  # "in Hasakah province": the town in it that the claim also names says more
    around = gazetteer.path(chosen)
    return Located(chosen, _unique(place_id for _, place_id in mentions if place_id not in around))


def _own_weight(place: NamedPlace, action: str, gazetteer: Gazetteer, words: PlaceWords) -> float:
    wide = gazetteer.entries[place.id].kind in _WIDE
    if (wide or place.acting) and _is_possessive(place, gazetteer, words):
        return ELSEWHERE
    if (wide or place.acting) and place.head.dep_ in ("nsubj", "dobj") and action not in words.taking:
        return ELSEWHERE
    return _weight(place.head, action, words) - (COUNTRY_DISCOUNT if wide else 0.0)


def _is_possessive(place: NamedPlace, gazetteer: Gazetteer, words: PlaceWords) -> bool:
    """ "Ankara's offensive", "Ankaras offensive": whose it was; "Syrias north" is a place."""
    token = place.head
    if token.head.lemma_.lower() in words.regions:
        return False
    lost = token.lower_.endswith("s") and not gazetteer.entries[place.id].name.lower().endswith("s")
    return token.dep_ == "poss" or (token.dep_ == "compound" and lost)


def _holds(outer: str, inner: str, gazetteer: Gazetteer) -> bool:
    """Whether one place lies in the other, or in the province named like it: Qamishli in Hasakah."""
    path = gazetteer.path(inner)
    return outer != inner and (
        outer in path or any(held in path[1:] for held in gazetteer.path(outer)[1:2] if held != path[-1])
    )


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _weight(token: Token, action: str, words: PlaceWords) -> float:
    """How surely a place is where it happened, climbing from its name to the word it hangs on."""
    discount = 0.0
    for _ in range(_STEPS):
        head, relation = token.head, token.dep_
        if relation == "pobj" and head.lower_ != "of":
            return _by_preposition(head, action, words) - discount
        if relation in ("dobj", "nsubjpass"):
            return (OBJECT if action in words.taking else HEREABOUTS) - discount
        if relation == "nsubj":
            return (HEREABOUTS if action in words.taking else NAMED) - discount
        if relation == "pobj":  # "of": through the noun before it
            noun = head.head
            if noun.pos_ in ("NOUN", "PROPN", "ADV", "ADJ") and noun.lemma_.lower() not in words.regions:
                return (ELSEWHERE if noun.lemma_.lower() in words.people else HEREABOUTS) - discount
            if noun.dep_ in ("advmod", "npadvmod", "ROOT"):
                return HERE - NARROWING - discount  # "20 km north of Palmyra"
            token = noun
        elif relation in ("appos", "conj"):
            token, discount = head, discount + 0.1
        elif relation in ("compound", "poss", "nmod", "amod"):
            if head.lemma_.lower() in words.people:
                return ELSEWHERE
            if head.lemma_.lower() not in words.regions:
                return NAMED - discount
            token, discount = head, discount + NARROWING
        else:
            return NAMED - discount
    return NAMED - discount


def _by_preposition(preposition: Token, action: str, words: PlaceWords) -> float:
    word = preposition.lower_
    if preposition.head.pos_ == "NOUN" and preposition.head.lemma_.lower() in words.people and word in words.away:
        return ELSEWHERE
    if word in words.locating:
        return HERE
    if word in words.towards:
        return HERE if action in words.arriving else HEREABOUTS - 0.2
    return ELSEWHERE
