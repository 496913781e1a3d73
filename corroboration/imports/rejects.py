"""Where the records that were refused are kept, in step with what was stored of the others."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from corroboration.imports.models import Import, ImportReject
from corroboration.imports.taking import as_line

LONGEST_INPUT = 200_000  # characters of a refused record


class Nowhere:
    """Nobody asked for them."""

    def keep(self, lines: Sequence[tuple[int, dict[str, Any]]]) -> int:
        return 0


class InFile:
    """A file of NDJSON. What a batch wrote that was never stored is cut off when the import goes on."""

    def __init__(self, path: str, size: int):
        there = Path(path).stat().st_size if size and Path(path).is_file() else 0
        self.file: BinaryIO = Path(path).open("r+b" if there else "wb")  # noqa: SIM115 - close() closes it
        self.file.truncate(min(size, there))
        self.file.seek(0, os.SEEK_END)

    def keep(self, lines: Sequence[tuple[int, dict[str, Any]]]) -> int:
        if lines:
            self.file.write("".join(as_line(line) for _, line in lines).encode())
            self.file.flush()
            os.fsync(self.file.fileno())
        return self.file.tell()

    def __enter__(self) -> "InFile":
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()


class InDatabase:
    """Rows beside those of an uploaded file. Of what is longer than any article the beginning is kept."""

    def __init__(self, row: Import):
        self.row = row

    def keep(self, lines: Sequence[tuple[int, dict[str, Any]]]) -> int:
        kept = [(number, line | {"input": line["input"][:LONGEST_INPUT]}) for number, line in lines]
        rows = [ImportReject(owner=self.row, number=number, line=as_line(line)) for number, line in kept]
        ImportReject.objects.bulk_create(rows)
        return 0
