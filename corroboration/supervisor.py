"""Web server, workers and beat as children of one process that outlive it by no more than a moment.

A child that dies is started again; SIGTERM and Ctrl-C end them all in order; kill -9 of the supervisor ends them too,
because the kernel signals each child when its parent dies (Linux: PR_SET_PDEATHSIG).
"""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
CHECK_SECONDS = 0.5
GRACE_SECONDS = 15.0  # for a running article to finish, before the child is killed
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # between starts of a child that dies again and again
FETCH_THREADS = 4  # servers asked at a time
STEADY_SECONDS = 60.0  # a child that lived so long starts again without a pause


@dataclass
class Child:
    """One kept process. stop: the signal that asks it to finish."""

    name: str
    command: Sequence[str]
    stop: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    not_before: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            self.command, env=dict(environment), stdin=subprocess.DEVNULL, preexec_fn=_die_with(os.getpid())
        )
        self.started = time.monotonic()


@dataclass
class Supervisor:
    """Keeps its children running until it is told to stop."""

    children: list[Child]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stopping: bool = False

    def run(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Start the children, do something meanwhile, and keep them running until a signal comes."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        try:
            for child in self.children:
                child.start(self.environment)
            meanwhile()
            while not self.stopping:
                self._revive()
                time.sleep(CHECK_SECONDS)
        except KeyboardInterrupt:
            pass
        finally:
            self._stop()

    def _asked_to_stop(self, number: int, frame: object) -> None:
        if self.stopping:
            return
        self.stopping = True
        raise KeyboardInterrupt

    def _revive(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            if not child.not_before:
                steady = now - child.started > STEADY_SECONDS
                child.pause = FIRST_PAUSE if steady else min(child.pause * 2, LONGEST_PAUSE)
                child.not_before = now + child.pause
                log.warning("%s ended with %s; starting it again", child.name, child.process.returncode)
            elif now >= child.not_before:
                child.not_before = 0.0
                child.start(self.environment)

    def _stop(self) -> None:
        self.stopping = True
        alive = [child for child in self.children if child.process and child.process.poll() is None]
        for child in alive:
            child.process.send_signal(child.stop)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in alive:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def _die_with(parent: int) -> Callable[[], None] | None:
    """What a child does before it starts: ask the kernel for SIGTERM when its parent dies, and leave its terminal's
    Ctrl-C to the parent. Elsewhere than on Linux nothing, and a killed supervisor leaves its children to be stopped."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        os.setpgid(0, 0)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return prepare


def celery(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "config", *arguments]


def children(host: str, port: int, workers: int) -> list[Child]:
    """The processes of the whole app on one machine. One worker process in two would starve on SQLite's single
    writer lock if there were many, so the embedded default keeps to two."""
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}"]
    web += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning"]
    quiet = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = celery("worker", "-Q", "articles,settle", "-c", str(workers), "-n", f"worker-{port}@%h", *quiet)
    # Threads: it waits for other people's servers. Time limits of tasks don't reach them: fetching/web.py keeps time.
    threads = ["-P", "threads", "-c", str(FETCH_THREADS)]
    fetch = celery("worker", "-Q", "fetch", *threads, "-n", f"fetch-{port}@%h", *quiet)
    return [
        Child("web", web),
        Child("worker", worker),
        Child("fetch", fetch),
        Child("beat", celery("beat", "--loglevel", "WARNING", "--pidfile=")),
    ]
