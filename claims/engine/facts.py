"""What is known of a claim when its slot is decided, and the words that decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from claims.engine.actions import Act
from claims.engine.clause import Clause
from claims.engine.quantities import Counted


@dataclass(frozen=True)
class SlotWords:
    """The tables of slots.toml."""

    names: frozenset[str]
    counts: tuple[str, ...]
    parts: Mapping[str, str]
    wholes: frozenset[str]  # units that are a part only where others are counted beside them
    words: Mapping[str, frozenset[str]]
    stages: Mapping[str, tuple[str, ...]]
    happenings: Mapping[str, frozenset[str]]  # slots that are aspects of one kind of event

    @classmethod
    def build(cls, table: Mapping[str, Any]) -> "SlotWords":
        return cls(
            names=frozenset(table["names"]),
            counts=tuple(table["counts"]),
            parts=table["parts"],
            wholes=frozenset(table["wholes"]),
            words={name: frozenset(words) for name, words in table["words"].items()},
            stages={name: tuple(words) for name, words in table["stages"].items()},
            happenings={name: frozenset(slots) for name, slots in table["happenings"].items()},
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the slot is decided from: the claim's grammar, action and numbers, who acts, and whether it has a place."""

    atom: Sequence[Token]
    clause: Clause
    act: Act
    counted: tuple[Counted, ...]
    actor_id: str
    has_agent: bool  # someone did it, named or not; a bomb or a blast is no one
    has_place: bool
    has_time: bool
    lemmas: frozenset[str]
    units: Mapping[str, str]  # counted noun -> unit
    subject_counts: str = ""  # what the words of the subject count: "killed" in "most of the dead"

    @property
    def inside(self) -> frozenset[int]:
        return frozenset(token.i for token in self.atom)

    @property
    def victim(self) -> Token | None:
        """Whom or what it was done to."""
        clause = self.clause
        return clause.subject if clause.passive or self.act.undergone else clause.object

    def is_victim(self, noun: Token) -> bool:
        victim = self.victim
        return victim is not None and (victim == noun or (noun.dep_ == "conj" and victim in noun.conjuncts))
