"""Whom an episode meets: those that stand beside it under its keys. Read by bounded queries, however long a key is.

Under each key episodes stand in the order of (published_at, id), and two meet whose places differ by CAP or less.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from corroboration.engine import blocking
from corroboration.engine.values import Pair, ordered
from corroboration.evidence import in_chunks
from corroboration.models import BlockKey, Episode

SIDES = 100  # stretches of keys read by one query: many in one are slow to plan, and SQLite joins 500 at most


class Place(NamedTuple):
    """Where an episode stands, or stood, under one key."""

    key: str
    published_at: datetime
    episode: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The episodes on each side of a place, the nearest first, CAP at most."""

    before: Sequence[str]
    after: Sequence[str]


def places_of(episodes: Collection[str]) -> list[Place]:
    """The places of these episodes under all their keys."""
    found: list[Place] = []
    for ids in in_chunks(sorted(episodes)):
        rows = BlockKey.objects.filter(claim__in=ids).values_list("key", "published_at", "claim_id")
        found += [Place(*row) for row in rows]
    return sorted(found)


def beside(places: Collection[Place], *, met: bool = False) -> dict[Place, Beside]:
    """Who stands beside each of these places. met: only those whose arrival was taken into account already."""
    read: dict[tuple[int, bool], list[tuple[str, str]]] = defaultdict(list)
    asked = [(number, place, later) for number, place in enumerate(places) for later in (False, True)]
    for chunk in in_chunks(asked, SIDES):
        for number, later, published_at, episode in _read(chunk, met):
            read[(number, bool(later))].append((published_at, episode))
    return {
        place: Beside(
            [episode for _, episode in sorted(read[(number, False)], reverse=True)],
            [episode for _, episode in sorted(read[(number, True)])],
        )
        for number, place in enumerate(places)
    }


def _read(asked: Sequence[tuple[int, Place, bool]], met: bool) -> Iterator[tuple]:
    parts, values = [], []
    for number, place, later in asked:
        parts.append(f"SELECT * FROM ({_side(number, later, met)}) AS side")  # noqa: S608 (numbers of ours)
        at = connection.ops.adapt_datetimefield_value(place.published_at)
        values += [place.key, at, place.episode]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        yield from cursor.fetchall()


def _side(number: int, later: bool, met: bool) -> str:
    """The query for one side of a place; it walks along the index block_by_order and stops after CAP rows."""
    sign, way = (">", "ASC") if later else ("<", "DESC")
    keys, episodes = BlockKey._meta.db_table, Episode._meta.db_table
    join = f"JOIN {episodes} e ON e.claim_id = k.claim_id AND e.met" if met else ""
    return (  # what is filled in are numbers and names of tables, ours
        f"SELECT {number} AS place, {int(later)} AS later, k.published_at, k.claim_id FROM {keys} k {join} "  # noqa: S608
        f"WHERE k.key = %s AND (k.published_at, k.claim_id) {sign} (%s, %s) "
        f"ORDER BY k.published_at {way}, k.claim_id {way} LIMIT {blocking.NEIGHBOUR_CAP}"
    )


def pairs(found: Mapping[Place, Beside]) -> set[Pair]:
    """The pairs that meet at these places, which episodes hold."""
    return {ordered(place.episode, other) for place, sides in found.items() for other in (*sides.before, *sides.after)}


def meeting(episodes: Collection[str]) -> set[Pair]:
    """The pairs in which these episodes meet, now."""
    return pairs(beside(places_of(episodes)))
