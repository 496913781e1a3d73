"""Lines as text: NDJSON for programs, CSV for spreadsheets. Both stream, in pieces of some hundred lines."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from unicodedata import category, normalize

Line = Mapping[str, Any]

LINES_A_PIECE = 500  # so many lines are one write

# A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV Injection"), or with a wide or small
# form of one, which some of them fold.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me")  # categories of characters that some of them leave out
# At one of these some program or other begins a new cell or line, if no quotes stand around it. Python's own writer
# leaves a lone carriage return bare, and behind it a formula begins a line.
APART = frozenset('",;|\t\r\n')


def ndjson(lines: Iterable[Line], columns: Sequence[str] = ()) -> Iterator[str]:
    """One JSON object a line, characters as they are."""
    for batch in _batches(lines):
        yield "".join(f"{to_json(line)}\n" for line in batch)


def csv_table(lines: Iterable[Line], columns: Sequence[str]) -> Iterator[str]:
    """A header and one row a line; lists and objects become JSON in their cell."""
    yield _rows([columns])
    for batch in _batches(lines):
        yield _rows([cell(line[column]) for column in columns] for line in batch)


FORMATS: dict[str, Callable[[Iterable[Line], Sequence[str]], Iterator[str]]] = {"ndjson": ndjson, "csv": csv_table}


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def cell(value: object) -> str:
    """What stands in one CSV cell. Text that a spreadsheet would run as a formula gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) or _first_shown(value) in FORMULA_STARTS else value
    return to_json(value)


def _first_shown(text: str) -> str:
    """The first character that is seen, as its plain form: before it may stand blanks, zero widths, marks."""
    shown = (letter for letter in text if category(letter) not in UNSEEN)
    return normalize("NFKC", next(shown, ""))


def _rows(rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{','.join(map(_quoted, row))}\n" for row in rows)


def _quoted(cell: str) -> str:
    """As it stands in its row: in quotes where it could be taken for more than one cell (RFC 4180)."""
    return cell if APART.isdisjoint(cell) else '"' + cell.replace('"', '""') + '"'


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    source = iter(lines)
    while batch := list(islice(source, LINES_A_PIECE)):
        yield batch
