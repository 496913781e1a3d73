"""Benchmarks that fill a database and then measure it, in two processes, so that neither's memory helps the other."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent


def child(module: str, stage: str, folder: Path, address: str, options: Sequence[str]) -> dict[str, Any]:
    """One stage of a benchmark in a process of its own, on the database at this address. It prints its result last."""
    command = [sys.executable, "-m", module, "--stage", stage, "--folder", str(folder), *options]
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": address, "ALLOWED_HOSTS": "testserver"}
    done = subprocess.run(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def enter(*, new: bool) -> None:
    """Be the child: Django, on the database that the environment names; new: with its tables made."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    if new:
        call_command("migrate", verbosity=0)


@contextmanager
def database(kind: str) -> Iterator[tuple[Path, str]]:
    """A folder and the address of an empty database in it."""
    with tempfile.TemporaryDirectory(prefix="second-source-") as name:
        folder = Path(name)
        if kind == "SQLite":
            yield folder, f"sqlite:///{folder / 'corpus.sqlite3'}"
            return
        from tests.services import postgresql

        folder.chmod(0o755)
        (folder / "postgres").mkdir()
        with postgresql(folder / "postgres") as address:
            yield folder, address
