"""A claim that its outlet dropped by editing its article: withdrawn, or updated. Which, engine/revised.py says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from corroboration.engine.values import Telling


def known_by(telling: Telling, day: date) -> Telling:
    """The claim as it was at the end of a day: what its outlet dropped later still stood."""
    return replace(telling, dropped=None) if telling.dropped and telling.dropped.day > day else telling


def withdrawn(telling: Telling) -> bool:
    """Whether its outlet withdrew a claim by an edit that gives no newer answer: nobody stands by it any more."""
    return telling.dropped is not None and not telling.dropped.updated_as


def all_dropped(tellings: Mapping[str, Telling], copies: Mapping[str, str]) -> frozenset[str]:
    """The claims that their outlets dropped, and so did whoever copied them."""
    standing = {id for id, telling in tellings.items() if telling.dropped is None}
    standing |= {copies[id] for id in standing if id in copies}
    return frozenset(tellings.keys() - standing)


def words_of_drop(telling: Telling) -> str:
    """How a claim ended by an edit, in words; "" for one that goes on."""
    dropped = telling.dropped
    if dropped is None:
        return ""
    day = f"{dropped.day.day} {dropped.day:%B %Y}"
    if dropped.updated_as:
        return f"superseded: the text of {day} gives a newer answer"
    return f"withdrawn: the text of {day} no longer says it"
