"""What a statement is about, finer than families: the rocket fire, the air strike that answered it, the truce."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from claims.engine.taken_down import topics_left
from corroboration.engine.tables import table
from corroboration.engine.words import WORD_CHARS, Words, fold, stem

OTHER = "other"  # the topic of a statement that speaks of none of the table's
_WORD = re.compile(r"[^\W\d_]+")


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


def all_topics() -> tuple[str, ...]:
    """Every topic that a statement can have, by name, and last what has none of them."""
    return (*sorted(table("topics")), OTHER)


@cache
def _numbers() -> Mapping[str, int]:
    return {topic: number for number, topic in enumerate(all_topics())}


def bit(topic: str) -> int:
    """A topic as one bit of a number, by its place in all_topics(): columns of lines are narrowed by it at once."""
    return 1 << _numbers()[topic]


def bits_of(statement: str) -> int:
    """The topics of a statement as one number."""
    return sum(map(bit, topics_of(statement)))


@lru_cache(maxsize=16_384)
def topics_in(bits: int) -> tuple[str, ...]:
    """The topics that a number stands for, by name."""
    return tuple(sorted(topic for topic, number in _numbers().items() if bits >> number & 1))


@lru_cache(maxsize=131_072)
def topics_of(statement: str) -> tuple[str, ...]:
    """The topics of a statement by name; OTHER where it speaks of none.

    The same as topics() of its words, for a tenth of the time: nothing else is asked of them.
    """
    if (left := topics_left(statement)) is not None:  # its words were erased
        return left or (OTHER,)
    found = {
        topic for word in _WORD.findall(fold(statement)) for topic in _topics_of_word(word[:WORD_CHARS].casefold())
    }
    return tuple(sorted(found)) or (OTHER,)


@lru_cache(maxsize=16_384)
def _topics_of_word(word: str) -> frozenset[str]:
    return _of_root().get(stem(word), frozenset())
