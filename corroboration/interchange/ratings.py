"""Verdicts on the numeric scale that ClaimReview knows, 1 (false) to 5 (true), and how a word and a number go together.

The words with their numbers stand in the glossary (data/glossary.toml, [ratings]), which the pages show. Unproven has
no number: it is no middle of the scale.
"""

from collections.abc import Mapping
from typing import Any

WORST, BEST = 1, 5
WORDS = {1: "false", 2: "mostly false", 3: "half true", 4: "mostly true", 5: "true"}
UNPROVEN = "unproven"


def number_of(value: Mapping[str, Any]) -> int | None:
    """The number of a verdict's value; None where it is unproven."""
    rating = value.get("rating")
    return None if rating is None else WORST + round((BEST - WORST) * rating)


def words_of(value: Mapping[str, Any]) -> str:
    """The words of a verdict's value: those of its number, so that one number never has two meanings."""
    number = number_of(value)
    return UNPROVEN if number is None else WORDS[number]
