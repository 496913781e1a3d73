"""Later looks at a page: the same text, an edit, a notice in its place, a page that is gone; and when they are due."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.models import Article
from corroboration import looking, retrieval, retrieving
from corroboration.fetching.rows import Edit, Host, Look, Page, Retrieval
from corroboration.looking import DELAYS
from tests.factories import make_source
from tests.fetching.server import Answer
from tests.retrieval.layouts import BODY, COMMENT, HEADLINE, page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HTML = {"content_type": "text/html; charset=utf-8"}
Outcome = Look.Outcome
HEAD = '<meta property="article:published_time" content="2026-11-22T10:00:00Z">'


def article(body: str = BODY, head: str = HEAD, rest: str = "") -> str:
    return page(head, f"<article><h1>{HEADLINE}</h1>{body}</article>{rest}")


@pytest.fixture
def url(site) -> str:
    make_source("The Morning Herald", homepage=site.address + "/")
    address = site.page("/a", article(), ETag='"1"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT", **HTML)
    row = retrieval.ask(address, now=NOW)
    retrieving.retrieve(row.pk, now=NOW)
    return address


def looked(now: datetime) -> Look:
    Host.objects.update(next_turn_at=now)
    looking.look(Page.objects.get().pk, now=now)
    return Look.objects.first()


def test_looks_are_due_after_ever_longer_delays_and_then_no_more(site, url):
    seen = []
    while (watched := Page.objects.get()).state == Page.State.WATCHED:
        seen.append(watched.next_attempt_at - NOW)
        assert retrieval.due_looks(now=watched.next_attempt_at - timedelta(seconds=1)) == []
        assert retrieval.due_looks(now=watched.next_attempt_at) == [watched.pk]
        assert looked(watched.next_attempt_at).outcome == Outcome.SAME
    assert tuple(seen) == DELAYS
    assert Page.objects.get().state == Page.State.OVER
    assert Article.objects.count() == 1


def test_a_look_before_its_time_is_none(site, url):
    asked = len(site.asked)
    assert looked(NOW + HOUR / 2).outcome == Outcome.FIRST
    assert len(site.asked) == asked


def test_one_look_stands_for_those_that_were_missed(site, url):
    looked(NOW + 2 * DAY)
    assert Page.objects.get().next_attempt_at == NOW + DELAYS[3]


def test_a_page_is_asked_whether_it_changed(site, url):
    site.answers["/a"] = lambda asked: Answer(
        status=304 if asked.headers.get("if-none-match") == '"1"' and "if-modified-since" in asked.headers else 500
    )
    assert (looked(NOW + HOUR).outcome, Look.objects.first().status) == (Outcome.SAME, 304)


SURROUNDINGS = {
    "a comment": article(rest=f"<div id=comments><div class=comment><p>{COMMENT}</p></div></div>"),
    "related stories": article(rest="<aside><h3>Related</h3><p><a href=/x>Flood warning lifted</a></p></aside>"),
    "its stamp": article(head=f'{HEAD}<meta property="article:modified_time" content="2026-11-22T12:30:00Z">'),
    "its furniture": article(rest="<footer><p>Copyright, and a newsletter that you may want to read.</p></footer>"),
}  # fmt: skip


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_what_stands_around_the_article_makes_no_revision(site, url, what):
    site.page("/a", SURROUNDINGS[what], **HTML)
    assert looked(NOW + HOUR).outcome == Outcome.SAME
    assert Article.objects.count() == 1
    assert not Edit.objects.exists()


def test_an_edit_comes_in_as_a_revision_dated_by_the_look(site, url):
    first = Article.objects.get()
    site.page("/a", article(BODY.replace("14 people", "9 people")), **HTML)
    look = looked(NOW + HOUR)
    edited = Article.objects.exclude(pk=first.pk).get()
    assert (look.outcome, look.article) == (Outcome.CHANGED, edited)
    assert (edited.external_id, edited.url, edited.outlet) == (first.external_id, first.url, first.outlet)
    assert (edited.published_at, edited.revised_at) == (first.published_at, NOW + HOUR)
    assert "9 people" in edited.text
    assert "9 people" in edited.html
    edit = Edit.objects.get()
    assert (edit.article, edit.before, edit.noted, edit.at) == (edited, first, False, NOW + HOUR)
    assert looked(NOW + 6 * HOUR).outcome == Outcome.SAME


MODIFIED = {
    "since the last look": ("2026-11-22T12:30:00Z", NOW + HOUR / 2),
    "before the last look": ("2026-11-22T11:00:00Z", NOW + HOUR),
    "in the future": ("2026-11-22T18:00:00Z", NOW + HOUR),
    "on that day": ("2026-11-22", NOW + HOUR),
}


@pytest.mark.parametrize("said", MODIFIED)
def test_the_page_s_own_date_of_change_is_believed_only_where_it_can_be(site, url, said):
    raw, believed = MODIFIED[said]
    head = f'{HEAD}<meta property="article:modified_time" content="{raw}">'
    site.page("/a", article(BODY.replace("14 people", "9 people"), head), **HTML)
    looked(NOW + HOUR)
    assert Edit.objects.get().article.revised_at == believed


def test_an_edit_that_tells_its_readers_is_noted_as_such(site, url):
    told = f"{BODY.replace('14 people', '9 people')}<p>Correction: an earlier version of this article said 14.</p>"
    site.page("/a", article(told), **HTML)
    looked(NOW + HOUR)
    assert Edit.objects.get().noted


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_noted_and_retracts_nothing(site, url, status):
    site.page("/a", status=status)
    look = looked(NOW + HOUR)
    assert (look.outcome, look.status) == (Outcome.GONE, status)
    assert Page.objects.get().state == Page.State.GONE
    assert Article.objects.get().replaced_by is None
    assert looked(NOW + 6 * HOUR) == look


UNREADABLE = {
    "a notice in its place": page("", "<p>This page was removed. Please go back to our front page, and read on.</p>"),
    "nothing": "<html></html>",
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_page_that_shows_something_else_is_no_edit(site, url, what):
    site.page("/a", UNREADABLE[what], **HTML)
    assert looked(NOW + HOUR).outcome == Outcome.UNREADABLE
    assert Article.objects.count() == 1
    site.page("/a", article(), **HTML)
    assert looked(NOW + 6 * HOUR).outcome == Outcome.SAME


@pytest.mark.parametrize("status", [403, 500])
def test_a_page_that_cannot_be_had_is_looked_at_again_at_the_next_time(site, url, status):
    site.page("/a", status=status)
    assert looked(NOW + HOUR).outcome == Outcome.UNREACHABLE
    assert Page.objects.get().next_attempt_at == NOW + DELAYS[1]


def test_a_look_waits_for_its_host_s_turn_without_being_lost(site, url):
    Host.objects.update(next_turn_at=NOW + 2 * HOUR)
    watched = Page.objects.get()
    looking.look(watched.pk, now=NOW + HOUR)
    watched.refresh_from_db()
    assert (watched.looks, watched.next_attempt_at, Look.objects.count()) == (0, NOW + 2 * HOUR, 1)


def test_a_server_that_asks_to_wait_each_time_is_not_asked_for_ever(site, url):
    site.page("/a", status=429, Retry_After="1")
    asked = len(site.asked)
    while (watched := Page.objects.get()).state == Page.State.WATCHED:
        looked(max(watched.next_attempt_at, NOW + HOUR))
        assert len(site.asked) - asked < 150
    outcomes = list(Look.objects.values_list("outcome", flat=True))
    assert outcomes == [*[Outcome.UNREACHABLE] * len(DELAYS), Outcome.FIRST]
    assert Page.objects.get().next_attempt_at <= NOW + DELAYS[-1] + DAY


def test_a_look_that_was_put_off_is_made_up_for(site, url):
    site.page("/a", status=503, Retry_After="1800")
    assert looked(NOW + HOUR).outcome == Outcome.FIRST
    later = Page.objects.get().next_attempt_at
    assert NOW + 1.5 * HOUR <= later < NOW + 3 * HOUR
    site.page("/a", article(), **HTML)
    assert looked(later).outcome == Outcome.SAME
    assert Page.objects.get().next_attempt_at == NOW + DELAYS[1]


def test_a_page_that_kills_its_worker_each_time_is_given_up_until_the_next_look(site, url):
    Page.objects.update(attempts=looking.MOST_ATTEMPTS)
    asked = len(site.asked)
    assert looked(NOW + HOUR).outcome == Outcome.UNREADABLE
    assert (len(site.asked), Page.objects.get().attempts) == (asked, 0)


def test_a_page_asked_for_again_by_a_person_shows_an_edit_at_once(site, url):
    site.page("/a", article(BODY.replace("14 people", "9 people")), **HTML)
    Host.objects.update(next_turn_at=NOW)
    row = retrieval.ask(url, now=NOW + HOUR)
    retrieving.retrieve(row.pk, now=NOW + HOUR)
    edit = Edit.objects.get()
    assert (Retrieval.objects.get(pk=row.pk).article, edit.at) == (edit.article, NOW + HOUR)
    assert Look.objects.first().outcome == Outcome.CHANGED


def test_another_form_of_the_page_makes_no_edit(site, url):
    short = BODY.partition("<blockquote>")[0] + BODY.partition("</blockquote>")[2]
    amp = site.page("/amp/a", article(short, f'{HEAD}<link rel="canonical" href="/a">'), **HTML)
    Host.objects.update(next_turn_at=NOW)
    row = retrieval.ask(amp, now=NOW + HOUR)
    retrieving.retrieve(row.pk, now=NOW + HOUR)
    assert Article.objects.count() == 1
