"""One name for many spellings: folding, and finding known names in running text."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "an", "az", "ed", "er", "es", "ez", "ul"})
LOOSE_ARTICLES = frozenset({"al", "el"})  # also without a hyphen: "Al Bab"; the others are English words
_APOSTROPHES = str.maketrans("", "", "'’‘`ʿʾ´ʻ")
_DASHES = str.maketrans(dict.fromkeys("-‐‑–./,", " "))
HYPHENS = frozenset("-‐‑–")
_LONGEST_WORD = 40  # letters; no name has a longer word, and hostile text has


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a list of words: words[start:end] name the entry `id`."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    word: int  # index of the word it is part of


@dataclass(frozen=True, slots=True)
class _Name:
    pieces: tuple[str, ...]
    id: str
    acronym: bool  # matches only in capitals: "IS", "US", "SAA"
    proper: bool  # its first word has a capital: "Palmyra"; "government forces" matches in any case


@lru_cache(maxsize=1 << 15)
def _fold_word(word: str) -> tuple[str, ...]:
    """The parts of one word without case, accents and apostrophes: "Al-Sha'irat" -> ("al", "shairat")."""
    if len(word) > _LONGEST_WORD:
        return (word[:_LONGEST_WORD],)
    plain = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES)) if not word.isascii() else word
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_APOSTROPHES)
    return tuple(plain.lower().translate(_DASHES).split())


def _pieces(words: Sequence[str]) -> list[_Piece]:
    """The folded parts of words, Arabic articles left out where they stand before a name."""
    found: list[_Piece] = []
    for index, word in enumerate(words):
        parts = _fold_word(word)
        for position, part in enumerate(parts):
            joined = position + 1 < len(parts)
            if part not in ARTICLES or not (joined or _leads(words, index, part)):
                found.append(_Piece(part, index))
    return found


def _leads(words: Sequence[str], index: int, part: str) -> bool:
    """Whether an article at words[index] belongs to the name behind it."""
    following = words[index + 1] if index + 1 < len(words) else ""
    return following in HYPHENS or (part in LOOSE_ARTICLES and following[:1].isupper())


def fold(name: str) -> str:
    """The form in which spellings of one name agree: no case, accents, apostrophes, hyphens or Arabic article."""
    return " ".join(piece.text for piece in _pieces(name.split()))


@dataclass(frozen=True)
class NameIndex:
    """Names with the ids they stand for, by their first folded part, longest first."""

    by_first: Mapping[str, tuple[_Name, ...]] = field(repr=False)

    @classmethod
    def build(cls, names: Iterable[tuple[str, str]]) -> "NameIndex":
        """Index (name, id) pairs. Of two ids with one name the first wins."""
        known: dict[tuple[str, ...], _Name] = {}
        for name, entry_id in names:
            words = name.split()
            parts = _pieces(words)
            pieces = tuple(piece.text for piece in parts)
            if pieces:
                acronym = name.isupper() and len(name) > 1
                first = words[parts[0].word]  # "forces loyal to N." begins with a small letter wherever it stands
                known.setdefault(pieces, _Name(pieces, entry_id, acronym, first != first.lower()))
        buckets: dict[str, list[_Name]] = {}
        for entry in known.values():
            buckets.setdefault(entry.pieces[0], []).append(entry)
        return cls({first: tuple(sorted(names, key=lambda n: -len(n.pieces))) for first, names in buckets.items()})

    def meanings(self) -> dict[str, tuple[str, bool, bool]]:
        """Each folded name: the id that it stands for, whether only in capitals, whether only with a capital."""
        names = (entry for bucket in self.by_first.values() for entry in bucket)
        return {" ".join(entry.pieces): (entry.id, entry.acronym, entry.proper) for entry in names}

    def exact(self, name: str) -> str:
        """The id of a whole name, "" when it is not known."""
        pieces = tuple(piece.text for piece in _pieces(name.split()))
        hits = (entry.id for entry in self.by_first.get(pieces[0] if pieces else "", ()) if entry.pieces == pieces)
        return next(hits, "")

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The names in a list of words, the longest at each place, left to right, none overlapping."""
        pieces = _pieces(words)
        found: list[Mention] = []
        at = 0
        while at < len(pieces):
            name = self._longest(pieces, at, words)
            if name:
                end = at + len(name.pieces)
                found.append(Mention(pieces[at].word, pieces[end - 1].word + 1, name.id))
                at = end
            else:
                at += 1
        return tuple(found)

    def _longest(self, pieces: Sequence[_Piece], at: int, words: Sequence[str]) -> _Name | None:
        written = words[pieces[at].word]
        for name in self._starting(pieces[at].text, written):
            window = tuple(piece.text for piece in pieces[at : at + len(name.pieces)])
            if _agree(window, name.pieces) and _cased(written, name):
                return name
        return None

    def _starting(self, first: str, written: str) -> tuple[_Name, ...]:
        """Names that start with this part; "Aleppos" starts Aleppo where a text has lost its apostrophes."""
        hits = self.by_first.get(first, ())
        if first.endswith("s") and written[:1].isupper():
            single = self.by_first.get(first[:-1], ())
            return hits + tuple(name for name in single if len(name.pieces) == 1 and name.proper and not name.acronym)
        return hits


def _agree(window: tuple[str, ...], pieces: tuple[str, ...]) -> bool:
    """Equal but for a lost possessive: ("syrias",) agrees with ("syria",)."""
    if window == pieces:
        return True
    same_start = len(window) == len(pieces) and window[:-1] == pieces[:-1]
    return same_start and len(pieces[-1]) > 3 and window[-1] == pieces[-1] + "s"


def _cased(written: str, name: _Name) -> bool:
    if name.acronym:
        return written.replace("-", "").isupper()
    return not name.proper or any(c.isupper() for c in written)
