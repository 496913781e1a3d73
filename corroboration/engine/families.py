"""Which kinds of action are aspects of one kind of event: killing, wounding, blast and claim of responsibility."""

from collections.abc import Mapping
from functools import cache, lru_cache

from corroboration.engine.tables import table
from corroboration.engine.values import Telling
from corroboration.engine.words import stem, words_of


@cache
def _of_word() -> Mapping[str, tuple[str, ...]]:
    """stem of a word -> the families it speaks of."""
    found: dict[str, set[str]] = {}
    for family, entry in table("action_families").items():
        for word in entry["words"]:
            found.setdefault(stem(word), set()).add(family)
    return {root: tuple(sorted(kinds)) for root, kinds in found.items()}


@cache
def _of_class() -> Mapping[str, str]:
    """class of action or slot -> its family."""
    return {name: family for family, entry in table("action_families").items() for name in entry["classes"]}


@lru_cache(maxsize=16_384)
def _of_text(text: str) -> tuple[str, ...]:
    known = _of_word()
    return tuple(sorted({family for root in words_of(text).weights for family in known.get(root, ())}))


def families(telling: Telling) -> tuple[str, ...]:
    """The families of action of a claim, sorted: by its action or slot, else by the words of its statement."""
    claim = telling.claim
    known = _of_class()
    framed = {known[name] for name in (claim.frame.action, claim.slot) if name in known}
    if framed:
        return tuple(sorted(framed))
    spoken = _of_word().get(stem(claim.frame.action), ()) if claim.frame.action else ()
    return spoken or _of_text(claim.statement)
