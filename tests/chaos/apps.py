"""Articles that are poison: whoever reads one dies, runs out of memory, or fails."""

import os
import signal
from datetime import timedelta
from typing import Any

from django.apps import AppConfig

MARK = "This text is poison:"
KILLING, FILLING, FAILING = (f"{MARK} {what}." for what in ("it kills its reader", "it fills memory", "it fails"))
POISONS = (KILLING, FILLING, FAILING)


class Chaos(AppConfig):
    name = "tests.chaos"

    def ready(self) -> None:
        from corroboration import extraction, queue

        read = extraction.read

        def poisoned(article: Any, *rest: Any) -> Any:
            if KILLING in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if FILLING in article.text:
                raise MemoryError
            if FAILING in article.text:
                raise ValueError("as it always does")
            return read(article, *rest)

        extraction.read = poisoned
        queue.BACK_OFF = timedelta(seconds=float(os.environ.get("CHAOS_BACK_OFF", queue.BACK_OFF.total_seconds())))
