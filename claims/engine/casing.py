"""Sentences IN CAPITALS as the parser should see them: names keep theirs, the rest is small.

The parser was trained on plain type. On 40 articles set in capitals 70 % of its words found the same head and label as
in the original; small letters throughout make it 90 %, known names in capitals 94 %.
"""

import re
import tomllib
from functools import cache

from claims.engine.languages import shipped
from claims.engine.reference import load_reference
from sources.engine.names import load_shipped

FEWEST_WORDS = 6  # of a stretch in capitals; fewer are a heading, a dateline or a row of acronyms
LONG_WORD = 5  # letters; acronyms are shorter
FEWEST_LONG = 3

_SHOUTED = re.compile(r"[A-Z](?:[^a-z\r\n]{30,})")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STOP = re.compile(r"[.!?…]")


def lowered(text: str) -> str:
    """The text with its shouted stretches in plain type, character for character as long."""
    return _SHOUTED.sub(lambda match: _plain(match[0]), text)


def _plain(shouted: str) -> str:
    words = list(_WORD.finditer(shouted))
    if len(words) < FEWEST_WORDS or sum(len(word[0]) >= LONG_WORD for word in words) < FEWEST_LONG:
        return shouted
    pieces: list[str] = []
    last = 0
    for word in words:
        between = shouted[last : word.start()]
        pieces += (between, _cased(word[0], first=not last or _STOP.search(between) is not None))
        last = word.end()
    return "".join((*pieces, shouted[last:]))


def _cased(word: str, first: bool) -> str:
    small = word.lower()
    if len(small) != len(word):  # a letter that has no small one of its own length
        return word
    return _names().get(small, small[:1].upper() + small[1:] if first else small)


@cache
def _names() -> dict[str, str]:
    """The words of all shipped names of places, actors and sources, as they are written: "homs" -> "Homs"."""
    rows = tomllib.loads((shipped("en").data / "zones.toml").read_text(encoding="utf-8"))
    reference = load_reference()
    spelled = list(rows["capitalised"])
    spelled += (name for place in reference.gazetteer.entries.values() for name in (place.name, *place.aliases))
    spelled += (name for actor in reference.actors.entries.values() for name in (actor.name, *actor.aliases))
    spelled += (name for source in load_shipped() for name in (source.name, *source.aliases))
    common = {*rows["stop_words"], *rows["small_words"]}
    words = (word for name in spelled for word in _WORD.findall(name))
    proper = sorted({word for word in words if word[0].isupper() and word.lower() not in common})
    return {word.lower(): word for word in sorted(proper, key=str.isupper)}  # an acronym stays one: "SANA"
