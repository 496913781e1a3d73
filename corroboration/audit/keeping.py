"""How long events are kept, and their way out of the database."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from corroboration.audit.models import AuditEvent

COLUMNS = (
    *("at", "kind", "person", "name", "role", "token", "address"),
    *("method", "route", "target", "status", "detail"),
)
CHUNK = 2000


def forget(*, now: datetime) -> int:
    """Delete what is older than AUDIT_DAYS, which the database lets us. The number of events."""
    old = models.QuerySet(AuditEvent).filter(at__lt=now - timedelta(days=settings.AUDIT_DAYS))
    return old.delete()[0]


def lines(until: date | None) -> Iterator[dict[str, Any]]:
    """All events, oldest first; until: those up to the end of this UTC day."""
    events = AuditEvent.objects.order_by("at", "pk")
    if until:
        events = events.filter(at__date__lte=until)
    for event in events.values(*COLUMNS).iterator(chunk_size=CHUNK):
        yield event | {"at": event["at"].isoformat().replace("+00:00", "Z")}
