"""The reference data that extraction reads: names of sources, places and actors, and the lexicons of the language."""

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from claims.engine.actors import ActorEntry, ActorTable
from claims.engine.places import Gazetteer, PlaceEntry
from sources.engine import names
from sources.engine.values import KnownSource

__all__ = ["PlaceEntry", "Reference", "load_reference"]


@dataclass(frozen=True)
class Reference:
    """All that extraction knows before it reads a text. Built once, shared, never changed."""

    directory: names.Directory
    gazetteer: Gazetteer
    actors: ActorTable


def load_reference(
    sources: Iterable[KnownSource] | None = None,
    extra_places: Iterable[PlaceEntry] = (),
    data_dirs: Sequence[Path] | None = None,
) -> Reference:
    """The shipped reference data, with the sources and places of a database in place of (or beside) the shipped ones.

    data_dirs: folders to read instead of the shipped one; a row of a later folder replaces one of the same id.
    """
    folders = (_shipped(),) if data_dirs is None else tuple(data_dirs)
    places = [entry for folder in folders for entry in _places(folder)]
    return Reference(
        directory=names.Directory(names.load_shipped() if sources is None else sources),
        gazetteer=Gazetteer.build((*places, *extra_places)),
        actors=ActorTable.build(entry for folder in folders for entry in _actors(folder)),
    )


@cache
def _shipped() -> Path:
    return Path(str(resources.files("claims"))) / "data"


def _files(folder: Path, prefix: str) -> list[Path]:
    return sorted((f for f in folder.iterdir() if f.name.startswith(prefix)), key=lambda f: f.name)


@cache
def _places(folder: Path) -> tuple[PlaceEntry, ...]:
    rows: list[PlaceEntry] = []
    for file in _files(folder, "gazetteer_"):
        for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))):
            aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
            lat, lon = (float(row[side]) if row[side] else None for side in ("lat", "lon"))
            rows.append(PlaceEntry(row["id"], row["name"], row["kind"], row["parent"], lat, lon, aliases))
    return tuple(rows)


@cache
def _actors(folder: Path) -> tuple[ActorEntry, ...]:
    rows: list[ActorEntry] = []
    for file in _files(folder, "actors_"):
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["actor"]:
            rows.append(ActorEntry(**{**row, "aliases": tuple(row.get("aliases", ()))}))
    return tuple(rows)
