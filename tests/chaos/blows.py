"""What is done to the app. Which blow comes when is a matter of a seed; what it hits at that moment is not."""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil

from tests.chaos.place import Place, children

FROZEN_BROKER = (6.0, 10.0)  # seconds: longer than the 5 that a connection waits for an answer
DISK_FULL = (3.0, 6.0)
WRONG_CLOCK = (4.0, 9.0)
LONGEST_STEP = 7200  # seconds by which the clock is put forward or back
AWAY = (0.5, 4.0)  # seconds for which a killed server stays down
WAIT_FOR_TARGET = 30.0  # until something that died is there again, to be killed again; else another is killed
BALLAST = 1 << 20  # bytes that are written at once until a disk is full

# Kinds, by how often they come in a round. The first are kills.
KILLS = {
    "sqlite": {
        "worker": 3,
        "worker's child": 4,
        "fetcher": 2,
        "beat": 2,
        "web": 2,
        "web's child": 2,
        "supervisor": 3,
        "command": 2,
    },
    "postgres": {
        "worker": 3,
        "worker's child": 3,
        "settler": 2,
        "settler's child": 1,
        "fetcher": 2,
        "beat": 1,
        "web": 1,
        "web's child": 1,
        "broker": 2,
        "database": 2,
        "database's child": 1,
        "command": 1,
    },
}
OTHERS = {
    "sqlite": ("messages lost", "worker frozen", "disk full", "clock forward", "clock back"),
    "postgres": (
        *("messages lost", "worker frozen", "disk full", "clock forward", "clock back"),
        *("broker frozen", "database restarted"),
    ),
}


SHORT = {
    "sqlite": ["worker's child", "messages lost", "web", "supervisor", "disk full", "worker", "clock back", "fetcher"],
    "postgres": ["worker's child", "messages lost", "web", "database", "disk full", "broker", "clock back", "settler"],
}
FEW = 10  # kills: with no more of them the trial is to be short, and is the same each time


def plan(stack: str, kills: int, chance: random.Random) -> list[str]:
    """The kinds of blows in their order: so many kills, and the others between them, each at least once."""
    if kills <= FEW:
        return SHORT[stack]
    kinds: list[str] = []
    while len(kinds) < kills:
        round = [kind for kind, times in KILLS[stack].items() for _ in range(times)]
        chance.shuffle(round)
        kinds += round[: kills - len(kinds)]
    every = max(1, kills // 25)  # rounds of the others
    for kind in OTHERS[stack] * every:
        kinds.insert(chance.randrange(len(kinds) + 1), kind)
    return kinds


class Blows:
    """Deals them, and counts. lease: for how many seconds an article is taken. own_disk: whether it may be filled."""

    def __init__(self, place: Place, chance: random.Random, *, lease: int, own_disk: bool) -> None:
        self.place, self.chance, self.lease, self.own_disk = place, chance, lease, own_disk
        self.dealt: Counter[str] = Counter()
        self.kills: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.command: Callable[[], psutil.Process | None] = lambda: None  # the one that is taking in a file
        self._ways: dict[str, Callable[[], bool]] = {
            "messages lost": self._flush,
            "worker frozen": self._freeze_worker,
            "disk full": self._fill_disk,
            "clock forward": lambda: self._step(1),
            "clock back": lambda: self._step(-1),
            "broker frozen": self._freeze_broker,
            "database restarted": self._restart_database,
        }

    def all_there(self) -> bool:
        """Whether all of the app runs that may be killed."""
        return all(self._targets(kind) for kind in KILLS[self.place.stack] if kind != "command")

    def deal(self, kind: str) -> None:
        """One blow, and what an operator does about it: servers are started again."""
        if kind in self._ways:
            (self.dealt if self._ways[kind]() else self.skipped)[kind] += 1
        else:
            hit = self._kill(kind)
            (self.kills if hit else self.skipped)[hit or kind] += 1
        self.place.revive()

    def _kill(self, kind: str) -> str:
        """Kill one of a kind; of another, where none of it is there in time. Returns the kind that was hit, if any."""
        deadline = time.monotonic() + WAIT_FOR_TARGET
        while not self._hit(kind):
            time.sleep(0.1)
            if time.monotonic() > deadline:
                others = [other for other in KILLS[self.place.stack] if other != kind]
                return next((other for other in self.chance.sample(others, len(others)) if self._hit(other)), "")
        return kind

    def _hit(self, kind: str) -> bool:
        """Whether there was one to be killed."""
        found = self._targets(kind)
        if not found:
            return False
        try:
            self.chance.choice(found).kill()
        except psutil.NoSuchProcess:
            return False
        if kind in self.place.servers:
            self.place.servers[kind].ended()
            self._pause(AWAY)
        return True

    def _targets(self, kind: str) -> Sequence[psutil.Process]:
        if kind == "command":
            return [process for process in [self.command()] if process]
        return [process for process in self.place.targets().get(kind, []) if _runs(process)]

    def _pause(self, seconds: tuple[float, float]) -> None:
        time.sleep(self.chance.uniform(*seconds))

    def _flush(self) -> bool:
        self.place.flush()
        return True

    def _freeze_worker(self) -> bool:
        """Frozen until its lease is over, and another has taken what it was at; then it goes on as if nothing was."""
        found = self._targets("worker")
        if not found:
            return False
        worker = self.chance.choice(found)
        with _frozen([worker, *children(worker)]):
            time.sleep(self.lease + 2)
        return True

    def _freeze_broker(self) -> bool:
        with _frozen(self._targets("broker")):
            self._pause(FROZEN_BROKER)
        return True

    def _restart_database(self) -> bool:
        database = self.place.servers["database"]
        database.send(signal.SIGINT)  # "fast": connections are cut
        database.ended()
        self._pause(AWAY)
        return True

    def _fill_disk(self) -> bool:
        """Write until nothing more fits, and again whenever something does."""
        if not self.own_disk:
            return False
        ballast = self.place.disk / "ballast"
        until = time.monotonic() + self.chance.uniform(*DISK_FULL)
        try:
            while time.monotonic() < until:
                _fill(ballast)
                time.sleep(0.1)
        finally:
            ballast.unlink(missing_ok=True)
        return True

    def _step(self, direction: int) -> bool:
        """A clock that is wrong by up to two hours for a while, and then put right."""
        self.place.clock.write_text(str(direction * self.chance.randint(30, LONGEST_STEP)))
        self._pause(WRONG_CLOCK)
        self.place.clock.unlink()
        return True


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextlib.contextmanager
def _frozen(processes: Sequence[psutil.Process]) -> Iterator[None]:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()


def _fill(file: Path) -> None:
    """Add to a file until its disk is full to the last byte."""
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    size = BALLAST
    try:
        while size:
            try:
                os.write(out, bytes(size))
            except OSError:
                size //= 4
    finally:
        os.close(out)
