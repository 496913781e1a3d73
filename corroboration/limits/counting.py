"""How often something was asked for, counted so that it holds for all threads, processes and machines at once.

The generic cell rate algorithm: of each key only the moment is kept at which its whole quota will be free again. One
that is let through pushes it on by a share of the quota; one that would push it too far is refused and pushes nothing.
So a quota may be used at once, comes back evenly, and is never had twice around the turn of a minute. Reading and
pushing are one atomic step: DRF's own throttles, which do one after the other, let 270 of 300 pass where 10 might.
"""

import fcntl
import logging
import sqlite3
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

MICRO = 1_000_000
PATIENCE = 0.3  # seconds for the broker, and for the file's lock: a request doesn't wait longer to be counted
REST = 10  # seconds that a counter which failed is left alone
SWEEP = 60  # seconds between two clearings of the file
MOST_KEPT = 100_000  # keys in a process's memory before those are let go whose quota is free again
PREFIX = "second-source:asked:"
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local share, whole = tonumber(ARGV[1]), tonumber(ARGV[2])
local free = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local passes = free + share - now <= whole
if passes then
  free = free + share
  redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000))
end
return {passes and 1 or 0, free - now}
"""
SCHEMA = "CREATE TABLE IF NOT EXISTS asked (key TEXT PRIMARY KEY, free INTEGER NOT NULL) WITHOUT ROWID"
PUSH = """
INSERT INTO asked (key, free) VALUES (:key, :now + :share)
ON CONFLICT (key) DO UPDATE SET free = max(free, :now) + :share WHERE max(free, :now) + :share - :now <= :whole
RETURNING free
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    count: int
    seconds: int

    @property
    def whole(self) -> int:
        """In microseconds, as what follows."""
        return self.seconds * MICRO

    @property
    def share(self) -> int:
        return max(self.whole // self.count, 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """One asked for. used: microseconds until the whole quota is free again."""

    rate: Rate
    passes: bool
    used: int

    @property
    def left(self) -> int:
        return max(self.rate.whole - self.used, 0) // self.rate.share

    @property
    def seconds_to_all(self) -> int:
        return -(-self.used // MICRO)

    @property
    def seconds_to_next(self) -> int:
        return 0 if self.passes else max(1, -(-(self.used + self.rate.share - self.rate.whole) // MICRO))


class Counter(Protocol):
    def take(self, key: str, rate: Rate) -> Taken: ...


class FileCounter:
    """Counts in a SQLite file of its own, for all processes of one machine: not in the database, whose writer it would
    hold up. What a power cut takes from it is worth nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None
        self._swept = time.monotonic()

    def take(self, key: str, rate: Rate) -> Taken:
        with self._lock:
            file = self._file = self._file or self._opened()
            now = time.time_ns() // 1000
            self._sweep(file, now)
            given = {"key": key, "now": now, "share": rate.share, "whole": rate.whole}
            pushed = file.execute(PUSH, given).fetchone()
            kept = pushed or file.execute("SELECT free FROM asked WHERE key = ?", [key]).fetchone()
        return Taken(rate, pushed is not None, max(kept[0] - now, 0) if kept else 0)

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _opened(self) -> sqlite3.Connection:
        """The file, made if need be, by one process at a time: SQLite doesn't wait for another that makes it."""
        with self.path.with_name(f"{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self._made()

    def _made(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", SCHEMA):
            file.execute(statement)
        return file

    def _sweep(self, file: sqlite3.Connection, now: int) -> None:
        """Take out what is free again: addresses come and go."""
        if time.monotonic() - self._swept > SWEEP:
            self._swept = time.monotonic()
            file.execute("DELETE FROM asked WHERE free < ?", [now])


class BrokerCounter:
    """Counts in the broker, for all machines, by the broker's clock."""

    def __init__(self, url: str) -> None:
        client = redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 1)
        )
        self._push = client.register_script(SCRIPT)

    def take(self, key: str, rate: Rate) -> Taken:
        passes, used = self._push(keys=[PREFIX + key], args=[rate.share, rate.whole])
        return Taken(rate, bool(passes), used)


class MemoryCounter:
    """Counts in this process: neither a full disk nor a broker that is away lets anybody try passwords without end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: dict[str, int] = {}

    def take(self, key: str, rate: Rate) -> Taken:
        with self._lock:
            now = time.monotonic_ns() // 1000
            if len(self._free) >= MOST_KEPT:
                self._free = {key: free for key, free in self._free.items() if free > now}
            used = max(self._free.get(key, 0) - now, 0)
            if used + rate.share > rate.whole:
                return Taken(rate, passes=False, used=used)
            self._free[key] = now + used + rate.share
            return Taken(rate, passes=True, used=used + rate.share)


class Careful:
    """The first of some counters that works, and where none does each process counts for itself. One that fails is left
    alone for a while, which is logged once: a counter that broke must neither close the API nor leave it open."""

    def __init__(self, counters: Iterable[Counter]) -> None:
        self.counters = list(counters)
        self.last = MemoryCounter()
        self._rests: dict[int, float] = {}

    def take(self, key: str, rate: Rate) -> Taken:
        for number, counter in enumerate(self.counters):
            if self._rests.get(number, 0) > time.monotonic():
                continue
            try:
                taken = counter.take(key, rate)
            except (redis.RedisError, sqlite3.Error, OSError) as error:
                if number not in self._rests:
                    logger.warning("%s can't count what is asked: %s", type(counter).__name__, error)
                self._rests[number] = time.monotonic() + REST
                continue
            self._rests.pop(number, None)
            return taken
        return self.last.take(key, rate)


def take(key: str, rate: Rate) -> Taken:
    """Ask for one of a key's quota."""
    return _counter(settings.COUNTS_BROKER, settings.COUNTS_FILE).take(key, rate)


@lru_cache(maxsize=1)
def _counter(broker: str, path: Path) -> Careful:
    """With a broker that fails, each machine counts for itself."""
    return Careful([*([BrokerCounter(broker)] if broker else []), FileCounter(path)])
