"""Other processes that work on this test's database."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def environment() -> dict[str, str]:
    """What a process needs to know."""
    name = str(connection.settings_dict["NAME"])
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=name)) if ON_POSTGRES else f"sqlite:///{name}"
    return os.environ | {
        "DATABASE_URL": url,
        "DATA_DIR": str(settings.DATA_DIR),
        "PG_BIN": settings.PG_BIN,
        "TAKEDOWN_LOG": str(settings.TAKEDOWN_LOG),
    }
