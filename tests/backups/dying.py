"""A command of manage.py that is killed, as by kill -9, when it has come to a point: `python -m tests.backups.dying
POINT COMMAND...`.

A point is a function of ours, "module.function", before or after it runs for the nth time ("before 1 module.function");
or a share of the pages that were written over SQLite's database ("pages 0.5").
"""

import importlib
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

import django


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_by_call(when: str, nth: int, name: str) -> None:
    path, _, function = name.rpartition(".")
    owner = importlib.import_module(path)
    real, calls = getattr(owner, function), []

    def dying(*args: Any, **options: Any) -> Any:
        calls.append(name)
        if when == "before" and len(calls) == nth:
            die()
        result = real(*args, **options)
        if when == "after" and len(calls) == nth:
            die()
        return result

    setattr(owner, function, dying)


def die_by_pages(share: float) -> None:
    from corroboration.backups import sqlite

    class Dying(sqlite3.Connection):
        def backup(
            self, target: sqlite3.Connection, *, pages: int = 1, progress: Callable = print, **more: Any
        ) -> None:
            def told(status: int, remaining: int, total: int) -> None:
                progress(status, remaining, total)
                if total - remaining >= share * total:
                    die()

            super().backup(target, pages=1, progress=told)

    connect = sqlite3.connect
    sqlite.sqlite3.connect = lambda *args, **options: connect(*args, **options, factory=Dying)


def main(point: str, command: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    kind, _, rest = point.partition(" ")
    if kind == "pages":
        die_by_pages(float(rest))
    else:
        nth, _, name = rest.partition(" ")
        die_by_call(kind, int(nth), name)
    call_command(*command)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
