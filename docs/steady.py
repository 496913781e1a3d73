"""A clock that stands and a chance that is the same each time: what is made from a run differs only where it means to.

Before anything else of the app is imported: modules take `now` and `uuid4` by name.
"""

import hashlib
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def stand_still() -> None:
    """Have it be NOW from now on, and draw what is drawn at random in a fixed order: ids, secrets, salts."""
    from django.utils import timezone

    timezone.now = lambda: NOW
    draw_anew("")


def draw_anew(name: str) -> None:
    """Draw from another fixed order, so that how often something was drawn before makes no difference."""
    os.urandom = random._urandom = _drawing(name)  # type: ignore[attr-defined] # what secrets, uuid and Django ask


def _drawing(name: str) -> Callable[[int], bytes]:
    number = count()

    def drawn(length: int) -> bytes:
        return hashlib.shake_256(f"{name} {next(number)}".encode()).digest(length)

    return drawn
