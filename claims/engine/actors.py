"""Names of those who act in the news: states, armies, armed groups, organisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from claims.engine.places import fold


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor. parent: id of the actor it belongs to ("russian-air-force" to "russia"), "" for none."""

    id: str
    name: str
    kind: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActorTable:
    """Actors by id and by every known name."""

    entries: Mapping[str, ActorEntry]
    index: Mapping[str, str] = field(repr=False)

    @classmethod
    def build(cls, entries: Iterable[ActorEntry]) -> "ActorTable":
        by_id = {entry.id: entry for entry in entries}
        index: dict[str, str] = {}
        for entry in by_id.values():
            for name in (entry.name, *entry.aliases):
                index.setdefault(fold(name), entry.id)
        return cls(by_id, index)
