"""Later looks at pages that were taken in: what an outlet edits without a word is found only by who looks again.

The same text is noted and changes nothing. Another one comes in as a revision, which is compared with the earlier text
claim by claim (docs/adr/0017). A page that is gone is noted, too, and retracts nothing.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from claims.models import Article
from corroboration import ingestion, leases
from corroboration.engine.revised import Version, revision_order
from corroboration.fetching import facts, sameness, visits
from corroboration.fetching.charsets import storable
from corroboration.fetching.dates import Moment
from corroboration.fetching.politeness import host_of
from corroboration.fetching.rows import HEADER_LENGTH, URL_LENGTH, Look, Page
from corroboration.fetching.visits import Gone, NotNow
from corroboration.fetching.web import Fetched, Unfetchable
from sources.selectors import outlet_directory
from sources.services import outlet_voice

log = logging.getLogger(__name__)

# When a page is looked at again, counted from the first time. Most corrections and silent edits come within hours of
# publication; some within days, when others have objected; after a month an article is hardly touched.
DELAYS = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
LEASE_SECONDS = 180
MOST_ATTEMPTS = 3  # at one look, without an end: then it kills its worker
SHORTEST_WAIT = timedelta(minutes=10)  # whatever its server asks for; and a quarter of the time until the next look
LAST_WAIT = timedelta(days=1)  # for the last look
Outcome = Look.Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """The text of an article that stands so far, when its outlet was last seen to publish it, and at which address."""

    article: Article
    seen_at: datetime
    url: str = ""

    def differs(self, text: str, url: str) -> bool:
        """Whether a text is the article edited. Other surroundings are no edit, nor is what another form of the page
        (AMP, print) leaves out."""
        return self.url in ("", url) and sameness.is_edited(self.article.text, text)


def previous_text(submission: ingestion.Submission) -> Known | None:
    """What is known already of the article that a submission is a text of; None: it is new."""
    outlet = outlet_voice(submission.outlet, outlet_directory())
    same = Q(external_id=submission.external_id) | (Q(url=submission.url) if submission.url else Q(pk__in=[]))
    rows = list(Article.objects.filter(same, outlet__slug=outlet.slug).defer("html", "zones", "notes", "shingles"))
    if not rows:
        return None
    standing = max(rows, key=_order)
    ids = {row.external_id for row in rows}
    page = Page.objects.filter(outlet__slug=outlet.slug, external_id__in=ids).order_by("-seen_at").first()
    if page is None:
        return Known(standing, standing.received_at)
    return Known(standing, max(page.seen_at, standing.received_at), page.url)


def revised_at(modified: Moment | None, seen_at: datetime, now: datetime) -> str:
    """When a text that differs from the one last seen came out: when the page says that it was modified, where that
    lies between then and now; else it is dated by the look, which is surely not too early."""
    if modified is not None and not modified.day_only and seen_at < modified.at <= now:
        return modified.written
    return now.isoformat()


def kept_page(html: str) -> str:
    """A page as it is kept beside the text that was taken out of it; "" where it is too large to be."""
    kept = storable(html)
    return kept if len(kept.encode()) <= settings.ARTICLE_BYTES else ""


def begin_watching(article: Article, answer: Fetched, url: str, *, now: datetime) -> None:
    """Have the page of an article looked at again, inside the caller's transaction. One that is watched stays as it
    is, but for what was seen now."""
    seen = {"seen_at": now, **_validators(answer)}
    page, new = Page.objects.get_or_create(
        outlet_id=article.outlet_id,
        external_id=article.external_id,
        defaults={
            "url": answer.url if len(answer.url) <= URL_LENGTH else url,
            "host": host_of(answer.url),
            "first_seen_at": now,
            "next_attempt_at": now + DELAYS[0],
            **seen,
        },
    )
    if new:
        _note(page, Outcome.FIRST, now, answer=answer, article=article)
        return
    Page.objects.filter(pk=page.pk).update(**seen)
    brought = Look.objects.filter(page=page, article=article).exists()
    _note(page, Outcome.SAME if brought else Outcome.CHANGED, now, answer=answer, article=article)


def look(page_id: int, *, now: datetime) -> None:
    """Look at a page again, if it is due."""
    page = leases.take(Page.objects.filter(state=Page.State.WATCHED), page_id, now=now, seconds=LEASE_SECONDS)
    if page is None:
        return
    if page.attempts > MOST_ATTEMPTS:
        reason = f"looking at it ended without an end {MOST_ATTEMPTS} times"
        _finished(page, Outcome.UNREADABLE, now, reason=reason)
        return
    try:
        answer = visits.visit(page.url, headers=_conditions(page), now=now)
        _seen(page, answer, now)
    except NotNow as later:
        _put_off(page, later, now)
    except Gone as gone:
        _finished(page, Outcome.GONE, now, reason=str(gone), status=gone.status, state=Page.State.GONE)
    except Unfetchable as refusal:
        _finished(page, Outcome.UNREACHABLE, now, reason=str(refusal))
    except Exception as error:  # what a page holds may break a parser in any way
        log.warning("look at page %s: %s", page.pk, error, exc_info=True)
        _finished(page, Outcome.UNREADABLE, now, reason=f"it can't be read: {type(error).__name__}")


def _put_off(page: Page, later: NotNow, now: datetime) -> None:
    """Look later. Where its server can't be asked until the next look is due, this one came to nothing."""
    if later.turn:
        leases.finish(page, next_attempt_at=later.moment, attempts=0)
        return
    times = (page.first_seen_at + delay for delay in (*DELAYS, DELAYS[-1] + LAST_WAIT))
    following = next((time for time in times if time > now), now)
    moment = max(later.moment, now + max(SHORTEST_WAIT, (following - now) / 4))
    if moment >= following:
        _finished(page, Outcome.UNREACHABLE, now, reason=later.reason)
    else:
        leases.finish(page, next_attempt_at=moment, attempts=0)


def _seen(page: Page, answer: Fetched, now: datetime) -> None:
    if answer.status == visits.NOT_MODIFIED:
        _finished(page, Outcome.SAME, now, answer=answer, seen_at=now)
        return
    text, is_html = visits.page_in(answer)
    found = facts.facts_of(text, answer.url, now=now) if is_html else facts.Facts(text)
    standing = _standing(page)
    seen = {"seen_at": now, **_validators(answer)}
    if not found.text.strip():
        _finished(page, Outcome.UNREADABLE, now, reason="no article text was found in the page", answer=answer)
    elif standing is None or not sameness.is_edited(standing.text, found.text):
        _finished(page, Outcome.SAME, now, answer=answer, **seen)
    elif not sameness.is_same_story(standing.text, found.text):
        reason = "another text altogether: a notice, a wall, or another article at the same address"
        _finished(page, Outcome.UNREADABLE, now, reason=reason, answer=answer)
    else:
        since = max(page.seen_at, standing.received_at)
        _revised(page, standing, answer, text if is_html else "", found, since, seen, now)


def _revised(
    page: Page, standing: Article, answer: Fetched, html: str, found: facts.Facts, since: datetime, seen: dict, now
) -> None:
    line = {
        "external_id": page.external_id,
        "outlet": standing.outlet_name,
        "published_at": standing.published_at.date().isoformat()
        if standing.day_only
        else standing.published_at.isoformat(),
        "text": storable(found.text),
        "html": kept_page(html),
        "title": storable(found.title or standing.title)[:500],
        "url": standing.url,
        "language": found.language or standing.language,
        "wire": standing.wire,
        "via": standing.via,
        "revised_at": revised_at(found.modified, since, now),
    }
    try:
        submission = ingestion.check(line, now=now)
        with transaction.atomic():
            article = ingestion.store(submission, now=now).article
            if not _finished(page, Outcome.CHANGED, now, answer=answer, article=article, **seen):
                transaction.set_rollback(True)
    except ingestion.Rejected as rejected:
        _finished(page, Outcome.UNREADABLE, now, reason=str(rejected), answer=answer)


def _standing(page: Page) -> Article | None:
    rows = Article.objects.filter(outlet_id=page.outlet_id, external_id=page.external_id)
    return max(rows.defer("html", "zones", "notes", "shingles"), key=_order, default=None)


def _order(article: Article) -> tuple[datetime, str, str]:
    return revision_order(Version(article.public_id, article.published_at, article.revised_at, article.text_hash))


def _finished(
    page: Page,
    outcome: Outcome,
    now: datetime,
    *,
    reason: str = "",
    answer: Fetched | None = None,
    status: int | None = None,
    article: Article | None = None,
    state: str = Page.State.WATCHED,
    **fields: object,
) -> bool:
    """Note a look, and when the next one is. False: the page isn't ours any more, and nothing was stored."""
    looks = page.looks + 1
    while looks < len(DELAYS) and page.first_seen_at + DELAYS[looks] <= now:
        looks += 1  # missed while nobody looked: one look stands for them
    if state == Page.State.WATCHED and looks >= len(DELAYS):
        state = Page.State.OVER
    following = page.first_seen_at + DELAYS[min(looks, len(DELAYS) - 1)]
    with transaction.atomic():
        if not leases.finish(page, state=state, looks=looks, attempts=0, next_attempt_at=following, **fields):
            return False
        _note(page, outcome, now, reason=reason, answer=answer, status=status, article=article)
    return True


def _note(
    page: Page,
    outcome: Outcome,
    now: datetime,
    *,
    reason: str = "",
    answer: Fetched | None = None,
    status: int | None = None,
    article: Article | None = None,
) -> None:
    came = {"status": status}
    if answer is not None:
        hashed = hashlib.sha256(answer.body).hexdigest() if answer.body else ""
        came = {"status": answer.status, "final_url": answer.url[:2000], "body_hash": hashed}
    Look.objects.create(page=page, at=now, outcome=outcome, reason=reason, article=article, **came)


def _conditions(page: Page) -> dict[str, str]:
    """What to ask by whether the page is still the same: only what a header can hold."""
    given = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in given.items() if value}


def _validators(answer: Fetched) -> dict[str, str]:
    given = {"etag": answer.headers.get("etag", ""), "last_modified": answer.headers.get("last-modified", "")}
    return {name: value if value.isascii() and len(value) <= HEADER_LENGTH else "" for name, value in given.items()}
