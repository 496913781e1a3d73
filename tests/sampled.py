"""The app as it is started for people, on a database of its own with the sample: what programs are tried against.

Where the tests have a PostgreSQL and a broker, it gets a database and a queue of its own there: two may run at once.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from tests.services import free_port

TOP = Path(__file__).resolve().parent.parent
START_SECONDS = 60
LIMITED = ("ANONYMOUS", "READS", "WRITES", "EXTRACT", "PASSWORDS_OF_NAME", "PASSWORDS_OF_ADDRESS")
PREPARED = "from docs.example_requests import prepared, a_token; prepared(); print(a_token('vera'))"


@dataclass(frozen=True)
class Sampled:
    """token: an admin's. environment: that of its processes, for `manage.py` beside it."""

    address: str
    token: str
    environment: Mapping[str, str]


@contextmanager
def sampled(*, workers: bool = False) -> Iterator[Sampled]:
    """gunicorn on the sample; with workers, also what works through what is handed in."""
    with tempfile.TemporaryDirectory(prefix="second-source-") as folder:
        environment = os.environ | {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        environment |= _own_database(Path(folder).name) | _own_queue()
        environment |= {f"API_RATE_{kind}": "off" for kind in LIMITED}
        environment |= {"LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(TOP)}
        made = _run("import django; django.setup(); " + PREPARED, environment)
        with _served(environment) as address, _working(environment, wanted=workers):
            yield Sampled(address, made.split()[-1], environment)


def _own_database(name: str) -> dict[str, str]:
    """It stays until its server ends, as that is the tests' own, too."""
    if not (url := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        return {}
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}


def _own_queue() -> dict[str, str]:
    """The first of the broker's sixteen databases that nobody has taken; all other tests share number 0."""
    if not (url := os.environ.get("REDIS_URL")):
        return {}
    for number in range(1, 16):
        own = urlsplit(url)._replace(path=f"/{number}").geturl()
        with redis.Redis.from_url(own) as queue:
            if queue.set("taken", 1, nx=True):
                return {"REDIS_URL": own}
    raise SystemExit("All of the broker's databases are taken")


def _run(code: str, environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=TOP, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[str]:
    port = free_port()
    options = [
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--limit-request-line",
        "8190",
        "--log-level",
        "critical",
    ]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options, "--log-level", "critical"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=TOP, env=environment) as server:
        try:
            _until_it_answers(address)
            yield address
        finally:
            server.terminate()


@contextmanager
def _working(environment: Mapping[str, str], *, wanted: bool) -> Iterator[None]:
    """A worker of all queues but that of the network."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "articles,settle", "--concurrency", "1"]
    with subprocess.Popen([*command, "--beat"], cwd=TOP, env=environment) as worker:
        try:
            yield
        finally:
            worker.terminate()


def _until_it_answers(address: str) -> None:
    for _ in range(START_SECONDS * 4):
        try:
            urllib.request.urlopen(address + "/login/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"{address} doesn't answer")
