"""Lines of the log, for people or as JSON: when, how grave, who says it, about which request, task and article.

Messages are ours, and hold ids and numbers; what others send stands in none. Of an error the kind, its first words and
where it was raised are told, never the variables.
"""

import json
import logging
from datetime import UTC, datetime

from corroboration.logged import about

LONGEST = 2_000  # characters of a message: an error may quote what it broke on
TRACE = 4_000  # of a traceback, its end


class ForPeople(logging.Formatter):
    """`2026-11-23 02:15:00 WARNING corroboration.pipeline [article=…] message`"""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC)
        ids = " ".join(f"{name}={id}" for name, id in about().items())
        where = f"{record.name} [{ids}]" if ids else record.name
        line = f"{when:%Y-%m-%d %H:%M:%S} {record.levelname} {where} {_message(record)}"
        trace = _trace(self, record)
        return f"{line}\n{trace}" if trace else line


class AsJson(logging.Formatter):
    """One object a line: at, level, logger, message, the ids, and error with its traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, str] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **about(),
        }
        if trace := _trace(self, record):
            fields["trace"] = trace
        return json.dumps(fields, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """In one line: what a stranger sent can't begin another."""
    message = record.getMessage()
    cut = message if len(message) <= LONGEST else f"{message[:LONGEST]} …"
    return cut.replace("\r", "\\r").replace("\n", "\\n")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info)[-TRACE:] if record.exc_info and record.exc_info[0] else ""
