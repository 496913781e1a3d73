"""The words of the language that decide about clauses and certainty, read once from claims/data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word sets by the names they have in clauses.toml and modality.toml, where each is explained."""

    outcome_verbs: frozenset[str]
    light_verbs: frozenset[str]
    time_marks: frozenset[str]
    time_prepositions: frozenset[str]
    conditions: frozenset[str]
    empty_matrices: frozenset[str]
    empty_subjects: frozenset[str]
    doubts: frozenset[str]
    vague_numbers: frozenset[str]
    casualty_words: frozenset[str]
    planned_auxiliaries: frozenset[str]
    would_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    change_verbs: frozenset[str]
    growing_counts: frozenset[str]
    noticed: frozenset[str]
    opinion_auxiliaries: frozenset[str]
    planned_heads: frozenset[str]
    settled_heads: frozenset[str]
    planned_prepositions: Mapping[str, str]
    planned_nouns: frozenset[str]
    going_to: frozenset[str]
    purpose_openers: tuple[str, ...]
    hedging_adverbs: frozenset[str]
    hedging_heads: frozenset[str]
    hedging_active: frozenset[str]
    accusing: frozenset[str]
    hinting: frozenset[str]
    once_held: frozenset[str]
    at_first: frozenset[str]
    doubtful: frozenset[str]
    unsettled: frozenset[str]
    suspects: frozenset[str]
    tellings: frozenset[str]
    reserves: frozenset[str]
    hedging_speech: frozenset[str]
    planned_speech: frozenset[str]
    denying_words: frozenset[str]
    denying_verbs: frozenset[str]
    denied_things: frozenset[str]
    grounds: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The shipped English lexicon. Another language is another pair of files behind the same names."""
    return Lexicon(**word_lists(Lexicon, "clauses.toml", "modality.toml"))


def word_lists(kind: type["DataclassInstance"], *files: str) -> dict[str, Any]:
    """The word lists of claims/data that a dataclass has fields for, by field. KeyError names one that is missing."""
    rows: dict[str, Any] = {}
    for name in files:
        rows |= tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    return {field.name: _typed(rows[field.name], str(field.type)) for field in fields(kind)}


def _typed(words: Any, kind: str) -> Any:
    if isinstance(words, dict):
        return words
    return tuple(words) if "tuple" in kind else frozenset(words)
