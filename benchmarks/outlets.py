"""What a real corpus says of its sources, and what it can't say.

    python -m benchmarks.outlets [FILE]

FILE: an ingest file (default ../shared/corpus/syria_news.ndjson). Takes it in, prints the track records that rest on
any independent check, and every pair of outlets that these call different: 90% intervals that don't touch, in one role.
On the Syrian corpus this is a negative control: its readers' labels don't differ between outlets (chi-squared p 0.13,
../shared/reference/truth.md), and its outlets share most of their sources, so no pair should be called different.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Collection, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.corpus import DEFAULT, manage

ROLES = ("own", "origin", "carrier")
SHOWN = 12  # records of each role that are printed, those with the most checks
Row = dict[str, Any]


def records(file: Path, folder: Path) -> list[Row]:
    """Each record that rests on a check, as `export track-records` writes it."""
    environment = {**os.environ, "DATA_DIR": str(folder)}
    manage(environment, "migrate", "-v0")
    manage(environment, "ingest", str(file), "--wait")
    output = folder / "records.ndjson"
    manage(environment, "export", "track-records", "--output", str(output))
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["checks"]]


def told_apart(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs of records whose intervals don't touch."""
    return [(a, b) for a, b in combinations(rows, 2) if a["low"] > b["high"] or b["low"] > a["high"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=DEFAULT)
    asked = parser.parse_args()
    if not asked.file.is_file():
        raise SystemExit(f"{asked.file} is not there: name an ingest file")
    outlets = {json.loads(line)["outlet"] for line in asked.file.read_text(encoding="utf-8").splitlines() if line}
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        found = records(asked.file, Path(folder))
    for role in ROLES:
        report(role, [row for row in found if row["role"] == role], outlets)


def report(role: str, rows: Sequence[Row], outlets: Collection[str]) -> None:
    """The records of one role, those with the most checks first, and which outlets they tell apart."""
    print(f"{role}: {len(rows)} sources were checked")
    for row in sorted(rows, key=lambda row: (-row["checks"], row["source"]))[:SHOWN]:
        told = f"{row['checks']:4} checks  {row['up']:5.1f} up {row['down']:5.1f} down"
        print(f"  {row['name'][:36]:36} {told}  {row['mean']:.2f} {interval(row)} {row['letter']}")
    papers = [row for row in rows if row["name"] in outlets]
    apart = told_apart(papers)
    print(f"  outlets told apart: {len(apart)} of {len(papers) * (len(papers) - 1) // 2} pairs")
    for one, other in apart:
        print(f"    {one['name']} {interval(one)}, {other['name']} {interval(other)}")


def interval(row: Row) -> str:
    return f"({row['low']:.2f}-{row['high']:.2f})"


if __name__ == "__main__":
    main()
