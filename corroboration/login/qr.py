"""A QR code as what a template draws: a square of so many modules, and the path of the dark ones."""

from dataclasses import dataclass
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of margin that readers want


@dataclass(frozen=True, slots=True)
class Picture:
    size: int
    path: str


def picture(text: str) -> Picture:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    runs = [run for y, row in enumerate(rows) for run in _dark_runs(row, y)]
    return Picture(len(rows), "".join(runs))


def _dark_runs(row: list[bool], y: int):
    x = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield f"M{x} {y}h{length}v1h-{length}z"
        x += length
