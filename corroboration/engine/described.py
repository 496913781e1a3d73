"""Could two voices be the same person? Judged by their names or descriptions, with doubt counted as yes."""

from functools import cache

from corroboration.engine.shingling import words_of
from corroboration.engine.tables import table
from sources.engine.names import descriptors
from sources.engine.values import Kind, Voice


def clearly_apart(left: Voice, right: Voice) -> bool:
    """True where the two descriptions fall into camps that nobody belongs to at once ("rebel", "army")."""
    mine, theirs = camps(left.name), camps(right.name)
    return bool(mine and theirs) and all(frozenset((m, t)) in _apart() for m in mine for t in theirs)


def may_belong(described: Voice, named: Voice) -> bool:
    """Whether an unnamed voice may speak for a named one: "a Turkish official" for the Turkish Foreign Ministry.

    They share a telling word, of the name or of the body that the named voice speaks for. A nation's officials may
    speak for its ministries, but nobody speaks for a monitor because both are Syrian.
    """
    body = named.speaks_for.replace("-", " ")
    shared = _telling_words(described.name) & _telling_words(f"{named.name} {body}")
    return bool(shared - descriptors()[0] if named.kind is Kind.MONITOR else shared)


def one_name(left: Voice, right: Voice) -> bool:
    """Whether two voices may be one person by their names: every word of the shorter stands in the longer.

    "Ahmad" whom two papers quote is likely one witness, met in the text of an agency that neither names.
    """
    mine, theirs = frozenset(words_of(left.name)), frozenset(words_of(right.name))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def camps(description: str) -> frozenset[str]:
    """The camps that the words of a description put a voice in."""
    words = frozenset(words_of(description))
    return frozenset(camp for camp, members in table("described_voices")["camps"].items() if words & set(members))


def _telling_words(name: str) -> frozenset[str]:
    return frozenset(words_of(name)) - _empty_words()


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(table("described_voices")["empty"])


@cache
def _apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(row["camps"]) for row in table("described_voices")["apart"])
