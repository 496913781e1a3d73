"""The claims of a cluster that nobody stands by any more: withdrawn by an edit, corrected in words, or denied later."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from corroboration.engine.dropping import withdrawn, words_of_drop
from corroboration.engine.outcomes import day_of, taken_back
from corroboration.engine.values import Pair, Relation, Telling


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A claim that nobody stands by since a day. by: the claim, or the text, that took it back."""

    claim: str
    by: str
    day: date
    words: str


def stood_by_until(links: Mapping[Pair, Relation], by_id: Mapping[str, Telling]) -> dict[str, Telling]:
    """Claim that its own voice took back -> the latest claim by which it did."""
    found: dict[str, Telling] = {}
    for a, b in links:
        gone = taken_back(by_id[a], by_id[b], links[a, b])
        if gone is not None:
            by = by_id[b] if gone is by_id[a] else by_id[a]
            found[gone.id] = max(by, found.get(gone.id, by), key=lambda t: t.order)
    return found


def taken_back_of(tellings: Iterable[Telling], until: Mapping[str, Telling]) -> Iterator[TakenBack]:
    """The claims that were taken back: by an edit of their article, else by what their voice said later."""
    for telling in sorted(tellings, key=lambda t: t.order):
        if telling.dropped is not None and withdrawn(telling):
            day = max(telling.dropped.day, day_of(telling))
            yield TakenBack(telling.id, telling.dropped.text, day, words_of_drop(telling))
        elif telling.id in until:
            by = until[telling.id]
            words = f"taken back by {by.publisher.name} on {day_of(by).isoformat()}"
            yield TakenBack(telling.id, by.id, max(day_of(by), day_of(telling)), words)
