"""Is a line in a language that the engine can read? Today that is English.

A line with the commonest English words is English: that settles nearly every line without a model. Only a line
without them goes to lingua, whose models are loaded at the first such line.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

DATA = Path(__file__).resolve().parent.parent / "data"

ENOUGH_WORDS = 6  # shorter lines (names, captions) say too little
STOP_SHARE = 0.12  # English news prose has 0.3 to 0.5 of such words, telegraphic captions some 0.15
ENGLISH_CONFIDENCE = 0.3  # reference measurement: below it, 6 of 6 foreign lines, one harmless false hit
SAMPLE = 600  # code points of a line that are looked at

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
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign(line: str) -> bool:
    """Is this line too long to be a name and in no language the engine reads?"""
    words = [word.lower() for word in _WORD.findall(line[:SAMPLE])]
    if len(words) < ENOUGH_WORDS or sum(word in _stop_words() for word in words) >= STOP_SHARE * len(words):
        return False
    if sum(not word.isascii() for word in words) > len(words) / 2:
        return True
    confidence: float = _detector().compute_language_confidence(line[:SAMPLE], Language.ENGLISH)
    return confidence < ENGLISH_CONFIDENCE


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(tomllib.loads((DATA / "zones.toml").read_text(encoding="utf-8"))["stop_words"])


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_CANDIDATES).with_low_accuracy_mode().build()
