"""What a wire costs that many outlets carry: 100 copies of one text beside 100 different articles.

    python -m benchmarks.syndication [FILE] [--copies N] [--wires N] [--json]

FILE: articles as `manage.py ingest` takes them (default: ../shared/corpus/syria_news.ndjson). Each measure has a
database (SQLite) and a process of its own, the parser warm before the clock starts; CPU seconds, so that a busy machine
slows nothing.

- different: the first N articles; copies: N copies of one article under N outlets, for a few articles of about the mean
  length, their mean; copies, parsed anew: the same with a parser that remembers nothing.
- reading: until the claims are stored; settled: until all is linked, grouped, related and settled.
"""

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.stages import TOP, child, database, enter

CORPUS = TOP.parent / "shared" / "corpus" / "syria_news.ndjson"


def chosen(lines: list[dict[str, Any]], wires: int) -> list[dict[str, Any]]:
    """The articles whose length is nearest the mean of all."""
    mean = fmean(len(line["text"]) for line in lines)
    return sorted(lines, key=lambda line: abs(len(line["text"]) - mean))[:wires]


def carried(line: dict[str, Any], copies: int) -> list[dict[str, Any]]:
    return [line | {"external_id": f"copy-{number}", "outlet": f"Paper {number}"} for number in range(copies)]


def measure(lines: list[dict[str, Any]], *, remember: bool) -> dict[str, float]:
    enter(new=True)
    from corroboration import extraction, pipeline
    from corroboration.ingestion import accept_all
    from corroboration.syndication import parses

    if not remember:
        parses.KEPT, parses.LONGEST = 0, -1
    extraction.parser()("One sentence warms it.")
    began = time.process_time()
    accept_all(lines)
    accepted = time.process_time()
    while pipeline.process_next():
        pass
    read = time.process_time()
    while pipeline.finish():
        pass
    return {"accept": accepted - began, "read": read - accepted, "settled": time.process_time() - began}


def measured(lines: list[dict[str, Any]], *, remember: bool) -> dict[str, float]:
    with database("SQLite") as (folder, address):
        (folder / "lines.json").write_text(json.dumps(lines), encoding="utf-8")
        return child("benchmarks.syndication", "measure", folder, address, [] if remember else ["--forget"])


def report(found: dict[str, dict[str, float]]) -> Iterable[str]:
    whole = found["different"]
    yield f"{'':24}{'read s':>9}{'share':>8}{'settled s':>11}{'share':>8}"
    for name, row in found.items():
        shares = (row["read"] / whole["read"], row["settled"] / whole["settled"])
        yield f"{name:24}{row['read']:9.2f}{shares[0]:8.2f}{row['settled']:11.2f}{shares[1]:8.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--wires", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    for hidden in ("--stage", "--folder"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--forget", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        lines = json.loads((Path(options.folder) / "lines.json").read_text(encoding="utf-8"))
        print(json.dumps(measure(lines, remember=not options.forget)))
        return 0
    if not options.file.is_file():
        print(f"{options.file} is not there; name a file of articles, as `manage.py ingest` takes them.")
        return 1
    lines = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    found = {"different": measured(lines[: options.copies], remember=True)}
    for name, remember in (("copies", True), ("copies, parsed anew", False)):
        runs = [measured(carried(wire, options.copies), remember=remember) for wire in chosen(lines, options.wires)]
        found[name] = {key: fmean(run[key] for run in runs) for key in runs[0]}
    print(json.dumps(found) if options.json else "\n".join(report(found)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
