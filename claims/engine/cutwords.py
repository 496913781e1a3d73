"""The words that decide where a sentence is cut into claims, read once from claims/data/cuts.toml."""

from dataclasses import dataclass
from functools import cache

from claims.engine.lexicon import word_lists


@dataclass(frozen=True, slots=True)
class CutWords:
    """Word sets by the names they have in cuts.toml, where each is explained."""

    event_nouns: frozenset[str]
    event_prepositions: frozenset[str]
    holding_prepositions: frozenset[str]
    plan_nouns: frozenset[str]
    aiming: frozenset[str]
    result_verbs: frozenset[str]
    manner_verbs: frozenset[str]
    joint_verbs: frozenset[str]
    reporting_verbs: frozenset[str]
    withholding: frozenset[str]
    told_things: frozenset[str]
    undergone: frozenset[str]
    recording_verbs: frozenset[str]
    casualty_nouns: frozenset[str]
    naming_verbs: frozenset[str]
    toll_nouns: frozenset[str]
    giving_verbs: frozenset[str]
    capture_verbs: frozenset[str]
    measures: frozenset[str]
    approximators: frozenset[str]
    counters: frozenset[str]
    count_ends: frozenset[str]
    shares: frozenset[str]
    minds: frozenset[str]
    intensifiers: frozenset[str]
    judgements: frozenset[str]
    feelings: frozenset[str]
    opining_adverbs: frozenset[str]
    pointers: frozenset[str]
    leading: frozenset[str]
    trailing: frozenset[str]
    bare_endings: frozenset[str]


@cache
def cut_words() -> CutWords:
    """The shipped English words. Another language is another file of the same shape."""
    return CutWords(**word_lists(CutWords, "cuts.toml"))
