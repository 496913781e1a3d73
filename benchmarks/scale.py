"""What does an article cost, where does the time go, how large is a claim, and what bounds growth? On PostgreSQL.

    python -m benchmarks.scale ARTICLES.ndjson [--articles 60] [--claims 10000 100000] [--workers 1 2] [--json]
        [--times 10] [--batch 20] [--sizes URL] [--database URL]

For each corpus of --claims synthetic claims, and each number of worker processes: so many articles of the file are
accepted as news of the week after the corpus, read by so many processes side by side, then settled by one, --batch at a
time. A row each: articles a minute that were read and that were settled, the load average, then for each stage the
milliseconds an article that this project's processes + its database connections computed (the clock's are others' too
on a busy machine). extract: from text to claims; store: they and what is searched; link: block keys, candidates,
scores; group; relate; settle. --times: the largest corpus made so many times as large then (benchmarks/multiplied.py;
100,000 claims themselves take most of an hour to fill). --database: in this one, too, which is filled already, and
changed by it.

--sizes: of this database, too, the bytes a claim by table. Last, what follows for a day of three million claims, from
the dearest row (benchmarks/growth.py).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import growth
from benchmarks.stages import TOP, child, database, enter

STAGES = ("extract", "store", "link", "group", "relate", "settle")
TICKS = os.sysconf("SC_CLK_TCK")
LARGEST = 12  # tables shown


class Watch:
    """Seconds of computing by stage, of this process and of its database connection; what runs inside of another stage
    counts for itself alone."""

    def __init__(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        self.spent = dict.fromkeys(STAGES, (0.0, 0.0))
        self.running: list[str] = []
        self.since = self.now()

    def now(self) -> tuple[float, float]:
        fields = self.stat.read_text(encoding="ascii").rpartition(")")[2].split()
        return time.process_time(), (int(fields[11]) + int(fields[12])) / TICKS

    def turn(self) -> None:
        """Put what passed down to the stage that ran."""
        now = self.now()
        if self.running:
            ours, its = self.spent[self.running[-1]]
            self.spent[self.running[-1]] = (ours + now[0] - self.since[0], its + now[1] - self.since[1])
        self.since = now

    def watch(self, stage: str, owner: Any, *names: str) -> None:
        for name in names:
            setattr(owner, name, self._watched(stage, getattr(owner, name)))

    def _watched(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **options: Any) -> Any:
            self.turn()
            self.running.append(stage)
            try:
                return function(*args, **options)
            finally:
                self.turn()
                self.running.pop()

        return watched


def watching() -> Watch:
    from corroboration import claim_facets, extraction, grouping, linking, mending, pipeline, readings, search, settling

    watch = Watch()
    watch.watch("extract", extraction, "read")
    watch.watch("store", extraction, "store")
    watch.watch("store", search, "index")
    watch.watch("store", claim_facets, "index")
    watch.watch("link", linking, "cut", "store_keys", "candidates", "scored", "store_links")
    watch.watch("group", mending, "mend")
    watch.watch("group", readings, "correct")
    watch.watch("group", grouping, "plan", "store")
    watch.watch("relate", pipeline._Settling, "relate")
    watch.watch("settle", settling, "bring_up_to_date")
    return watch


def fill(claims: int) -> dict[str, Any]:
    from benchmarks import grouped
    from benchmarks.settling import bring_up_to_date, relate_all
    from sources.services import load_shipped

    count = grouped.fill(claims)
    load_shipped()
    relate_all()
    bring_up_to_date()
    return {"claims": count}


def multiply(times: int) -> dict[str, Any]:
    from benchmarks import multiplied

    return {"claims": multiplied.multiply(times)}


def accept(path: Path, first: int, count: int) -> dict[str, Any]:
    """As news: what comes late is compared with what came after it, and a --database that the project didn't group
    itself would be grouped again from there on."""
    from django.db.models import Max

    from claims.models import Article
    from corroboration.ingestion import accept as take_in
    from corroboration.ingestion import parse_line

    last = Article.objects.filter(state=Article.State.SETTLED).aggregate(last=Max("published_at"))["last"]
    with path.open("rb") as lines:
        accepted = [take_in(parse_line(as_news(line, last))) for line in islice(lines, first, first + count)]
    return {"articles": len(accepted)}


def as_news(line: bytes, last: datetime) -> bytes:
    """An article as if published on the same day of the week after the last."""
    article = json.loads(line)
    at = datetime.fromisoformat(article["published_at"])
    weeks = (last - at) // timedelta(weeks=1) + 1
    return json.dumps(article | {"published_at": (at + timedelta(weeks=weeks)).isoformat()}).encode()


def read() -> dict[str, Any]:
    """Read until nothing is left; the parser is loaded before the clock runs."""
    from corroboration import extraction, pipeline

    extraction.parser()
    watch, count = watching(), 0
    began = time.time()
    while pipeline.process_next():
        count += 1
    return {"articles": count, "began": began, "ended": time.time(), "spent": watch.spent}


def settle(batch: int) -> dict[str, Any]:
    """Settle what was read, so many articles at a time: the more come in, the more come together."""
    from corroboration import pipeline

    pipeline.BATCH = batch
    watch, began = watching(), time.time()
    while pipeline.settle(wait=False):
        pass
    return {"began": began, "ended": time.time(), "spent": watch.spent}


def sizes() -> dict[str, Any]:
    """Bytes a claim, by table, indexes and all."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claims_claim")
        claims = cursor.fetchone()[0]
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
        )
        tables = [(name, total / claims, indexes / claims) for name, total, indexes in cursor.fetchall()]
    return {"claims": claims, "tables": tables}


def stage(asked: argparse.Namespace) -> dict[str, Any]:
    enter(new=True)
    stages = {
        "fill": lambda: fill(asked.claims[0]),
        "accept": lambda: accept(asked.file, asked.first, asked.articles),
        "read": read,
        "settle": lambda: settle(asked.batch),
        "multiply": lambda: multiply(asked.times),
        "sizes": sizes,
    }
    return stages[asked.stage]()


def side_by_side(workers: int, folder: Path, address: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.scale", "-", "--stage", "read"]
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": address, "OMP_NUM_THREADS": "1"}
    started = [
        subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    return [json.loads(process.communicate()[0].splitlines()[-1]) for process in started]


def measured(asked: argparse.Namespace, workers: int, first: int, folder: Path, address: str) -> dict[str, Any]:
    """One row: so many articles of the file, from the one of this number on."""

    def run(name: str) -> dict[str, Any]:
        options = [str(asked.file), "--articles", str(asked.articles), "--first", str(first)]
        options += ["--batch", str(asked.batch)]
        return child("benchmarks.scale", name, folder, address, options)

    run("accept")
    readers = side_by_side(workers, folder, address)
    settler = run("settle")
    count = sum(reader["articles"] for reader in readers)
    seconds = max(each["ended"] for each in readers) - min(each["began"] for each in readers)
    spent = {
        name: [sum(each["spent"][name][part] for each in (*readers, settler)) * 1000 / count for part in (0, 1)]
        for name in STAGES
    }
    return {
        "workers": workers,
        "articles": count,
        "read_a_minute": 60 * count / seconds,
        "settled_a_minute": 60 * count / (settler["ended"] - settler["began"]),
        "load": os.getloadavg()[0],
        "spent": spent,
    }


def compared(
    asked: argparse.Namespace, claims: int, folder: Path, address: str, turns: int = 0
) -> list[dict[str, Any]]:
    """A row for each number of workers, shown as it comes; each reads other articles. turns: of earlier rows."""
    rows = []
    for turn, workers in enumerate(asked.workers, start=turns):
        row = measured(asked, workers, turn * asked.articles, folder, address)
        rows.append(row)
        print(json.dumps({"claims": claims, **row}) if asked.json else line(claims, row), flush=True)
    return rows


HEADER = (
    f"{'claims':>9} {'workers':>7} | {'read/min':>8} {'settled/min':>11} {'load':>5} | "
    + " ".join(f"{name:>11}" for name in STAGES)
    + f" {'all':>11}"
)


def line(claims: int, row: dict[str, Any]) -> str:
    pairs = [row["spent"][name] for name in STAGES]
    pairs.append([sum(pair[part] for pair in pairs) for part in (0, 1)])
    return (
        f"{claims:9,} {row['workers']:7} | {row['read_a_minute']:8.1f} {row['settled_a_minute']:11.1f} "
        f"{row['load']:5.1f} | " + " ".join(f"{ours:5.0f}+{its:5.0f}" for ours, its in pairs)
    )


def show_sizes(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found))
        return
    print(f"\n{'of ' + format(found['claims'], ',') + ' claims':36} {'bytes a claim':>13} {'of them indexes':>15}")
    for name, total, indexes in found["tables"][:LARGEST]:
        print(f"{name:36} {total:13.0f} {indexes:15.0f}")
    rest = found["tables"][LARGEST:]
    print(f"{'the rest':36} {sum(each[1] for each in rest):13.0f} {sum(each[2] for each in rest):15.0f}")
    print(f"{'all':36} {sum(each[1] for each in found['tables']):13.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--claims", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--times", type=int, default=10, help="at most 16")
    parser.add_argument("--batch", type=int, default=20, help="articles settled at a time")
    parser.add_argument("--sizes", metavar="URL")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--stage", choices=["fill", "multiply", "accept", "read", "settle", "sizes"], help=argparse.SUPPRESS
    )
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        print(json.dumps(stage(asked)))
        return
    asked.file = asked.file.resolve()
    if not asked.json:
        print(HEADER, flush=True)
    rows: list[dict[str, Any]] = []
    for claims in asked.claims:
        with database("PostgreSQL") as (folder, address):
            filled = child("benchmarks.scale", "fill", folder, address, ["-", "--claims", str(claims)])["claims"]
            rows += compared(asked, filled, folder, address)
            if claims == max(asked.claims) and asked.times > 1:
                options = ["-", "--times", str(asked.times)]
                more = child("benchmarks.scale", "multiply", folder, address, options)["claims"]
                rows += compared(asked, more, folder, address, len(asked.workers))
            found = child("benchmarks.scale", "sizes", folder, address, ["-"])
            if claims == max(asked.claims):
                show_sizes(found, as_json=asked.json)
    if asked.database:
        with database("SQLite") as (folder, _):
            found = child("benchmarks.scale", "sizes", folder, asked.database, ["-"])
            rows += compared(asked, found["claims"], folder, asked.database)
    if asked.sizes:
        with database("SQLite") as (folder, _):
            found = child("benchmarks.scale", "sizes", folder, asked.sizes, ["-"])
        show_sizes(found, as_json=asked.json)
    dearest = max(rows, key=lambda row: sum(map(sum, row["spent"].values())))
    bytes_each = sum(each[1] for each in found["tables"])
    plan = growth.plan(dearest["spent"], bytes_each)
    print(json.dumps(plan) if asked.json else growth.told(plan))


if __name__ == "__main__":
    main()
