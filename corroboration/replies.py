"""The right of reply as it is shown: a source's own statement, and those that it took the place of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from corroboration.past import end_of
from sources.models import Reply, Source

HISTORY = 20  # older statements that a page lists


@dataclass(frozen=True, slots=True)
class Replies:
    """shown: the newest statement, unless it was withdrawn. older: those before it, and those that were withdrawn."""

    shown: Reply | None
    older: list[Reply]


def replies_of(sources: Sequence[Source], as_of: date | None = None) -> Replies:
    """What was entered for these sources, which count as one, by the end of a day."""
    rows = Reply.objects.filter(source__in=sources).select_related("by", "withdrawn_by__by").order_by("-pk")
    if as_of is not None:
        rows = rows.filter(at__lt=end_of(as_of))
    found = list(rows[: HISTORY * 2])
    shown = newest(found)
    return Replies(shown, [row for row in found if row != shown and not row.withdraws_id][:HISTORY])


def newest(rows: Sequence[Reply]) -> Reply | None:
    """Of rows, the latest first, the statement that is shown."""
    return rows[0] if rows and not rows[0].withdraws_id else None


def reply_line(reply: Reply | None) -> dict[str, Any] | None:
    """A statement as the API and exports give it."""
    if reply is None:
        return None
    at = reply.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    by = reply.by.get_username()
    return {"about": reply.about, "text": reply.text, "url": reply.url, "entered_at": at, "entered_by": by}
