"""Manners towards other people's servers: one request at a time and a pause, robots.txt, and waiting when told to.

What is known of a host stands in the database, so that all workers mind it.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils import timezone
from protego import Protego

from corroboration import leases
from corroboration.fetching.rows import Host
from corroboration.fetching.web import AGENT, Fetched, Unfetchable, fetch

NAME = AGENT.partition("/")[0]  # by which robots.txt may name us
PAUSE = timedelta(seconds=2)  # between two requests to a host: what careful crawlers keep to
LONGEST_PAUSE = timedelta(seconds=60)  # that a robots.txt may wish for: more, and an outlet's news would be days late
LONGEST_WAIT = timedelta(days=1)  # that a Retry-After may ask for
ROBOTS_KEPT = timedelta(days=1)  # RFC 9309: no longer than a day
ROBOTS_ASKED_AGAIN = timedelta(hours=1)  # where it couldn't be had
ROBOTS_BYTES = 512_000  # RFC 9309: at least 500 KiB are read
DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The server that a URL leads to: its name in lower case, and the port where it is unusual."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{name}:{parts.port}"


def take_turn(url: str, *, now: datetime) -> datetime | None:
    """Take the next turn at the host of a URL. None: it is ours, ask now; else when to come back."""
    host = _host(url, now)
    pause = max(PAUSE, timedelta(seconds=host.pause))
    if Host.objects.filter(pk=host.pk).exclude(busy(now)).update(next_turn_at=now + pause):
        return None
    turn, asked = Host.objects.values_list("next_turn_at", "asked_until").get(pk=host.pk)
    return max(turn, asked or turn, now + timedelta(milliseconds=1))  # it may have become free since


def busy(now: datetime) -> Q:
    """Hosts that aren't to be asked now: it isn't our turn, or they asked for time."""
    return Q(next_turn_at__gt=now) | Q(asked_until__isnull=False, asked_until__gt=now)


def follow_clock(*, now: datetime) -> None:
    """Leave no host alone for longer than we ever do (leases.follow_clock)."""
    known = Host.objects.filter(robots_known=True, robots_until__isnull=False)
    unknown = Host.objects.filter(robots_known=False, robots_until__isnull=False)
    leases.follow_clock(Host.objects.all(), now=now, otherwise=LONGEST_PAUSE, field="next_turn_at")
    asked = Host.objects.filter(asked_until__isnull=False)
    leases.follow_clock(asked, now=now, otherwise=LONGEST_WAIT, field="asked_until")
    leases.follow_clock(known, now=now, otherwise=ROBOTS_KEPT, field="robots_until")
    leases.follow_clock(unknown, now=now, otherwise=ROBOTS_ASKED_AGAIN, field="robots_until")


def wait_until(url: str, moment: datetime, *, now: datetime) -> None:
    """Leave the host of a URL alone until then, as it asked for; a day at most."""
    moment = min(moment, now + LONGEST_WAIT)
    sooner = Q(asked_until=None) | Q(asked_until__lt=moment)
    Host.objects.filter(sooner, pk=_host(url, now).pk).update(asked_until=moment)


def asked_to_wait(answer: Fetched, *, now: datetime) -> datetime | None:
    """Until when an answer's Retry-After asks us to wait, in seconds or as a date, a day at most; None: it doesn't,
    or unreadably."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return now + min(timedelta(seconds=int(given[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(given)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(moment, now + LONGEST_WAIT)


def allowed(url: str, *, now: datetime | None = None) -> bool:
    """Whether the host's robots.txt lets us ask for this. It is fetched where it isn't known or a day old.

    Where it can't be had (RFC 9309: "unreachable") the one known goes on counting, without one nothing is allowed.
    """
    return bool(robots_say(url, now=now or timezone.now()))


def robots_say(url: str, *, now: datetime) -> bool | None:
    """The same; None where the robots.txt couldn't be had, so that one may come back."""
    host = _host(url, now)
    if host.robots_until is None or host.robots_until <= now:
        host = _with_robots(host, url, now)
    return Protego.parse(host.robots).can_fetch(url, NAME) if host.robots_known else None


def forget_robots(hosts: QuerySet[Host]) -> int:
    """Have the robots.txt of these hosts asked for anew, before anything else. Returns how many; what the old one says
    counts on where the new one can't be had."""
    return hosts.update(robots_until=None)


def _host(url: str, now: datetime) -> Host:
    return Host.objects.get_or_create(name=host_of(url), defaults={"next_turn_at": now})[0]


def _with_robots(host: Host, url: str, now: datetime) -> Host:
    text = _robots(url)
    if text is None:
        host.robots_until = now + ROBOTS_ASKED_AGAIN
        host.save(update_fields=["robots_until"])
        return host
    host.robots, host.robots_known, host.robots_until = text, True, now + ROBOTS_KEPT
    wished = Protego.parse(text).crawl_delay(NAME) or 0.0
    host.pause = min(max(wished, 0.0), LONGEST_PAUSE.total_seconds())
    host.save(update_fields=["robots", "robots_known", "robots_until", "pause"])
    return host


def _robots(url: str) -> str | None:
    """The robots.txt of a URL's host; "" where there is none (any 4xx but 429), None where that can't be told."""
    parts = urlsplit(url)
    try:
        answer = fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", most_bytes=ROBOTS_BYTES)
    except Unfetchable:
        return None
    if answer.status == 429 or answer.status >= 500:
        return None
    return answer.body.decode("utf-8", "replace").replace("\0", "") if answer.status < 300 else ""
