"""Names of those who act in the news: states and their branches, armies, armed groups, organisations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.engine.naming import Mention, NameIndex


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor. parent: id of the actor it belongs to ("russia-air-force" to "russia"), "" for none."""

    id: str
    name: str
    kind: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A state and the adjectives of its people: with the noun of a branch they name that branch."""

    id: str
    name: str
    country: str
    adjectives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActorTable:
    """Actors by id and by every known name.

    localized: for a country, the id that a general name ("government forces") stands for in news from there.
    """

    entries: Mapping[str, ActorEntry]
    names: NameIndex = field(repr=False)
    localized: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        actors: Iterable[ActorEntry],
        states: Iterable[State] = (),
        branches: Mapping[str, Sequence[str]] | None = None,
        localized: Mapping[str, Mapping[str, str]] | None = None,
    ) -> "ActorTable":
        by_id = {entry.id: entry for entry in actors}
        pairs = [(name, entry.id) for entry in by_id.values() for name in (entry.name, *entry.aliases)]
        for state in states:
            by_id.setdefault(state.id, ActorEntry(state.id, state.name, "state"))
            pairs += [(name, state.id) for name in (state.name, *state.aliases)]
            for branch, nouns in (branches or {}).items():
                branch_id = f"{state.id}-{branch}"
                by_id.setdefault(branch_id, ActorEntry(branch_id, _branch_name(state, branch), branch, state.id))
                pairs += [(f"{adjective} {noun}", branch_id) for adjective in state.adjectives for noun in nouns]
        return cls(by_id, NameIndex.build(pairs), localized or {})

    def find(self, words: Sequence[str]) -> tuple[Mention, ...]:
        """The actors named in a list of words, the longest name at each place, left to right."""
        return self.names.find(words)

    def local(self, actor_id: str, country: str) -> str:
        """Whom a general name means in news from a country: "government-forces" in Syria is the Syrian army."""
        return self.localized.get(country, {}).get(actor_id, actor_id)

    def meanings(self) -> dict[str, tuple[object, ...]]:
        """All that each folded name tells a reader: how it is written, the actor, and to whom that belongs."""
        return {
            name: (*written, actor_id, *(self.entries[each] for each in self.path(actor_id)))
            for name, (actor_id, *written) in self.names.meanings().items()
        }

    def path(self, actor_id: str) -> tuple[str, ...]:
        """The ids from an actor to the widest it belongs to: ("russia-air-force", "russia")."""
        found: list[str] = []
        while actor_id and actor_id in self.entries and actor_id not in found:
            found.append(actor_id)
            actor_id = self.entries[actor_id].parent
        return tuple(found)


def _branch_name(state: State, branch: str) -> str:
    """ "Russian air force", "New Zealand: army" where no adjective is known."""
    words = branch.replace("-", " ")
    return f"{state.adjectives[0]} {words}" if state.adjectives else f"{state.name}: {words}"
