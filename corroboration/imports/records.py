"""What the readers of files hand on: one record an article, looked at only when its turn comes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corroboration.ingestion import OPTIONAL, REQUIRED, FieldError, Rejected

FIELDS = (*REQUIRED, *OPTIONAL)
Fields = dict[str, Any]


class Unreadable(Exception):
    """A file that can't be read as what it is said to be, or not to its end: what came before stays taken in."""


@dataclass(frozen=True, slots=True)
class How:
    """How files are to be read. names: ingest field -> what the file calls it. outlet, language: of records that name
    none. encoding: of text that doesn't say; "" is UTF-8."""

    format: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    outlet: str = ""
    language: str = ""
    encoding: str = ""

    def fields(self, given: Mapping[str, Any]) -> Fields:
        """The fields of a record by the names of the ingest contract."""
        fields = {name: value for name, value in given.items() if name not in self.names}
        called = {name: field for field, name in self.names.items()}
        fields = {name: value for name, value in fields.items() if name not in called}
        fields |= {field: given[name] for name, field in called.items() if name in given}
        for name, default in (("outlet", self.outlet), ("language", self.language)):
            if default and fields.get(name) in (None, ""):
                fields[name] = default
        return fields

    def as_json(self) -> dict[str, Any]:
        names = ("format", "outlet", "language", "encoding")
        return {name: getattr(self, name) for name in names} | {"names": dict(self.names)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "How":
        return cls(**stored)


def names_from(pairs: str) -> dict[str, str]:
    """The names of fields, written FIELD=NAME,FIELD=NAME. Raises ValueError."""
    names: dict[str, str] = {}
    for pair in filter(str.strip, pairs.split(",")):
        field, given, name = (part.strip() for part in pair.partition("="))
        if not given or not name or field not in (*FIELDS, "file"):
            raise ValueError(f"{pair.strip()}: expected FIELD=NAME, with a field of {', '.join(FIELDS)}")
        names[field] = name
    return names


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file. number counts up: an import that was interrupted goes on behind the last one dealt with.

    read: its fields, or Rejected; good only until the next record is asked for. raw: what the rejects keep of it.
    place: where it stands, for programs: {"line": 12}; where: the same for people.
    """

    file: str
    number: int
    place: Mapping[str, Any]
    where: str
    read: Callable[[], Fields]
    raw: Callable[[], str]


def refusing(*errors: FieldError) -> Callable[[], Fields]:
    """What reads a record that is refused in any case."""

    def refuse() -> Fields:
        raise Rejected(errors)

    return refuse


def broken_off(file: str, number: int, why: str) -> Record:
    """The end of a file that ends too early, as a record: so that it is reported and counted."""
    refused = refusing(FieldError("", f"the file breaks off here: {why}"))
    return Record(file, number, {"after": number - 1}, f"{file}: after record {number - 1}", refused, lambda: "")
