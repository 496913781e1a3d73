"""Lines of the log, for people or as JSON: when, how grave, who says it, about which request, task and article.

Messages are ours, and hold ids and numbers; what others send stands in none. Of an error the kind, its first words and
where it was raised are told, never the variables: PostgreSQL's second line, for one, holds the row that it refused.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from corroboration.logged import about

LONGEST = 2_000  # characters of a message
WORDS = 200  # of an error: it may quote what it broke on
TRACE = 4_000  # of a traceback, its end
_COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # to terminals, and ends of lines


class ForPeople(logging.Formatter):
    """`2026-11-23 02:15:00 WARNING corroboration.pipeline [article=…] message`"""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC)
        ids = " ".join(f"{name}={id}" for name, id in _ids(record).items())
        where = f"{record.name} [{ids}]" if ids else record.name
        line = f"{when:%Y-%m-%d %H:%M:%S} {record.levelname} {where} {_message(record)}"
        trace = _trace(record)
        return f"{line}\n{trace}" if trace else line


class AsJson(logging.Formatter):
    """One object a line: at, level, logger, message, the ids, and error with its traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, str] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_ids(record),
        }
        if trace := _trace(record):
            fields["trace"] = trace
        return json.dumps(fields, ensure_ascii=False)


def told(error: BaseException) -> str:
    """The kind of an error and its first words."""
    first = _first(str(error))
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _first(words: str) -> str:
    return _plain(re.split(r"\n|\\n", words, maxsplit=1)[0], WORDS)


def _ids(record: logging.LogRecord) -> Mapping[str, str]:
    """What the line is about. Celery tells of a task's end when nothing is bound to the task any more."""
    given = record.args
    ours = isinstance(given, Mapping) and {"id", "name"} <= given.keys()
    of_task = {"task": str(given["name"]).rpartition(".")[2], "task_id": str(given["id"])} if ours else {}
    return {**of_task, **about()}


def _message(record: logging.LogRecord) -> str:
    """In one line: what a stranger sent can't begin another."""
    given = record.args
    if isinstance(given, tuple):
        given = tuple(_Told(told(each)) if isinstance(each, BaseException) else each for each in given)
    elif isinstance(given, Mapping) and "exc" in given:  # Celery's: an error, or what repr() made of it
        wrong = given["exc"]
        given = {**given, "exc": told(wrong) if isinstance(wrong, BaseException) else _first(str(wrong))}
    message = str(record.msg)
    return _plain(message % given if given else message, LONGEST)


class _Told(str):
    """An error in words, which %r leaves as they are."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _plain(text: str, most: int) -> str:
    cut = text if len(text) <= most else f"{text[:most]} …"
    return _COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode(), cut)


def _trace(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return "\n".join(reversed(list(_raised(error))))[-TRACE:] if error else ""


def _raised(error: BaseException | None) -> Iterator[str]:
    """Where an error was raised, then what it came from."""
    while error is not None:
        yield "".join(traceback.format_tb(error.__traceback__)) + told(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
