"""What was done: one class of action for the many words that tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from claims.engine.clause import child_of

COUNTING = frozenset({"toll", "number", "count", "tally", "figure"})
_CASES = frozenset({"case", "instance"})
_NESTED = 3  # nouns below one another: "the number of members of the forces killed"
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class ActionClass:
    """One class of actions.toml. slot: what its claims answer by default; counts: role of the numbers it governs,
    subject_only: only of those who do it ("12 people left", but not "left 12 behind"). natural: it has no doer."""

    id: str
    slot: str = "happened"
    counts: str = ""
    violent: bool = False
    subject_only: bool = False
    natural: bool = False


NO_CLASS = ActionClass("", slot="")


@dataclass(frozen=True, slots=True)
class Act:
    """The action of a claim. core: the word that tells it. undergone: its subject is whom it is done to ("died")."""

    id: str
    core: Token
    kind: ActionClass = NO_CLASS
    undergone: bool = False


@dataclass(frozen=True)
class ActionTable:
    """The classes by the words that tell them."""

    classes: Mapping[str, ActionClass]
    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    uncounted: Mapping[str, str]  # nouns that are of a class where they have no article: "rebel fire"
    adjectives: Mapping[str, str]
    phrases: Mapping[str, Mapping[str, str]]  # verb -> the other word -> class
    undergone: frozenset[str]  # verbs, and verbs with a word, whose subject is whom it is done to
    light: frozenset[str]
    growing: frozenset[str]  # verbs that tell how far a count has come
    raising: frozenset[str]  # verbs of those who tell it: "raised the toll to 12"
    deeming: frozenset[str]  # verbs that only say how sure it is: "presumed dead"
    of_places: Mapping[str, str]  # verb -> the class it has where its object is a place: "took Palmyra"

    @classmethod
    def build(cls, lists: Mapping[str, Iterable[str]], rows: Sequence[Mapping[str, Any]]) -> "ActionTable":
        """Take the rows as TOML holds them. Of two classes with one word the first wins."""
        phrases: dict[str, dict[str, str]] = {}
        for row in rows:
            for verb, word in (p.split() for p in (*row.get("phrases", ()), *row.get("undergone_phrases", ()))):
                phrases.setdefault(verb, {}).setdefault(word, row["id"])
        fields = ("slot", "counts", "violent", "subject_only", "natural")
        return cls(
            classes={row["id"]: ActionClass(row["id"], **{f: row[f] for f in fields if f in row}) for row in rows},
            verbs=_by_word(rows, "verbs", "undergone"),
            nouns=_by_word(rows, "nouns"),
            uncounted=_by_word(rows, "uncounted"),
            adjectives=_by_word(rows, "adjectives"),
            phrases=phrases,
            undergone=frozenset(_by_word(rows, "undergone", "undergone_phrases")),
            light=frozenset(lists["light"]),
            growing=frozenset(lists["growing"]),
            raising=frozenset(lists["raising"]),
            deeming=frozenset(lists["deeming"]),
            of_places=_by_word(rows, "of_places"),
        )

    def of_noun(self, noun: Token | None) -> ActionClass | None:
        """The class that a noun phrase tells: by its head, what it counts ("number of victims"), or its compounds."""
        if noun is None:
            return None
        lemma = noun.lemma_.lower()
        if lemma in COUNTING or lemma in _CASES:
            return self._of_count(noun) or self._class(self.nouns, lemma)
        if lemma in self.uncounted and not any(c.dep_ == "det" and c.lower_ in _ARTICLES for c in noun.children):
            return self._class(self.uncounted, lemma)
        found = self._class(self.nouns, lemma)
        if found is None and noun.pos_ in ("NOUN", "PROPN"):
            parts = [child for child in noun.lefts if child.dep_ in ("compound", "amod")]
            found = next((c for c in (self._class(self.nouns, p.lemma_.lower()) for p in reversed(parts)) if c), None)
        return found

    def _of_count(self, noun: Token) -> ActionClass | None:
        """What a count counts: "the death toll", "the number of injured", "the number of members of a group killed"."""
        counted: list[Token] = []
        below = child_of(noun, "prep")
        while below is not None and below.lower_ == "of" and len(counted) < _NESTED:
            counted += [whole for whole in (child_of(below, "pobj"),) if whole is not None]
            below = child_of(counted[-1], "prep") if counted else None
        nouns = [*(c for c in noun.children if c.dep_ == "compound"), *counted]
        words = (self.of_noun(noun) or (self.of_word(noun) if noun.pos_ == "VERB" else None) for noun in nouns)
        found = next((kind for kind in words if kind is not None), None)
        if found is not None and found.counts:
            return found
        said = (c for host in (noun, *nouns) for c in host.children if c.dep_ in ("acl", "amod", "relcl"))
        kinds = [kind for kind in map(self.of_word, said) if kind is not None and kind.counts]
        return kinds[0] if kinds else found

    def of_cases(self, noun: Token) -> ActionClass | None:
        """What became of those whom "cases" counts: "30 cases of suffocation"."""
        kind = self._of_count(noun) if noun.lemma_.lower() in _CASES else None
        return kind if kind is not None and kind.counts else None

    def of_phrase(self, verb: Token, other: Token) -> ActionClass | None:
        """The class that a verb tells together with another word: "took (the) lives"."""
        name = self.phrases.get(verb.lemma_.lower(), {}).get(other.lemma_.lower(), "")
        return self.classes[name] if name else None

    def of_word(self, token: Token) -> ActionClass | None:
        """The class that one word tells by itself, as verb, noun or adjective."""
        lemma, word = token.lemma_.lower(), token.lower_
        if token.pos_ in ("VERB", "AUX"):
            return self._class(self.verbs, lemma) or self._class(self.adjectives, word)
        return self._class(self.adjectives, word) or self._class(self.nouns, lemma)

    def _class(self, words: Mapping[str, str], word: str) -> ActionClass | None:
        return self.classes[words[word]] if word in words else None


def _by_word(rows: Sequence[Mapping[str, Any]], *keys: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for key in keys:
            for word in row.get(key, ()):
                found.setdefault(word, row["id"])
    return found
