"""The app with all its processes, on one of its two stacks, and somebody who starts again what has died.

On SQLite that is `manage.py up`, whose supervisor looks after the others; on PostgreSQL the processes that
docs/operations.md lists, each started again as systemd or Docker would.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import psutil

from tests.chaos.inputs import TOP
from tests.chaos.servers import Broker, Postgres, Server
from tests.services import as_user, free_port

PAUSE = 0.5  # seconds until somebody notices that a process is gone
STOP_SECONDS = 40
CELERY = (sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-q", "-A", "config")
ARTICLES = 2  # workers that read articles


class Place:
    """Where the app runs: its environment, and its processes by name."""

    stack = ""
    servers: Mapping[str, Server] = {}

    def __init__(self, folder: Path, disk: Path, settings: Mapping[str, str]) -> None:
        self.folder, self.disk, self.port = folder, disk, free_port()
        self.clock = folder / "clock"
        self.environment = {**os.environ, **settings, "DATA_DIR": str(disk / "data"), "CHAOS_CLOCK": str(self.clock)}
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "SECRET_KEY": "of a test, for no secrets",
        }
        for name in ("DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER"):
            self.environment.pop(name, None)
        self.processes: dict[str, psutil.Popen] = {}
        self.starts = 0
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def commands(self) -> dict[str, list[str]]:
        """What is to run, by name."""
        raise NotImplementedError

    def start(self) -> None:
        self._keeper.start()

    def _keep(self) -> None:
        """All processes are started by this thread: the kernel tells them when it is gone, and they end."""
        while not self._over.is_set():
            for name, command in self.commands().items():
                if name not in self.processes or self.processes[name].poll() is not None:
                    self.processes[name] = self._started(name, command)
            self._over.wait(PAUSE)

    def _started(self, name: str, command: list[str]) -> psutil.Popen:
        self.starts += 1
        with (self.folder / f"{name}.log").open("ab") as log:
            into = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            return psutil.Popen(command, cwd=TOP, env=self.environment, preexec_fn=as_user(None), **into)

    def stop(self) -> None:
        self._over.set()
        self._keeper.join()
        ours = [each for process in self.processes.values() for each in _family(process)]
        for process in self.processes.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGCONT)
                process.terminate()
        _, alive = psutil.wait_procs(ours, STOP_SECONDS)
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def targets(self) -> dict[str, list[psutil.Process]]:
        """Who may be killed, by what they are. Children of a worker or web server are theirs."""
        raise NotImplementedError

    def flush(self) -> None:
        """Throw all messages away."""
        raise NotImplementedError

    def revive(self) -> None:
        """Start the servers again that are down. By who calls: the kernel ends them with the thread that did."""
        for server in self.servers.values():
            if not server.alive():
                server.start()


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children()
    except psutil.NoSuchProcess:
        return []


class OnSqlite(Place):
    stack = "sqlite"

    def commands(self) -> dict[str, list[str]]:
        return {"up": [sys.executable, "manage.py", "up", "--port", str(self.port), "--no-sample"]}

    def targets(self) -> dict[str, list[psutil.Process]]:
        supervisor = self.processes.get("up")
        found: dict[str, list[psutil.Process]] = {"supervisor": [supervisor] if supervisor else []}
        for child in children(supervisor) if supervisor else []:
            name = _name(child)
            found[name] = [child]
            found[f"{name}'s child"] = children(child)
        return found

    def flush(self) -> None:
        for message in (self.disk / "data" / "queue" / "messages").iterdir():
            message.unlink(missing_ok=True)


def _name(process: psutil.Process) -> str:
    """What a child of the supervisor is."""
    with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        words = process.cmdline()
        if "gunicorn" in words:
            return "web"
        if "beat" in words:
            return "beat"
        if "-Q" in words:
            return "fetcher" if "fetch" in words else "worker"
    return "other"


class OnPostgres(Place):
    stack = "postgres"

    def __init__(self, folder: Path, disk: Path, settings: Mapping[str, str]) -> None:
        super().__init__(folder, disk, settings)
        for name in ("postgres", "broker"):
            (folder / name).mkdir()
        (disk / "postgres").mkdir()
        folder.chmod(0o755)
        self.database = Postgres(folder / "postgres", disk / "postgres")
        self.broker = Broker(folder / "broker")
        self.servers = {"database": self.database, "broker": self.broker}
        for server in self.servers.values():
            server.start()
        self.environment |= {"DATABASE_URL": self.database.url, "REDIS_URL": self.broker.url}

    def commands(self) -> dict[str, list[str]]:
        """As docs/operations.md has them."""
        web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        readers = {
            f"worker-{number}": [*CELERY, "worker", "-Q", "articles", "--concurrency", "1", "-n", f"reads{number}@%h"]
            for number in range(ARTICLES)
        }
        return {
            "web": [*web, "--workers", "2", "--threads", "4", "--log-level", "warning"],
            **readers,
            "settler": [*CELERY, "worker", "-Q", "settle", "--concurrency", "1", "-n", "settles@%h"],
            "fetcher": [*CELERY, "worker", "-Q", "fetch", "-P", "threads", "-c", "4", "-n", "fetches@%h"],
            "beat": [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"],
        }

    def targets(self) -> dict[str, list[psutil.Process]]:
        found: dict[str, list[psutil.Process]] = {}
        for full, process in list(self.processes.items()):
            name = full.partition("-")[0]
            found.setdefault(name, []).append(process)
            found.setdefault(f"{name}'s child", []).extend(children(process))
        found["database"] = [psutil.Process(self.database.pid)] if self.database.alive() else []
        found["database's child"] = [each for each in map(_backend, found["database"]) if each]
        found["broker"] = [psutil.Process(self.broker.pid)] if self.broker.alive() else []
        return found

    def stop(self) -> None:
        super().stop()
        for server in self.servers.values():
            server.send(signal.SIGCONT)
            server.send(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.ended()
            server.send(signal.SIGKILL)

    def flush(self) -> None:
        import redis

        redis.Redis.from_url(self.broker.url, socket_timeout=5).flushall()


def _backend(database: psutil.Process) -> psutil.Process | None:
    """One that serves one of our connections."""
    for process in children(database):
        with contextlib.suppress(psutil.NoSuchProcess):
            if " tests postgres 127.0.0.1" in " ".join(process.cmdline()):
                return process
    return None


STACKS: Mapping[str, type[Place]] = {"sqlite": OnSqlite, "postgres": OnPostgres}
