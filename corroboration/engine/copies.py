"""Copies: the same sentence in another article. A wire under a thousand titles is one telling, not a thousand."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from corroboration.engine.values import Telling
from corroboration.engine.words import words_of

COPY_WORDS = 8  # a shorter text ("at least 20 people were killed") is written by many, about many events
COPY_WINDOW = timedelta(days=7)  # a text that returns later may speak of another event


def copy_key(telling: Telling) -> str:
    """One key for every claim with the same words; "" when the text is too short to say.

    Letter case, accents, punctuation and spacing are left out: outlets that run a wire change them.
    """
    plain = words_of(telling.claim.text).plain
    return hashlib.sha256(plain.encode()).hexdigest()[:32] if plain.count(" ") + 1 >= COPY_WORDS else ""


def copies_among(ordered: Sequence[Telling]) -> dict[str, str]:
    """copy id -> id of the earliest telling of the same text, in another article and within COPY_WINDOW of it.

    ordered: by (published_at, id).
    """
    first: dict[str, Telling] = {}
    found: dict[str, str] = {}
    for telling in ordered:
        key = copy_key(telling)
        original = first.get(key)
        if not key:
            continue
        if original is None or telling.published_at - original.published_at > COPY_WINDOW:
            first[key] = telling
        elif telling.article != original.article:
            found[telling.id] = original.id
    return found
