"""How far a file is: articles, their rate and the time left, on a terminal as a bar, else a line now and then."""

import time
from typing import TextIO

from tqdm import tqdm

from corroboration.progress import SECONDS_A_LINE

LABEL = "Taking in articles"
BAR = "{desc}: {percentage:3.0f}% {bar} {postfix} {remaining} left"
NO_BAR = "{desc}: {postfix}"


class Meter:
    """Shows progress on a stream. A rate is that of this process: what an earlier one did counts for nothing."""

    def __init__(self, stream: TextIO, *, size: int | None):
        self.stream, self.size = stream, size
        self.began = time.monotonic()
        self.articles = 0
        terminal = stream.isatty()
        form = BAR if size else NO_BAR
        self._bar = tqdm(total=size, desc=LABEL, file=stream, leave=False, bar_format=form) if terminal else None
        self._next_line = self.began + SECONDS_A_LINE

    def at(self, articles: int, done: int | None) -> None:
        """Say that so many more articles are dealt with, and how many bytes of the file have been read."""
        self.articles += articles
        seconds = time.monotonic() - self.began
        words = f"{self.articles:,} articles, {self.articles / seconds if seconds else 0:,.0f} a second,"
        if self._bar is not None:
            self._bar.set_postfix_str(words, refresh=False)
            self._bar.update((done or 0) - self._bar.n)
        elif time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + SECONDS_A_LINE
            part = f" {done / self.size:.0%} of the file," if done and self.size else ""
            left = f" {seconds * (self.size - done) / done:,.0f} s left" if done and self.size else ""
            print(f"{LABEL}: {words}{part}{left}".rstrip(","), file=self.stream, flush=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
