"""Whether an article shows that its publisher saw what it tells, or was told it."""

import re
from collections.abc import Sequence

from claims.engine.values import Segment

_CORRESPONDENT = re.compile(r"\bour (?:own )?(?:correspondent|reporter|team|crew|staff)s?\b|\btold us\b", re.IGNORECASE)


def shows_first_hand(text: str, body: Sequence[Segment], dateline_place: str, wire: str) -> bool:
    """Marks of first-hand reporting: its own correspondent, someone who told it, a byline with a place and no wire."""
    return bool(dateline_place and not wire) or any(_CORRESPONDENT.search(text, *segment) for segment in body)
