"""A page that was asked for, from its address to an article: visit, read, find out whose it is and when, take in.

What isn't sure waits for a person, together with the page, rather than being guessed. No transaction is open while
another server is asked. A second run finds nothing to do.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from corroboration import ingestion, leases
from corroboration.fetching import dates, facts, outlets, visits
from corroboration.fetching.charsets import storable
from corroboration.fetching.dates import Moment
from corroboration.fetching.facts import Facts
from corroboration.fetching.politeness import ROBOTS_ASKED_AGAIN
from corroboration.fetching.rows import Retrieval
from corroboration.fetching.visits import Gone, NotNow
from corroboration.fetching.web import Fetched, Unfetchable
from corroboration.looking import begin_watching, kept_page, previous_text, revised_at
from sources.engine.names import slugify

log = logging.getLogger(__name__)

State = Retrieval.State
LEASE_SECONDS = 180  # robots.txt and the page may each take their 30 seconds, and the text of a large page its time
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 8, 32, 128))  # over in three hours: somebody waits for it
# Nobody waits for a feed's pages, and none is asked for by its feed again: they are tried until a site that was down
# over a weekend is back.
PAUSES_OF_FEEDS = (*PAUSES, timedelta(hours=12), timedelta(hours=24), timedelta(hours=48))
# What a page waits at most: for its turn at first, then for its pause, or its host's robots.txt that couldn't be had.
LONGEST = [
    (Q(attempts=0), PAUSES[0]),
    *((Q(attempts=n), max(pause, ROBOTS_ASKED_AGAIN)) for n, pause in enumerate(PAUSES_OF_FEEDS, start=1)),
]
LONGEST_ID = 300  # of an article
TIDIED_AT_ONCE = 50  # pages of up to some megabytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A page as it came. answer: None where a person handed it in."""

    text: str
    url: str
    is_html: bool = True
    answer: Fetched | None = None


def retrieve(retrieval_id: int, *, now: datetime) -> None:
    """Fetch a page that waits, and take it in."""
    waiting = Retrieval.objects.filter(state=State.WAITING)
    row = leases.take(waiting, retrieval_id, now=now, seconds=LEASE_SECONDS)
    if row is None:
        return
    if row.attempts > len(_pauses(row)) + 1:
        leases.finish(row, state=State.FAILED, reason=row.reason or "its worker was killed each time")
        return
    _minded(row, lambda: take_in(row, _brought(row, now), now=now), now=now)


def _pauses(row: Retrieval) -> tuple[timedelta, ...]:
    """How long a page is left alone after each attempt but the last."""
    return PAUSES_OF_FEEDS if row.feed_id and not row.by_id else PAUSES


def _brought(row: Retrieval, now: datetime) -> Brought:
    answer = visits.visit(row.url, now=now)
    text, is_html = visits.page_in(answer)
    return Brought(text, answer.url, is_html, answer)


def _minded(row: Retrieval, work: Callable[[], None], *, now: datetime, once: bool = False) -> None:
    """Do the work of a row that is ours; what goes wrong is its state and reason. once: it isn't tried again."""
    last = once or row.attempts > len(_pauses(row))
    try:
        work()
    except NotNow as later:
        if later.turn:
            leases.finish(row, attempts=row.attempts - 1, next_attempt_at=min(later.moment, now + PAUSES[0]))
        else:
            _failed(row, later.reason, final=last, now=now, not_before=min(later.moment, now + ROBOTS_ASKED_AGAIN))
    except Unfetchable as refusal:
        _failed(row, str(refusal), final=last or (refusal.final and not _may_come(row, refusal)), now=now)
    except Exception as error:  # what a page holds may break a parser in any way
        log.warning("retrieval %s: %s", row.pk, error, exc_info=True)
        _failed(row, f"it can't be read: {type(error).__name__}", final=last, now=now)


def _may_come(row: Retrieval, refusal: Unfetchable) -> bool:
    """Whether a page that isn't there may yet be: feeds list an article before all servers of its site have it."""
    return isinstance(refusal, Gone) and refusal.status == HTTPStatus.NOT_FOUND and row.feed_id is not None


def _failed(row: Retrieval, reason: str, *, final: bool, now: datetime, not_before: datetime | None = None) -> None:
    """Give a page back that couldn't be had. not_before: when its server may be asked again, as far as it stands with
    the page: its host keeps the rest."""
    if final:
        leases.finish(row, state=State.FAILED, reason=reason, page="")
    else:
        later = now + _pauses(row)[row.attempts - 1]
        leases.finish(row, next_attempt_at=max(later, not_before or later), reason=reason)


def take_in(row: Retrieval, brought: Brought, *, now: datetime) -> None:
    """Take a page in as an article, or have it wait for a person. The row is ours."""
    given = _given(row, now)
    found = _facts(brought, row, given, now)
    if not found.text.strip():
        raise Unfetchable("no article text was found in the page", final=True)
    whose = outlets.whose(found.canonical or brought.url, asked=row.outlet, site_name=found.site_name)
    moment = given if row.by_id and given is not None else found.dating.moment
    unclear = [reason for reason in (whose.reason, "" if moment else _undated(found)) if reason]
    seen = _as_found(found, brought, whose, moment)
    if unclear:
        reason = "; ".join(unclear)
        waiting = {"state": State.UNCLEAR, "attempts": 0, "next_attempt_at": now}  # from now on for a person: see tidy
        leases.finish(row, **waiting, reason=reason, found=seen, page=brought.text)
        return
    assert moment is not None
    _store(row, brought, found, whose.word, moment, seen, now)


def _store(
    row: Retrieval, brought: Brought, found: Facts, outlet: str, moment: Moment, seen: dict[str, Any], now: datetime
) -> None:
    line = _line(row, brought, found, outlet, moment)
    try:
        submission = ingestion.check(line, now=now)
        known = previous_text(submission)
        if known is not None and not known.differs(submission.text, brought.url):
            article = known.article
        else:
            if known is not None:
                line["revised_at"] = revised_at(found.modified, known.seen_at, now)
            elif found.modified is not None and found.modified.at > moment.at and not found.modified.day_only:
                line["revised_at"] = found.modified.written
            article = None
        with transaction.atomic():
            if article is None:
                article = ingestion.store(ingestion.check(line, now=now), now=now).article
            if not leases.finish(row, state=State.DONE, reason="", found=seen, article=article, page=""):
                transaction.set_rollback(True)
            elif brought.answer is not None:
                begin_watching(article, brought.answer, line["url"], now=now)
    except ingestion.Rejected as rejected:
        raise Unfetchable(str(rejected), final=True) from None


def _given(row: Retrieval, now: datetime) -> Moment | None:
    where = "who asked for it" if row.by_id else "its feed"
    return dates.read(row.hints.get("published_at"), where, now=now)


def _facts(brought: Brought, row: Retrieval, given: Moment | None, now: datetime) -> Facts:
    if brought.is_html:
        visits.check_tags(brought.text)
        return facts.facts_of(brought.text, brought.url, now=now, hint=given)
    first = next((line.strip() for line in brought.text.splitlines() if line.strip()), "")
    return Facts(
        brought.text, title=first[:200], dating=dates.settle([], given), canonical=facts.tidy(brought.url or row.url)
    )


def _undated(found: Facts) -> str:
    return found.dating.note or "the page doesn't say when it was published"


def _line(row: Retrieval, brought: Brought, found: Facts, outlet: str, moment: Moment) -> dict[str, Any]:
    url = _address(found, outlet)
    external_id = row.hints.get("external_id") or url or f"sha256:{hashlib.sha256(found.text.encode()).hexdigest()}"
    if len(external_id) > LONGEST_ID:
        external_id = f"sha256:{hashlib.sha256(external_id.encode()).hexdigest()}"
    return {
        "external_id": external_id,
        "outlet": outlet,
        "published_at": moment.written,
        "text": storable(found.text),
        "html": kept_page(brought.text) if brought.is_html else "",
        "title": storable(found.title or str(row.hints.get("title", "")))[:500],
        "url": url,
        "language": found.language or str(row.hints.get("language", "")),
    }


def _address(found: Facts, outlet: str) -> str:
    """The address of the article: another site's only where that is its outlet's as well."""
    if found.elsewhere:
        theirs = outlets.whose(found.elsewhere, asked="", site_name="").word
        if theirs and slugify(theirs) == slugify(outlet):
            return found.elsewhere
    return found.canonical


def _as_found(found: Facts, brought: Brought, whose: outlets.Whose, moment: Moment | None) -> dict[str, Any]:
    """What the page was found to be, as it is shown to people."""
    return {
        "title": found.title,
        "outlet": whose.word,
        "proposed_outlet": whose.proposed,
        "published_at": moment.written if moment else "",
        "dated_by": moment.where if moment else "",
        "modified_at": found.modified.written if found.modified else "",
        "authors": list(found.authors),
        "language": found.language,
        "url": found.canonical,
        "elsewhere": found.elsewhere,
        "fetched_from": brought.url,
        "is_html": brought.is_html,
        "characters": len(found.text),
        "notes": [*found.notes, *_doubts(brought)],
    }


def _doubts(brought: Brought) -> list[str]:
    fell = brought.answer is not None and brought.answer.fell_back
    return ["a redirect led from https to http: others may have changed the page on its way"] if fell else []


def settle_waiting(row: Retrieval, *, now: datetime) -> None:
    """Take in a page that waited for a person, with what the person said. No server is asked."""
    mine = leases.take(Retrieval.objects.filter(state=State.UNCLEAR), row.pk, now=now, seconds=LEASE_SECONDS)
    if mine is not None:
        kept = Brought(mine.page, mine.found["fetched_from"], mine.found["is_html"])
        _minded(mine, lambda: take_in(mine, kept, now=now), now=now, once=True)


def tidy(*, now: datetime) -> int:
    """Set aside the pages for which nobody has said in WAITING_PAGE_DAYS what they don't say themselves, and keep their
    text no longer. What was read of them stays, and they may be asked for again. Returns how many."""
    long_ago = now - timedelta(days=settings.WAITING_PAGE_DAYS)
    rows = Retrieval.objects.filter(state=State.UNCLEAR, token=None, next_attempt_at__lt=long_ago)
    within = f"within {settings.WAITING_PAGE_DAYS} days"
    reason = f"nobody answered {within}; the page isn't kept any longer. It waited because "
    tidied = 0
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:TIDIED_AT_ONCE]):
        over = rows.filter(pk__in=pks)  # some may have been answered just now
        tidied += over.update(state=State.FAILED, page="", reason=Concat(Value(reason), F("reason")))
    return tidied
