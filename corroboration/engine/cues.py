"""Signs in a claim's words that it goes on about what was told before, or turns to something else.

The lists stand in corroboration/data/episode_cues.toml. All of it reads folded words in order, in linear time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corroboration.engine.tables import table
from corroboration.engine.words import stem, words_of, zipf

REACH = 3  # words behind "the" or "another" among which the event is named: "the deadly suicide bombing"
COMMON_THING = 5.8  # "the same time", "the first day": words this common name nothing that could be known already


@dataclass(frozen=True, slots=True)
class Cues:
    """known_event: "the attack"; new_event: "another attack". known: stems of what is named as known ("the convoy").

    pronoun: it begins with one. state: told in the present. background: what led up to the news. lasting: "for two
    years". turns: it opens as other news. tense: past, before (past perfect), perfect or present.
    """

    known_event: bool
    new_event: bool
    known: frozenset[str]
    pronoun: bool
    state: bool
    background: bool
    lasting: bool
    turns: bool
    tense: str


@lru_cache(maxsize=16_384)
def cues(text: str) -> Cues:
    """The cues in a claim's own words."""
    plain = words_of(text).plain
    words, padded = plain.split(), f" {plain} "
    behind_known = _behind(words, _words("known"))
    state = not _words("states").isdisjoint(words)
    return Cues(
        known_event=not _events().isdisjoint(behind_known),
        new_event=not _events().isdisjoint(_behind(words, _words("another"))),
        known=frozenset(behind_known),
        pronoun=bool(words) and words[0] in _words("pronouns"),
        state=state,
        background=any(f" {phrase} " in padded for phrase in table("episode_cues")["background"]),
        lasting=_lasting(words),
        turns=any(padded.startswith(f" {phrase} ") for phrase in table("episode_cues")["turns"]),
        tense=_tense(words, state),
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("episode_cues")[name])


@cache
def _events() -> frozenset[str]:
    return frozenset(stem(word) for word in table("episode_cues")["events"])


def _behind(words: Sequence[str], openers: frozenset[str]) -> set[str]:
    """Stems of the telling words that stand within REACH behind one of the openers."""
    found: set[str] = set()
    for place, word in enumerate(words):
        if word in openers:
            found.update(stem(near) for near in words[place + 1 : place + 1 + REACH] if zipf(near) < COMMON_THING)
    return found


def _lasting(words: Sequence[str]) -> bool:
    starts, spans = _words("lasting"), _words("spans")
    return any(word in starts and not spans.isdisjoint(words[i + 1 : i + 5]) for i, word in enumerate(words))


def _tense(words: Sequence[str], state: bool) -> str:
    for auxiliary, tense in (("had", "before"), ("has", "perfect"), ("have", "perfect")):
        if auxiliary in words:
            return tense
    return "present" if state else "past"
