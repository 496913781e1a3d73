"""Looking for listed words and phrases in a text, as whole words, in linear time."""

from collections.abc import Iterable, Sequence

from corroboration.engine.shingling import words_of


def padded(text: str) -> str:
    """The text's words, one blank between and around them, so that a padded phrase is found as whole words."""
    return f" {' '.join(words_of(text))} "


def any_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether any of the phrases stands in the text."""
    return bool(found(text, phrases))


def found(text: str, phrases: Iterable[str]) -> Sequence[str]:
    """The phrases that stand in the text, in the order they were given."""
    words = padded(text)
    return tuple(phrase for phrase in phrases if padded(phrase) in words)
