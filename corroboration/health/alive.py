"""Heartbeats of the queues, and what their silence says."""

from datetime import datetime, timedelta

from corroboration.models import Heartbeat

QUEUES = ("articles", "settle", "fetch")
EVERY = 20.0  # seconds between two of a queue
SILENT = timedelta(minutes=3)  # no task is that long without another worker of its queue being free; settling may be


def beat(queue: str, *, now: datetime) -> None:
    """Note that a worker of this queue lives."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"at": now})


def last() -> dict[str, datetime]:
    """When each queue was last heard of; one that never was is left out."""
    return dict(Heartbeat.objects.values_list("queue", "at"))


def silent(heard: dict[str, datetime], *, now: datetime) -> list[str]:
    """The queues of which nothing was heard lately, in the order of QUEUES."""
    return [queue for queue in QUEUES if queue not in heard or now - heard[queue] > SILENT]
