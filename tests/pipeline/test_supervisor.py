"""`manage.py up`: it answers, processes the sample, and leaves nobody behind, whether stopped or killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.services import free_port

DESCENDANTS = 7  # web and its worker, the Celery worker and its two children, the one that fetches, beat
TOP = Path(__file__).resolve().parent.parent.parent


class App:
    """The app as ./run starts it, at a place of its own."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.environment = {**os.environ, "DATA_DIR": str(folder / "data"), "PUBLIC_READ": "true"}
        for name in ("DATABASE_URL", "REDIS_URL", "PYTEST_XDIST_WORKER"):
            self.environment.pop(name, None)
        self.starts = 0

    def start(self, *arguments: str) -> None:
        self.starts += 1
        self.log = self.folder / f"log-{self.starts}"
        command = [sys.executable, "manage.py", "up", "--port", str(self.port), *arguments]
        with self.log.open("wb") as log:
            self.process = psutil.Popen(command, cwd=TOP, env=self.environment, stdout=log, stderr=log)
        self.until(lambda: "answers on" in self.said(), 90)
        self.until(lambda: len(self.process.children(recursive=True)) >= DESCENDANTS, 60)
        self.family = [self.process, *self.process.children(recursive=True)]

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def get(self, path: str = "/") -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status

    def worker(self) -> int | None:
        """Process id of the Celery worker that reads articles, None while there is none."""
        for child in self.process.children():
            with contextlib.suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
                if "articles,settle" in child.cmdline():
                    return child.pid
        return None

    def alive(self) -> list[psutil.Process]:
        return [p for p in self.family if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]

    def until(self, reached: Callable[[], object], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < deadline, self.said()[-3000:]
            time.sleep(0.2)


@pytest.fixture
def app(tmp_path) -> Iterator[App]:
    app = App(tmp_path)
    yield app
    for process in app.alive():
        process.kill()
    app.process.wait()


def test_it_answers_settles_the_sample_and_stops_without_orphans(app):
    app.start()
    assert app.get() == 200
    assert app.get("/api/v1/sources/") == 200
    app.until(lambda: "All articles are settled" in app.said(), 120)
    assert "admin" in app.said(), "the demo users' passwords are shown at the first start"
    app.process.terminate()
    app.process.wait(40)
    app.until(lambda: not app.alive(), 40)
    first = app.said()
    app.start()
    assert "passwords" not in app.said(), "shown once"
    assert "sample articles" in first
    assert "sample articles" not in app.said()


def test_a_dead_child_is_started_again(app):
    app.start("--no-sample")
    worker = app.worker()
    os.kill(worker, signal.SIGKILL)
    app.until(lambda: app.worker() not in (None, worker), 30)


def test_killed_outright_it_takes_its_children_along(app):
    app.start("--no-sample")
    os.kill(app.process.pid, signal.SIGKILL)
    app.process.wait()
    app.until(lambda: not app.alive(), 30)
    app.start("--no-sample")
    assert app.get() == 200


def test_a_taken_port_is_named(app):
    app.start("--no-sample")
    command = [sys.executable, "manage.py", "up", "--port", str(app.port)]
    second = subprocess.run(command, cwd=TOP, env=app.environment, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert f"{app.port}: Address already in use" in second.stderr
