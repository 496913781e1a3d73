"""Names of places in running text, and where a claim's event happened."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_APOSTROPHES = re.compile("['’‘`ʿʾ´]")
_ARTICLE = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es|ez|ul)-(?=\w)|\b(?:al|el) (?=\w)")
_SEPARATORS = re.compile(r"[\s\-‐‑–./]+")
_LONGEST_NAME = 6  # words; no shipped name is longer


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


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a list of words: words[start:end] name the entry `id`."""

    start: int
    end: int
    id: str


def fold(name: str) -> str:
    """The form in which spellings of one name agree: no case, accents, apostrophes, hyphens or Arabic article."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = _ARTICLE.sub("", _APOSTROPHES.sub("", plain))
    return " ".join(word for word in _SEPARATORS.split(plain) if word)


@dataclass(frozen=True)
class Gazetteer:
    """Places by id and by every known spelling. Later entries replace earlier ones of the same id."""

    entries: Mapping[str, PlaceEntry]
    index: Mapping[str, str] = field(repr=False)

    @classmethod
    def build(cls, entries: Iterable[PlaceEntry]) -> "Gazetteer":
        by_id = {entry.id: entry for entry in entries}
        index: dict[str, str] = {}
        for entry in by_id.values():
            for name in (entry.name, *entry.aliases):
                index.setdefault(fold(name), entry.id)
        index.pop("", None)
        return cls(by_id, index)

    def path(self, place_id: str) -> tuple[str, ...]:
        """The ids from a place to the widest that holds it: ("palmyra", "homs-governorate", "syria")."""
        found: list[str] = []
        while place_id and place_id in self.entries and place_id not in found:
            found.append(place_id)
            place_id = self.entries[place_id].parent
        return tuple(found)

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The places named in a list of words, longest name first, left to right."""
        found: list[Mention] = []
        start = 0
        while start < len(words):
            mention = self._longest_at(words, start) if words[start][:1].isupper() else None
            if mention:
                found.append(mention)
            start = mention.end if mention else start + 1
        return tuple(found)

    def _longest_at(self, words: Sequence[str], start: int) -> Mention | None:
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            place_id = self.index.get(fold(" ".join(words[start:end])))
            if place_id:
                return Mention(start, end, place_id)
        return None
