"""What has to be there before anybody can be served, checked in a second: each check says "ok", or what is missing.

Nothing secret is told: no address, no name of a host, no message of a driver.
"""

import logging
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu import Connection

log = logging.getLogger(__name__)
OK = "ok"
SECONDS = 2.0  # that the broker may take


def ready() -> dict[str, str]:
    """What each check says. Without a database its migrations aren't asked about."""
    found = {"database": _said(database)}
    if found["database"] == OK:
        found["migrations"] = _said(migrations)
    return found | {"broker": _said(broker)}


def is_ready(found: Mapping[str, str]) -> bool:
    return all(said == OK for said in found.values())


def _said(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as error:  # drivers raise what they like
        log.warning("readiness: %s: %r", check.__name__, error)
        return "can't be reached"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    waiting = ours() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(waiting)} to be applied: run manage.py migrate" if waiting else OK


@cache
def ours() -> frozenset[tuple[str, str]]:
    """The migrations of this code, by app and name: more than a hundred files, read once a process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def broker() -> str:
    """Of messages as files, that the folder can be written to."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out")
    if folder is not None:
        return OK if Path(folder).is_dir() and os.access(folder, os.W_OK) else "its folder can't be written to"
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=SECONDS, transport_options=_short()) as asked:
        asked.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS)
    return OK


def _short() -> dict[str, object]:
    return settings.CELERY_BROKER_TRANSPORT_OPTIONS | {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
