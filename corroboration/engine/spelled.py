"""Whether one of many names stands in a text, however it is spelled: with or without an article, as a genitive."""

from collections.abc import Iterable

from claims.engine.naming import ARTICLES
from sources.engine.names import fold


class Spelled:
    """Names of places or actors, to be looked for in texts. It may find one where reading finds none, never less: what
    is found is only read again.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[list[str]]] = {}
        for name in sorted(set(names)):
            if words := _words(fold(name)):
                self._by_first.setdefault(words[0], []).append(words)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def stand_in(self, folded: str) -> bool:
        """Whether any of the names stands in a text folded as sources' names are."""
        if not self._by_first:
            return False
        words = _words(folded)
        return any(
            _agree(words[at : at + len(name)], name)
            for at, word in enumerate(words)
            for first in {word, word.removesuffix("s")}
            for name in self._by_first.get(first, ())
        )


def _words(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in ARTICLES]


def _agree(words: list[str], name: list[str]) -> bool:
    return len(words) == len(name) and all(
        word in (wanted, f"{wanted}s") for word, wanted in zip(words, name, strict=True)
    )
