"""Taking articles in, without reading them: how many a second, and how much memory, as files grow.

    python -m benchmarks.acceptance [--articles 10000 100000] [--formats ndjson csv] [--postgres] [--json]

Small articles of our own making (half a kilobyte, 50 outlets, ids and addresses), written to a file and taken in by
`manage.py ingest` in a process of its own, on a database of its own. No workers run, so that wake-ups pile up as files:
what a broker would take is part of the time. MB held: of the process's own memory at the end, without the pages of the
database file that SQLite maps (at most 128 MB, which the system takes back when it needs them).
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.memory import held
from benchmarks.stages import child, database, enter

OUTLETS, TIMES = 50, 8


def lines(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for number in range(count):
        told = f"A bridge fell in Ostrava on day {number} and killed {chance.randrange(90)} people, the mayor said. "
        yield {
            "external_id": f"s-{number}",
            "outlet": f"Paper {number % OUTLETS}",
            "published_at": f"2021-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:00:00Z",
            "title": f"Story {number}",
            "url": f"https://paper{number % OUTLETS}.example/{number}",
            "text": told * TIMES,
        }


def write(path: Path, count: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, next(lines(1)))
            writer.writeheader()
            writer.writerows(lines(count))
        else:
            file.writelines(json.dumps(line) + "\n" for line in lines(count))


def measure(path: str) -> dict[str, float]:
    enter(new=True)
    import io

    from django.core.management import call_command

    before = held()
    out = io.StringIO()
    call_command("ingest", path, stdout=out, stderr=io.StringIO())
    found = json.loads(out.getvalue().splitlines()[-1])
    return {"accepted": found["accepted"], "seconds": found["seconds"], "mb_before": before, "mb_held": held()}


def report(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f"{'database':12}{'file':8}{'articles':>10}{'a second':>10}{'MB before':>11}{'MB held':>9}"
    for row in found:
        rate = row["accepted"] / row["seconds"]
        yield (
            f"{row['database']:12}{row['file']:8}{row['accepted']:>10,}{rate:>10,.0f}{row['mb_before']:>11}"
            f"{row['mb_held']:>9}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--formats", nargs="+", choices=("ndjson", "csv"), default=["ndjson", "csv"])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--json", action="store_true")
    for hidden in ("--stage", "--folder", "--file"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps(measure(options.file)))
        return 0
    found = []
    for kind in ("SQLite", *(["PostgreSQL"] if options.postgres else [])):
        for form in options.formats:
            for count in options.articles:
                with database(kind) as (folder, address):
                    path = folder / f"in.{form}"
                    write(path, count)
                    row = child("benchmarks.acceptance", "measure", folder, address, ["--file", str(path)])
                    found.append({"database": kind, "file": form, **row})
                print(list(report([found[-1]]))[1], file=sys.stderr)
    print(json.dumps(found) if options.json else "\n".join(report(found)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
