"""Tries a door with inputs until its time is over: the same ones in ./test, ever others by command."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

DOORS = 8  # which share the time
SHORT = 1.5  # seconds a door in ./test
ONE = 20  # seconds of this process that one input may take: else it hangs, as far as a person can tell
ROUND = 40  # inputs at a time

SECONDS = float(os.environ.get("FUZZ_SECONDS", 0)) / DOORS


class Hangs(Exception):
    pass


@contextmanager
def in_time(seconds: float = ONE) -> Iterator[None]:
    def over(*_: object) -> None:
        raise Hangs(f"took more than {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hunt(door: Callable[[Any], None], inputs: st.SearchStrategy[Any], *, short: float = SHORT) -> int:
    """Try inputs, and fail with the smallest that breaks the door. Returns how many rounds were tried. short: seconds
    in ./test, of this process's own: as many are tried whatever else runs."""
    spent = time.monotonic if SECONDS else time.process_time
    until = spent() + (SECONDS or short)
    rounds = 0

    def tried(value: Any) -> None:
        note(f"{value!r:.2000}")  # hypothesis leaves out values that a function of ours made of others
        with in_time():
            door(value)

    while rounds == 0 or spent() < until:
        number = random.randrange(2**32) if SECONDS else rounds
        test = given(inputs)(tried)
        test = settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )(seed(number)(test))
        test()
        rounds += 1
    return rounds
