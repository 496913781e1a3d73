"""The app's settings, with a clock that a test can put forward and back, and articles that kill who reads them.

The clock is that of all processes of the app: what Django and Celery ask for the time. CHAOS_CLOCK names a file with
the seconds by which it is wrong; without it the time is right.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from celery import Celery
from django.utils import timezone

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.apps.Chaos"]
CELERY_BEAT_SCHEDULE["poll-feeds"]["schedule"] = 3.0  # not 30: a test has no time
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 180, 240  # those of the default lease: machines may be slow

_CLOCK = Path(os.environ.get("CHAOS_CLOCK", os.devnull))
_right, _celerys = timezone.now, Celery.now


def _wrong_by() -> timedelta:
    try:
        return timedelta(seconds=float(_CLOCK.read_text() or 0))
    except (OSError, ValueError):
        return timedelta()


def _now() -> datetime:
    return _right() + _wrong_by()


def _celery_now(app: Celery) -> datetime:
    return _celerys(app) + _wrong_by()


timezone.now = _now  # before anything of ours is imported, which may keep the function
Celery.now = _celery_now
