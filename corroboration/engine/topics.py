"""What a statement is about, finer than families: the rocket fire, the air strike that answered it, the truce."""

from collections.abc import Mapping
from functools import cache

from corroboration.engine.tables import table
from corroboration.engine.words import Words, stem


@cache
def _of_root() -> Mapping[str, frozenset[str]]:
    """stem of a word -> its topics in topics.toml."""
    found: dict[str, set[str]] = {}
    for topic, entry in table("topics").items():
        for word in entry["words"]:
            found.setdefault(stem(word), set()).add(topic)
    return {root: frozenset(topics) for root, topics in found.items()}


@cache
def general() -> frozenset[str]:
    """Topics of claims about many events, which tell none from another."""
    return frozenset(topic for topic, entry in table("topics").items() if entry.get("general"))


def topics(words: Words) -> frozenset[str]:
    """All topics that the words of a statement speak of."""
    known = _of_root()
    return frozenset(topic for root in words.weights for topic in known.get(root, ()))
