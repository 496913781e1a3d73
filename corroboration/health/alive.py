"""Heartbeats of beat and of the queues' workers, and what their silence says.

Beat sends each queue a task for that. Where thousands wait before it, it is too old when its turn comes, and is thrown
away: so any task tells that its queue has a worker.
"""

import time
from datetime import datetime, timedelta

from django.conf import settings

from corroboration.models import Heartbeat

QUEUES = ("articles", "settle", "fetch")
BEAT = "beat"
EVERY = 20.0  # seconds between two of a queue
SPARE = timedelta(minutes=1)

_told: dict[str, float] = {}  # by this process: a row that every task wrote would be in everybody's way


def beat(name: str, *, now: datetime) -> None:
    """Note that a worker of this queue lives, or that beat does."""
    Heartbeat.objects.update_or_create(queue=name, defaults={"at": now})


def working(queue: str, *, now: datetime) -> None:
    """Note that a worker of this queue is at a task, unless this process has just said so."""
    if queue in QUEUES and time.monotonic() - _told.get(queue, -EVERY) >= EVERY:
        _told[queue] = time.monotonic()
        beat(queue, now=now)


def last() -> dict[str, datetime]:
    """When beat and each queue were last heard of; what never was is left out."""
    return dict(Heartbeat.objects.values_list("queue", "at"))


def patience() -> timedelta:
    """How long nothing may be heard of one: a task may last until its limit."""
    return timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) + SPARE


def silent(heard: dict[str, datetime], *, now: datetime) -> list[str]:
    """Which of QUEUES and BEAT nothing was heard of lately, in that order."""
    return [name for name in (*QUEUES, BEAT) if name not in heard or now - heard[name] > patience()]
