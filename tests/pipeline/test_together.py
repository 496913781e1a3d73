"""Several workers link and settle articles about the same events at the same moment: no twins, no deadlock, one digest.

Real processes, on SQLite or, in the second round of ./test, on PostgreSQL.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pipeline.place import TOP, Place

WORKERS = 4
SECONDS = 120

pytestmark = pytest.mark.database


def start(place: Place, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.pipeline.linkers", *arguments]
    return subprocess.Popen(command, cwd=TOP, env=place.environment, stderr=subprocess.PIPE, text=True)


def finish(*processes: subprocess.Popen[str]) -> str:
    """What they said on stderr."""
    said = [process.communicate(timeout=SECONDS)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), "".join(said)[-3000:]
    return "".join(said)


def work_on(place: Place, workers: int) -> str:
    """Fill a place, let workers begin on it at one moment, and return the digest of what they come to."""
    begin = Path(place.environment["DATA_DIR"]) / "begin"
    finish(start(place, "fill", str(workers)))
    processes = [start(place, "work", str(begin)) for _ in range(workers)]
    deadline = time.monotonic() + SECONDS
    while len(list(begin.parent.glob("begin.*"))) < workers and time.monotonic() < deadline:
        time.sleep(0.02)
    begin.touch()
    said = finish(*processes)
    assert "deadlock" not in said, said
    finish(start(place, "check", ""))
    return place.manage("digest")


def test_workers_at_the_same_events_end_as_one_alone(tmp_path):
    alone, together = Place(tmp_path, "alone"), Place(tmp_path, "together")
    assert work_on(alone, 1) == work_on(together, WORKERS)
