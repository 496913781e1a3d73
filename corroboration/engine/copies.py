"""Copies: the same sentence in another article. A wire under a thousand titles is one telling, not a thousand."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from corroboration.engine.values import Telling
from corroboration.engine.words import words_of

COPY_WORDS = 8  # a shorter text ("at least 20 people were killed") is written by many, about many events
COPY_WINDOW = timedelta(days=7)  # a text that returns later may speak of another event


def copy_key(telling: Telling) -> str:
    """One key for every claim with the same words; "" when the text is too short to say.

    Letter case, accents, punctuation and spacing are left out: outlets that run a wire change them.
    """
    if telling.remains:
        return telling.remains.print
    plain = words_of(telling.claim.text).plain
    return hashlib.sha256(plain.encode()).hexdigest()[:32] if plain.count(" ") + 1 >= COPY_WORDS else ""


class Text(NamedTuple):
    """A claim among those with one copy key."""

    id: str
    article: str
    published_at: datetime


def originals(ordered: Iterable[Text]) -> Iterator[tuple[Text, str | None]]:
    """Each of the claims with one copy key, and what it copies: the earliest telling of the text, in another article
    and within COPY_WINDOW of it; None: nothing.

    ordered: as Telling.order.
    """
    first: Text | None = None
    for text in ordered:
        if first is None or text.published_at - first.published_at > COPY_WINDOW:
            first = text
        yield text, first.id if text.article != first.article else None


def copies_among(ordered: Sequence[Telling]) -> dict[str, str]:
    """copy id -> id of the original. ordered: as Telling.order."""
    by_key: dict[str, list[Text]] = {}
    for telling in ordered:
        if key := copy_key(telling):
            by_key.setdefault(key, []).append(Text(telling.id, telling.article, telling.published_at))
    found = (pair for texts in by_key.values() for pair in originals(texts))
    return {text.id: original for text, original in found if original}
