"""What a person saw of a cluster when he or she reviewed it, and what has changed since.

A cluster's state is a hash of its claims, copies and relations, and of which claims their outlets took back: of
articles and decisions alone, whatever the order or the day they came in.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from corroboration.engine.values import Relation

STATE_LENGTH = 16  # hex digits: a state is only ever compared with others of one cluster
COUNTED = (
    ("claims", "claim"),
    ("contradictions", "contradiction"),
    ("corroborations", "corroboration"),
    ("origins", "origin"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A cluster as it was on a reviewer's screen. corroborations: the independent ones."""

    state: str
    claims: int = 0
    contradictions: int = 0
    corroborations: int = 0
    origins: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Seen":
        """Of a decision's value; what it doesn't say is counted as none."""
        counts = {name: value.get(name) for name, _ in COUNTED}
        return cls(str(value.get("state", "")), **{n: c for n, c in counts.items() if isinstance(c, int)})


def state_of(copies: Mapping[str, str | None], relations: Sequence[Relation], gone: Collection[str]) -> str:
    """The state of a cluster. copies: each claim, and what it copies. gone: those that nobody stands by any more."""
    told = sorted([id, original or ""] for id, original in copies.items())
    found = sorted([r.a, r.b, r.finding.stance.value, r.finding.type, r.independence.verdict] for r in relations)
    text = json.dumps([told, found, sorted(gone)])
    return sha256(text.encode()).hexdigest()[:STATE_LENGTH]


def news(then: Seen, now: Seen) -> str:
    """What changed, in words: "3 claims and a contradiction more, an origin fewer"."""
    steps = [(getattr(now, name) - getattr(then, name), word) for name, word in COUNTED]
    more = [_counted(step, word) for step, word in steps if step > 0]
    fewer = [_counted(-step, word) for step, word in steps if step < 0]
    told = [f"{_listed(each)} {word}" for each, word in ((more, "more"), (fewer, "fewer")) if each]
    return ", ".join(told) or "other claims or relations"


def _counted(count: int, word: str) -> str:
    if count > 1:
        return f"{count} {word}s"
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
