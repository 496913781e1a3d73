"""Records of NDJSON: one JSON object a line."""

from collections.abc import Iterator
from functools import partial

from corroboration.filing import NumberedLine, lines_of
from corroboration.imports.opening import BROKEN, Opened
from corroboration.imports.records import Fields, How, Record, broken_off
from corroboration.ingestion import read_line


def records(file: Opened, how: How) -> Iterator[Record]:
    number = 0
    try:
        for line in lines_of(file.name, file.stream):
            number = line.number
            yield Record(
                file.name, number, {"line": number}, line.where, partial(_fields, line, how), partial(_raw, line)
            )
    except BROKEN as error:
        yield broken_off(file.name, number + 1, str(error))


def _fields(line: NumberedLine, how: How) -> Fields:
    return how.fields(read_line(line))


def _raw(line: NumberedLine) -> str:
    return line.raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
