"""One visit to a page: leave of its robots.txt, a turn at its host, the request, and what its status means."""

from collections.abc import Mapping
from datetime import datetime

from corroboration.fetching import politeness
from corroboration.fetching.charsets import decoded
from corroboration.fetching.web import Fetched, Unfetchable, fetch
from corroboration.html import crowded

GONE = (404, 410)
NOT_MODIFIED = 304
HTML = ("text/html", "application/xhtml+xml")
PLAIN = "text/plain"
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8"
KINDS = {"application/pdf": "a PDF", "application/json": "JSON", "application/rss+xml": "a feed"}


class NotNow(Exception):
    """The host isn't to be asked before that moment. turn: only because others are before us."""

    def __init__(self, moment: datetime, reason: str, *, turn: bool = False) -> None:
        super().__init__(reason)
        self.moment, self.reason, self.turn = moment, reason, turn


class Gone(Unfetchable):
    """The server says that there is no such page."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the server answers {status}: there is no such page", final=True)
        self.status = status


def visit(url: str, *, headers: Mapping[str, str] | None = None, now: datetime) -> Fetched:
    """The page at this address: an answer of 2xx, or 304. Raises NotNow, Gone and Unfetchable, which say why."""
    _ask_leave(url, now)
    if (moment := politeness.take_turn(url, now=now)) is not None:
        raise NotNow(moment, "others' turn", turn=True)
    answer = fetch(url, headers={"Accept": ACCEPT, **(headers or {})})
    if (moment := politeness.asked_to_wait(answer, now=now)) is not None and answer.status in (429, 503):
        politeness.wait_until(url, moment, now=now)
        raise NotNow(moment, f"the server answers {answer.status} and asks to wait")
    if answer.status in GONE:
        raise Gone(answer.status)
    if answer.status != NOT_MODIFIED and not 200 <= answer.status < 300:
        raise Unfetchable(f"the server answers {answer.status}")
    if politeness.host_of(answer.url) != politeness.host_of(url):
        _ask_leave(answer.url, now)
    return answer


def page_in(answer: Fetched) -> tuple[str, bool]:
    """The text of an answer, and whether it is HTML. Raises Unfetchable for what can't be read as an article."""
    given = answer.headers.get("content-type", "")
    kind = given.partition(";")[0].strip().lower() or _sniffed(answer.body)
    if kind not in (*HTML, PLAIN):
        raise Unfetchable(
            f"it is {KINDS.get(kind, kind or 'of no known type')}: only web pages and plain text are read", final=True
        )
    text = decoded(answer.body, given)
    if kind in HTML:
        check_tags(text)
    return text, kind in HTML


def check_tags(page: str) -> None:
    """Refuse a page that would keep its reader busy for too long."""
    if reason := crowded(page):
        raise Unfetchable(f"a page of {reason}", final=True)


def _ask_leave(url: str, now: datetime) -> None:
    leave = politeness.robots_say(url, now=now)
    if leave is None:
        raise NotNow(now + politeness.ROBOTS_ASKED_AGAIN, "the robots.txt of its host can't be had")
    if not leave:
        raise Unfetchable("the robots.txt of its host forbids it", final=True)


def _sniffed(body: bytes) -> str:
    start = body.lstrip()[:64].lower()
    if start.startswith(b"%pdf"):
        return "application/pdf"
    return HTML[0] if start.startswith(b"<") else ""
