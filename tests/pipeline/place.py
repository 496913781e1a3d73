"""A place of its own for a test's real processes, on the stack that the tests run on."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

TOP = Path(__file__).resolve().parent.parent.parent
SAMPLE = TOP / "sample" / "palmyra.ndjson"
LEASE_SECONDS = "12"  # short, so that a killed worker's article is free again within the test


class Place:
    """A database, a queue and the environment that leads to them."""

    def __init__(self, folder: Path, name: str):
        (folder / name).mkdir()
        self.environment = {**os.environ, "DATA_DIR": str(folder / name), "LEASE_SECONDS": LEASE_SECONDS}
        self.environment.pop("PYTEST_XDIST_WORKER", None)
        if url := os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = _own_database(url, f"place_{name}_{os.getpid()}")
        if url := os.environ.get("REDIS_URL"):
            self.environment["REDIS_URL"] = url.rsplit("/", 1)[0] + ("/1" if name == "calm" else "/2")
        self.manage("migrate", "-v0")

    def manage(self, *arguments: str, timeout: float = 300) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=TOP, env=self.environment, capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()


def _own_database(url: str, name: str) -> str:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
