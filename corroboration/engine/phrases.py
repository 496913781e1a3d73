"""Looking for listed words and phrases in a text, as whole words, in linear time."""

from collections.abc import Iterable
from functools import lru_cache

from corroboration.engine.shingling import words_of

READ_CHARS = 4_000  # of a claim; one sentence in ten thousand is longer


@lru_cache(maxsize=16_384)
def padded(text: str) -> str:
    """The folded words at the head of a text, one blank between and around them.

    A phrase in the same form is found in it as whole words.
    """
    return f" {' '.join(words_of(text))} "


def found(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases that stand in the head of the text, in the order they were given."""
    words = padded(text[:READ_CHARS])
    return tuple(phrase for phrase in phrases if padded(phrase) in words)


def any_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether any of the phrases stands in the head of the text."""
    return bool(found(text, phrases))
