"""Progress of long work: a bar on a terminal, a line now and then when piped. Always on stderr."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from tqdm import tqdm

T = TypeVar("T")
SECONDS_A_LINE = 5.0  # between two lines when nobody watches a bar


class Progress:
    """Counts towards a total (None: not known), under a label."""

    def __init__(self, label: str, total: int | None, stream: TextIO | None = None):
        self.label, self.total, self.done = label, total, 0
        self.stream = stream or sys.stderr
        terminal = self.stream.isatty()
        self._bar = tqdm(total=total, desc=label, file=self.stream, leave=False) if terminal else None
        self._next_line = time.monotonic() + SECONDS_A_LINE

    def at(self, done: int) -> None:
        """Say how far it is."""
        if self._bar is not None:
            self._bar.update(done - self.done)
        elif time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + SECONDS_A_LINE
            print(f"{self.label}: {done}" + (f" of {self.total}" if self.total else ""), file=self.stream, flush=True)
        self.done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def counted(items: Iterable[T], label: str, total: int | None = None, stream: TextIO | None = None) -> Iterator[T]:
    """The items, with their progress shown."""
    progress = Progress(label, total, stream)
    try:
        for done, item in enumerate(items, start=1):
            yield item
            progress.at(done)
    finally:
        progress.close()
