"""One attempt: a notice signed and posted, and what the receiver made of it. Nothing is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from corroboration.fetching import web
from corroboration.models import Delivery, Notice, Webhook
from corroboration.webhooks import secrets

VERSION = 1  # of the payload: raised when something in it is changed or taken away, not when something is added
SECONDS = 10.0  # for an answer
EXCERPT = 500  # characters of an answer that are kept
LONGEST_WAIT = timedelta(days=1)  # that a receiver may ask for
OK = range(200, 300)
REDIRECTS = range(300, 400)
ASKS_TO_WAIT = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt. status: None where there was no answer. error: why it failed, "" where it didn't. wait:
    what the receiver asked for. final: trying again would change nothing. gone: the receiver wants no more of it."""

    status: int | None = None
    excerpt: str = ""
    error: str = ""
    wait: timedelta = timedelta(0)
    final: bool = False
    gone: bool = False

    @property
    def received(self) -> bool:
        return not self.error


def send(delivery: Delivery, *, now: datetime) -> Answer:
    """Make one attempt. No transaction may be open: it can take SECONDS."""
    notice, webhook = delivery.notice, delivery.webhook
    body = payload(notice)
    headers = {"Content-Type": "application/json"} | secrets.headers(webhook, message_id(notice), body, now=now)
    try:
        found = web.deliver(webhook.url, body.encode(), headers=headers, seconds=SECONDS)
    except web.Unfetchable as error:
        return Answer(error=str(error), final=error.final)
    return _read(found, webhook, now)


def payload(notice: Notice) -> str:
    """What a receiver gets: the same at every attempt, in ASCII, so that it is read alike whatever it is taken for."""
    body: dict[str, Any] = {
        "type": notice.kind,
        "version": VERSION,
        "timestamp": notice.made_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": notice.data,
    }
    return json.dumps(body, sort_keys=True)


def message_id(notice: Notice) -> str:
    """What a receiver knows a notice by: the same at every attempt."""
    return f"msg_{notice.public_id}"


def _read(found: web.Fetched, webhook: Webhook, now: datetime) -> Answer:
    excerpt = secrets.without_secrets(found.body.decode(errors="replace").replace("\0", ""), webhook)[:EXCERPT]
    if found.status in OK:
        return Answer(found.status, excerpt)
    wait = _wait(found.headers, now) if found.status in ASKS_TO_WAIT else timedelta(0)
    gone = found.status == HTTPStatus.GONE
    return Answer(found.status, excerpt, _in_words(found.status), wait, final=gone, gone=gone)


def _in_words(status: int) -> str:
    if status in REDIRECTS:
        return f"answered {status}: redirects aren't followed"
    known = {each.value: each.phrase for each in HTTPStatus}
    return f"answered {status} {known.get(status, '')}".rstrip()


def _wait(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long a receiver asks us to wait, in seconds or until a date; nothing where that can't be read."""
    said = headers.get("retry-after", "").strip()
    try:
        asked = timedelta(seconds=int(said)) if said.isdecimal() else _date(said) - now
    except (ValueError, OverflowError):
        return timedelta(0)
    return min(max(asked, timedelta(0)), LONGEST_WAIT)


def _date(text: str) -> datetime:
    day = parsedate_to_datetime(text)
    return day if day.tzinfo else day.replace(tzinfo=UTC)
