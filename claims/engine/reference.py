"""The reference data that extraction reads: names of sources, places and actors, and the words of the language.

What depends on a region (gazetteer_*.csv, actors_*.toml) is read from every file of its kind, so that a new region is
a new file. Nothing is fetched; the shipped folder is part of the package.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from claims.engine.actions import ActionTable
from claims.engine.actors import ActorEntry, ActorTable, State
from claims.engine.clause import ClauseWords
from claims.engine.facts import SlotWords
from claims.engine.places import Gazetteer, PlaceEntry, PlaceWords
from claims.engine.quantities import QuantityWords
from claims.engine.times import TimeGrammar, TimeWords
from sources.engine import names
from sources.engine.values import KnownSource

__all__ = ["ActorEntry", "GrammarWords", "PlaceEntry", "Reference", "load_actors", "load_gazetteer", "load_reference"]


@dataclass(frozen=True, slots=True)
class GrammarWords:
    """Closed word classes of grammar.toml, beside those that places and clauses take."""

    saying: frozenset[str]
    pronouns: frozenset[str]
    militants: frozenset[str]
    elsewhen: frozenset[str]


@dataclass(frozen=True)
class Reference:
    """All that extraction knows before it reads a text. Built once, shared, never changed."""

    directory: names.Directory
    gazetteer: Gazetteer
    actors: ActorTable
    actions: ActionTable
    times: TimeGrammar
    quantities: QuantityWords
    slots: SlotWords
    places: PlaceWords
    clauses: ClauseWords
    grammar: GrammarWords


def load_reference(
    sources: Iterable[KnownSource] | None = None,
    extra_places: Iterable[PlaceEntry] = (),
    extra_actors: Iterable[ActorEntry] = (),
    data_dirs: Sequence[Path] | None = None,
) -> Reference:
    """The shipped reference data, with the sources, places and actors of a database in place of the shipped ones, or
    beside them.

    data_dirs: folders to read gazetteers and actors from instead of the shipped one; a later row replaces one of the
    same id. The words of the language are always the shipped ones.
    """
    folders = (_shipped(),) if data_dirs is None else tuple(data_dirs)
    grammar = _table("grammar.toml")
    return Reference(
        directory=names.Directory(names.load_shipped() if sources is None else sources),
        gazetteer=load_gazetteer(extra_places, folders),
        actors=_actors(folders, tuple(extra_actors)),
        actions=_actions(),
        times=_times(),
        quantities=QuantityWords.build(_table("quantities.toml")),
        slots=SlotWords.build(_table("slots.toml")),
        places=PlaceWords(**_sets(grammar, PlaceWords)),
        clauses=ClauseWords(**_sets(grammar, ClauseWords)),
        grammar=GrammarWords(**_sets(grammar, GrammarWords)),
    )


def load_gazetteer(extra_places: Iterable[PlaceEntry] = (), folders: Sequence[Path] | None = None) -> Gazetteer:
    """The shipped places (those of other folders, where given), with those of a database beside or in their place."""
    extra, read = tuple(extra_places), (_shipped(),) if folders is None else tuple(folders)
    return _gazetteer(read) if not extra else Gazetteer.build((*_places(read), *extra))


def load_actors(extra_actors: Iterable[ActorEntry] = ()) -> ActorTable:
    """The shipped actors, with those of a database beside or in their place."""
    return _actors((_shipped(),), tuple(extra_actors))


@cache
def _shipped() -> Path:
    return Path(str(resources.files("claims"))) / "data"


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_shipped() / name).read_text(encoding="utf-8"))


@cache
def _times() -> TimeGrammar:
    return TimeGrammar(TimeWords(**_table("times.toml")))


@cache
def _actions() -> ActionTable:
    table = _table("actions.toml")
    return ActionTable.build(table, table["action"])


def _sets(table: Mapping[str, Any], kind: type) -> dict[str, frozenset[str]]:
    return {name: frozenset(table[name]) for name in kind.__annotations__}


def _files(folders: Sequence[Path], pattern: str) -> list[Path]:
    return [file for folder in folders for file in sorted(folder.glob(pattern))]


@cache
def _gazetteer(folders: tuple[Path, ...]) -> Gazetteer:
    return Gazetteer.build(_places(folders))


@cache
def _places(folders: tuple[Path, ...]) -> tuple[PlaceEntry, ...]:
    rows: list[PlaceEntry] = []
    for file in _files(folders, "gazetteer_*.csv"):
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))):
            aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
            lat, lon = (float(row[side]) if row[side] else None for side in ("lat", "lon"))
            rows.append(PlaceEntry(row["id"], row["name"], row["kind"], row["parent"], lat, lon, aliases))
    return tuple(rows)


@lru_cache(maxsize=4)
def _actors(folders: tuple[Path, ...], extra: tuple[ActorEntry, ...] = ()) -> ActorTable:
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in _files(folders, "actors_*.toml")]
    localized: dict[str, dict[str, str]] = {}
    branches: dict[str, list[str]] = {}
    for table in tables:
        for country, general in table.get("localized", {}).items():
            localized.setdefault(country, {}).update(general)
        for branch, nouns in table.get("branches", {}).items():
            branches.setdefault(branch, []).extend(nouns)
    return ActorTable.build(
        actors=[*(ActorEntry(**_tuples(row)) for table in tables for row in table.get("actor", ())), *extra],
        states=[State(**_tuples(row)) for table in tables for row in table.get("state", ())],
        branches=branches,
        localized=localized,
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
