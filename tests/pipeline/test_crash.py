"""Workers killed with -9 again and again while articles arrive: nothing is lost, nothing is done twice.

Real processes: Celery workers and beat as in production, on SQLite with messages as files or, in the second round of
./test, on PostgreSQL and a Redis-protocol broker.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = TOP / "sample" / "palmyra.ndjson"
KILLS = 6
LEASE_SECONDS = "12"  # short, so that a killed worker's article is free again within the test
SETTLE_SECONDS = 150

pytestmark = pytest.mark.database


class Place:
    """A database, a queue and the environment that leads to them."""

    def __init__(self, folder: Path, name: str):
        (folder / name).mkdir()
        self.environment = {**os.environ, "DATA_DIR": str(folder / name), "LEASE_SECONDS": LEASE_SECONDS}
        self.environment.pop("PYTEST_XDIST_WORKER", None)
        if url := os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = _own_database(url, f"crash_{name}_{os.getpid()}")
        if url := os.environ.get("REDIS_URL"):
            self.environment["REDIS_URL"] = url.rsplit("/", 1)[0] + ("/1" if name == "calm" else "/2")
        self.manage("migrate", "-v0")

    def manage(self, *arguments: str, timeout: float = 300) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=TOP, env=self.environment, capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def start(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-q", "-A", "config", *arguments, "--loglevel", "ERROR"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=TOP, env=self.environment, start_new_session=True, **quiet)

    def workers(self) -> list[subprocess.Popen]:
        return [self.start("worker", "-Q", "articles,settle", "-c", "2"), self.start("beat", "--pidfile=")]

    def states(self) -> dict[str, int]:
        rows = [json.loads(line) for line in self.manage("export", "articles").splitlines()]
        counts: dict[str, int] = {}
        for row in rows:
            counts[row["state"]] = counts.get(row["state"], 0) + 1
        return counts


def _own_database(url: str, name: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _kill(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_killed_workers_lose_nothing_and_do_nothing_twice(tmp_path):
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    calm = Place(tmp_path, "calm")
    counts = json.loads(calm.manage("ingest", str(SAMPLE), "--wait").splitlines()[-1])
    assert counts["accepted"] == len(lines)

    rough = Place(tmp_path, "rough")
    chance = random.Random(7)
    chance.shuffle(lines)
    workers = rough.workers()
    try:
        for round in range(KILLS):
            part = tmp_path / f"part-{round}.ndjson"
            part.write_text("\n".join(lines[round::KILLS]) + "\n", encoding="utf-8")
            rough.manage("ingest", str(part))
            time.sleep(chance.uniform(1.5, 4.0))
            _kill(workers)
            workers = rough.workers()
        _until_settled(rough, len(lines))
    finally:
        _kill(workers)
    assert rough.states() == {"settled": len(lines)}
    assert rough.manage("digest") == calm.manage("digest")


def _until_settled(place: Place, articles: int) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        states = place.states()
        if states == {"settled": articles}:
            return
        assert "failed" not in states, "an article was set aside"
        time.sleep(1)
    raise AssertionError(f"not settled in {SETTLE_SECONDS} s: {states}")
