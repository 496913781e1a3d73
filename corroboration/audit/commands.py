"""Commands that write leave an event, too: `manage.py` runs them through this."""

import getpass
import os
import socket
from collections.abc import Sequence

from django.apps import apps
from django.core.management import execute_from_command_line

# What only reads, or serves requests that are recorded one by one. A new command is recorded unless it stands here.
READ_ONLY = {
    *("check", "check_integrity", "compilemessages", "diffsettings", "digest", "dumpdata", "export", "export_opml"),
    *("extract", "findstatic", "help", "inspectdb", "makemigrations", "makemessages", "match", "relate", "runserver"),
    *("showmigrations", "spectacular", "sqlflush", "sqlmigrate", "sqlsequencereset", "test", "track-record", "up"),
    *("version", "--help", "--version", "-h"),
}


def run(argv: Sequence[str]) -> None:
    status: int | None = 0
    try:
        execute_from_command_line(list(argv))
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
        raise
    except BaseException:
        status = 1
        raise
    finally:
        name = argv[1] if len(argv) > 1 else "help"
        if name not in READ_ONLY and apps.ready:
            record(name, status=status, options=argv[2:])


def record(name: str, *, status: int | None = None, options: Sequence[str] = (), detail: str = "") -> None:
    """Of the options their names: what was given with them may be a secret."""
    from django.utils import timezone  # none of these can be imported before Django is set up

    from corroboration.audit import recording

    named = " ".join(dict.fromkeys(option.partition("=")[0] for option in options if option.startswith("-")))
    event = {"by": caller(), "status": status, "detail": detail or named, "now": timezone.now()}
    recording.store(lambda: recording.of_command(name, **event))


def caller() -> str:
    """Who runs this process, and on which machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = f"user {os.getuid()}"
    return f"{name} on {socket.gethostname()}"
