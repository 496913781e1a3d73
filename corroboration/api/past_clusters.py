"""Whether a cluster passes filters as it stood on a past day: the questions that filters.py asks of stored ones."""

from collections.abc import Callable, Mapping
from typing import Any

from claims.selectors import gazetteer, reference
from corroboration.as_of import Stood
from corroboration.engine.topics import topics_of
from corroboration.named import place_named, slugs_standing_for
from corroboration.past import end_of


def _outlet(stood: Stood, value: str) -> bool:
    return not {telling.publisher.slug for telling in stood.members}.isdisjoint(slugs_standing_for(value))


def _source(stood: Stood, value: str) -> bool:
    voices = (voice for t in stood.members for voice in (t.publisher, *t.claim.chain, *t.claim.denied_by))
    return not {voice.slug for voice in voices}.isdisjoint(slugs_standing_for(value))


def _place(stood: Stood, value: str) -> bool:
    return place_named(value, reference()) in (stood.row.place_id, *gazetteer().path(stood.row.place_id))


def _topic(stood: Stood, value: str) -> bool:
    return any(value in topics_of(telling.claim.statement) for telling in stood.members)


QUESTIONS: Mapping[str, Callable[[Stood, Any], bool]] = {
    "outlet": _outlet,
    "source": _source,
    "place": _place,
    "topic": _topic,
    "status": lambda stood, value: stood.row.status == value,
    "disputed": lambda stood, value: (stood.row.contradictions > 0) == (value == "true"),
    "min_origins": lambda stood, value: stood.row.origin_count >= value,
    "event_from": lambda stood, value: stood.row.event_to is not None and stood.row.event_to >= value,
    "event_to": lambda stood, value: stood.row.event_from is not None and stood.row.event_from <= value,
    "published_from": lambda stood, value: stood.row.last_published_at.date() >= value,
    "published_to": lambda stood, value: stood.row.first_published_at < end_of(value),
}


def passes(stood: Stood, asked: Mapping[str, Any]) -> bool:
    """asked: the values of ClusterFilter's fields."""
    return all(QUESTIONS[name](stood, value) for name, value in asked.items() if value not in (None, ""))
