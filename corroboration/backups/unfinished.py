"""What isn't whole yet: a folder under a name of its own, held by a lock that ends with its process.

So whoever comes next can tell what a killed one left behind from what another is at, and clears it away.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".unfinished-"


@contextmanager
def folder(parent: Path) -> Iterator[Path]:
    """A folder that only its owner may enter, gone in the end. What killed ones left in this parent goes, too."""
    clear(parent)
    made, held = _held(parent)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(held)


def _held(parent: Path) -> tuple[Path, int]:
    """A new folder and its lock. Another's clear() may take one away before it is locked: then once more."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        try:
            held = os.open(made, os.O_RDONLY)
        except FileNotFoundError:
            continue
        fcntl.flock(held, fcntl.LOCK_EX)
        if made.exists():
            return made, held
        os.close(held)


def clear(parent: Path) -> None:
    """Delete what was left behind here. What can't be locked or deleted stays."""
    for path in parent.glob(f"{PREFIX}*"):
        try:
            held = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        except OSError:
            pass
        finally:
            os.close(held)
