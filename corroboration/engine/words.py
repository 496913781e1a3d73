"""How telling the words of a statement are: rare words and names point at one event, common words at none."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

READ_CHARS = 4_000  # of a statement; one sentence in ten thousand is longer
WORD_CHARS = 40  # longer "words" are base64, URLs or attacks: their head is enough to tell them apart
UNLISTED_ZIPF = 2.5  # the middle of what the frequency table leaves out: below 3.0, above a hapax
NUMBER_ZIPF = 4.0  # digits stand for themselves: as telling as an uncommon word
COMMON_ZIPF = 7.0  # at this and above a word tells nothing: "the", "of", "in"
NAME_ZIPF = 5.0  # a capitalised word more common than this ("American", "University") is not taken for a name
HEADLINE_SHARE = 0.6  # of the longer words capitalised: a headline, where capitals mean nothing
TELLING = 1.0  # the least weight of a word that says what a statement is about: "attack" has 1.9, "said" 0.5
SKELETON = 3  # consonants that a transliterated name must keep to be compared by them

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_VOWELS = str.maketrans(dict.fromkeys("aeiouy") | {"q": "k", "c": "k"})
_DOUBLED = re.compile(r"(.)\1+")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one statement. weights: stem -> how telling it is, [0, COMMON_ZIPF - UNLISTED_ZIPF].

    norm: Euclidean length of the weights. names: stems written as names. numbers: as they stand, without commas.
    rare: stems, the most telling first. plain: the folded words in order, for rapidfuzz.
    """

    weights: Mapping[str, float]
    norm: float
    names: frozenset[str]
    numbers: frozenset[str]
    rare: tuple[str, ...]
    plain: str


@cache
def frequencies() -> Mapping[str, float]:
    """word -> Zipf frequency (log10 of occurrences per thousand million words), from the table that ships with us."""
    path = resources.files("corroboration") / "data" / "word_frequencies.txt"
    found: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            zipf, _, listed = line.partition(":")
            found.update((word, float(zipf)) for word in listed.split())
    return found


def zipf(word: str) -> float:
    """How common a folded word is: 7.7 "the", 5.3 "police", 3.0 the rarest listed."""
    if word[0].isdigit():
        return NUMBER_ZIPF
    return COMMON_ZIPF if len(word) == 1 else frequencies().get(word, UNLISTED_ZIPF)


def stem(word: str) -> str:
    """One form for the inflections and spellings of a folded word.

    English endings are cut. A word that the table doesn't know is taken for a foreign name and kept as its
    consonants, so that Kafraya and Kefraya, Qamishli and Kameshli meet.
    """
    if word[0].isdigit():
        return word.replace(",", "")
    if word not in frequencies():
        skeleton = word[0].translate({ord("q"): "k", ord("c"): "k"}) + _DOUBLED.sub(r"\1", word[1:].translate(_VOWELS))
        skeleton = skeleton.rstrip("h")  # silent at the end: Latakia, Latakiah
        if len(skeleton) >= SKELETON and not any(word.endswith(e) and word[: -len(e)] in frequencies() for e in "s"):
            return skeleton.upper()
    if len(word) > 4 and not word.endswith("ss"):
        for ending, kept in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)] + kept
                break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def fold(text: str) -> str:
    """Without accents and possessives; upper and lower case are kept."""
    plain = unicodedata.normalize("NFKD", text[:READ_CHARS]).replace("’", "'").replace("'s", "")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=16_384)
def words_of(text: str) -> Words:
    """Read the words of a statement. Only its first READ_CHARS characters count."""
    shown = [(match.group()[:WORD_CHARS], match.start()) for match in _WORD.finditer(fold(text))]
    longer = [word for word, _ in shown if len(word) > 3 and word[0].isalpha()]
    headline = sum(word[0].isupper() for word in longer) >= HEADLINE_SHARE * max(1, len(longer))
    weights: dict[str, float] = {}
    names: set[str] = set()
    numbers: set[str] = set()
    for word, start in shown:
        folded = word.casefold()
        common, root = zipf(folded), stem(folded)
        weights[root] = max(weights.get(root, 0.0), COMMON_ZIPF - common)
        if word[0].isdigit():
            numbers.add(root)
        elif word[0].isupper() and common < (NAME_ZIPF if start and not headline else UNLISTED_ZIPF + 1.5):
            names.add(root)
    weights = {root: weight for root, weight in weights.items() if weight > 0}
    return Words(
        weights=weights,
        norm=sum(weight * weight for weight in weights.values()) ** 0.5,
        names=frozenset(names),
        numbers=frozenset(numbers),
        rare=tuple(sorted(weights, key=lambda root: (-weights[root], root))),
        plain=" ".join(word.casefold() for word, _ in shown),
    )


def overlap(left: Words, right: Words) -> float:
    """Cosine of the two statements' telling words, [0, 1]. Source of the weighting: inverse document frequency,
    here from a table that ships, so that the value never depends on what else is stored."""
    if not left.norm or not right.norm:
        return 0.0
    few, many = (
        (left.weights, right.weights) if len(left.weights) <= len(right.weights) else (right.weights, left.weights)
    )
    shared = sorted(root for root in few if root in many)
    return sum(few[root] * many[root] for root in shared) / (left.norm * right.norm)


def shared_roots(left: Words, right: Words) -> int:
    """How many telling words the two statements have in common, common words left out."""
    found = left.weights.keys() & right.weights.keys()
    return sum(min(left.weights[root], right.weights[root]) >= TELLING for root in found)
