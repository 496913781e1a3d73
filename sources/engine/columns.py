"""A ledger as columns of numbers: what it takes to score a source with 10^5 lines as of any day in a tenth of a second.

The same formula as reliability.py's, line for line, over arrays instead of objects.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sources.engine.admiralty import SHIPPED_CUTS, Cuts
from sources.engine.reliability import PLACES, Contribution, Prior, Reliability, scored

Columns = NDArray[np.void]

LINE = np.dtype(
    [
        ("claim", "<u8"),  # a hash of its id
        ("day", "<i4"),  # days as proleptic ordinals
        ("since", "<i4"),
        ("until", "<i4"),
        ("up", "<f8"),
        ("down", "<f8"),
        ("weight", "<f8"),
        ("topics", "<u8"),  # a bit each
    ]
)
NEVER = 2**31 - 1  # until: it still stands


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a ledger, not faded, with the days between which it stood (until: the first on which it didn't).

    topics: those of its claim, each a bit.
    """

    claim: str
    day: date
    since: date
    until: date | None
    up: float
    down: float
    weight: float
    topics: int = 0


def claim_number(claim: str) -> int:
    """What a claim is called in the columns."""
    return int.from_bytes(blake2b(claim.encode(), digest_size=8).digest(), "big")


def packed(rows: Iterable[Row]) -> bytes:
    """Lines as one block, in an order of their own, so that equal lines give equal blocks."""
    lines = sorted(
        (
            claim_number(row.claim),
            row.day.toordinal(),
            row.since.toordinal(),
            row.until.toordinal() if row.until else NEVER,
            row.up,
            row.down,
            row.weight,
            row.topics,
        )
        for row in rows
    )
    return np.array(lines, dtype=LINE).tobytes()


def unpacked(blocks: Iterable[bytes]) -> Columns:
    """The lines of several blocks, in their order."""
    parts = [np.frombuffer(block, dtype=LINE) for block in blocks]
    return np.concatenate(parts) if parts else np.empty(0, dtype=LINE)


def standing(lines: Columns, day: date) -> Columns:
    """The lines that stood on a day."""
    number = day.toordinal()
    found: Columns = lines[(lines["since"] <= number) & (lines["until"] > number)]
    return found


def outside(lines: Columns, claims: Collection[str]) -> Columns:
    """The lines without those of these claims."""
    if not claims:
        return lines
    left_out = np.array(sorted(map(claim_number, claims)), dtype=np.uint64)
    found: Columns = lines[~np.isin(lines["claim"], left_out)]
    return found


def about(lines: Columns, topic: int) -> Columns:
    """The lines about a topic, given as its bit."""
    found: Columns = lines[(lines["topics"] & np.uint64(topic)) != 0]
    return found


def columns_of(ledger: Iterable[Contribution], topics: Mapping[str, int]) -> Columns:
    """Lines that are at hand as objects, standing since their day. topics: of the claims, each a bit."""
    rows = (Row(c.claim, c.date, c.date, None, c.up, c.down, c.weight, topics.get(c.claim, 0)) for c in ledger)
    return unpacked([packed(rows)])


def score(
    lines: Columns, prior: Prior, day: date, half_life_days: float | None, cuts: Cuts = SHIPPED_CUTS
) -> Reliability:
    """The reliability that follows from these lines, each faded by its age on a day. cuts: those of its letter."""
    age = np.maximum(0, day.toordinal() - lines["day"])
    share = np.ones(len(lines)) if half_life_days is None else np.exp2(-age / half_life_days)
    up, down, weight = (np.round(lines[name] * share, PLACES) for name in ("up", "down", "weight"))
    sums = (round(math.fsum(up.tolist()), PLACES), round(math.fsum(down.tolist()), PLACES))
    order = np.argsort(lines["claim"], kind="stable")
    order = order[weight[order] > 0]
    if not len(order):
        return scored(np.empty((0, 2)), *sums, prior, cuts)
    claims = lines["claim"][order]
    first = np.flatnonzero(np.r_[True, claims[1:] != claims[:-1]])
    whole = np.maximum.reduceat(weight[order], first)
    net = (np.add.reduceat(up[order], first) - np.add.reduceat(down[order], first)) / whole
    neutral = prior.unchecked
    held = np.clip(neutral + net * np.where(net >= 0, 1 - neutral, neutral), 0.0, 1.0)
    return scored(np.stack([held, whole], axis=1), *sums, prior, cuts)
