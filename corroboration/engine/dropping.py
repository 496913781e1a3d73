"""A claim that its outlet dropped by editing its article: withdrawn, or updated. Which, engine/revised.py says."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from corroboration.engine.values import Telling


def known_by(telling: Telling, day: date) -> Telling:
    """The claim as it was at the end of a day: what its outlet dropped later still stood."""
    return replace(telling, dropped=None) if telling.dropped and telling.dropped.day > day else telling


def withdrawn(telling: Telling) -> bool:
    """Whether its outlet withdrew a claim by an edit that gives no newer answer: nobody stands by it any more."""
    return telling.dropped is not None and not telling.dropped.updated_as


def dropped(telling: Telling) -> bool:
    """Whether a later text of its article no longer has a claim, be it that it gives a newer answer."""
    return telling.dropped is not None


def all_dropped(tellings: Mapping[str, Telling], copies: Mapping[str, str]) -> frozenset[str]:
    """The claims that their outlets dropped, and so did whoever copied them."""
    standing = {id for id, telling in tellings.items() if telling.dropped is None}
    standing |= {copies[id] for id in standing if id in copies}
    return frozenset(tellings.keys() - standing)


def drop_days(
    tellings: Mapping[str, Telling], copies: Mapping[str, str], ended: Callable[[Telling], bool]
) -> dict[str, date]:
    """Claim that ended by edits, as all its copies did -> the day of the last of them: nobody stands by it since."""
    families: defaultdict[str, list[Telling]] = defaultdict(list)
    for id, telling in tellings.items():
        families[copies.get(id, id)].append(telling)
    return {
        original: max(telling.dropped.day for telling in family if telling.dropped)
        for original, family in families.items()
        if all(map(ended, family))
    }


def words_of_drop(telling: Telling) -> str:
    """How a claim ended by an edit, in words; "" for one that goes on."""
    drop = telling.dropped
    if drop is None:
        return ""
    day = f"{drop.day.day} {drop.day:%B %Y}"
    if drop.updated_as:
        return f"superseded: the text of {day} gives a newer answer"
    return f"withdrawn: the text of {day} no longer says it"
