"""How long requests took, by route, counted in each web process and added up when somebody asks.

A process lays its counts by in a file of its own, seconds after it answered; those of processes that ended stay, so
that sums never fall. One folder a machine: each machine is asked for itself.
"""

import atexit
import json
import os
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
EVERY = 2.0  # seconds from a request until it is written down, with all that came meanwhile
Key = tuple[str, str, str]  # route, method, status by its hundreds


class Timings:
    """Counts of this process. A key has one count for each bound, one for what took longer, and the seconds in all."""

    def __init__(self) -> None:
        self._counts: dict[Key, list[float]] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._pid, self._name, self._waits = 0, "", False

    def note(self, key: Key, seconds: float) -> None:
        with self._lock:
            if self._pid != os.getpid():  # gunicorn forks after loading
                self._pid, self._name, self._counts, self._waits = os.getpid(), uuid4().hex, {}, False
            row = self._counts.setdefault(key, [0.0] * (len(BOUNDS) + 2))
            row[bisect_left(BOUNDS, seconds)] += 1
            row[-1] += seconds
            starts, self._waits = not self._waits, True
        if starts:  # a thread's work: of a process that is asked nothing more, too, and no request waits for the disk
            timer = threading.Timer(EVERY, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self) -> None:
        with self._writing:
            with self._lock:
                self._waits = False
                found = [[*key, row] for key, row in self._counts.items()] if self._pid == os.getpid() else []
                told = json.dumps(found)
            if found:
                self._write(told)

    def _write(self, told: str) -> None:
        folder: Path = settings.METRICS_FOLDER
        fresh = folder / f".{self._name}"
        try:
            folder.mkdir(exist_ok=True)
            fresh.write_text(told)
            fresh.replace(folder / f"{self._name}.json")
        except OSError:  # a full disk costs figures, no answers
            return


timings = Timings()
atexit.register(timings.flush)


def all_counts() -> dict[Key, list[float]]:
    """The counts of all processes of this machine, of those that ended, too."""
    timings.flush()
    found: dict[Key, Counter[int]] = {}
    for rows in _files(settings.METRICS_FOLDER):
        for route, method, status, row in rows:
            found.setdefault((route, method, status), Counter()).update(dict(enumerate(row)))
    return {key: [counts[at] for at in range(len(BOUNDS) + 2)] for key, counts in sorted(found.items())}


def _files(folder: Path) -> Iterator[list]:
    for file in sorted(folder.glob("*.json")):
        try:
            yield json.loads(file.read_text())
        except (OSError, ValueError):
            continue
