"""From an address to an article, against a real server: what is taken in, what waits, what fails and is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.models import Article
from corroboration import leases, retrieval, retrieving
from corroboration.fetching.politeness import PAUSE
from corroboration.fetching.rows import Host, Look, Page, Retrieval
from sources.models import Source
from tests.factories import make_feed, make_source
from tests.fetching.server import Answer
from tests.people import make_checker
from tests.retrieval.layouts import ARABIC_TEXT, BODY, DAYS_APART, FIRST, HEADLINE, LAST, LINKED_DATA, UNDATED, page

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
State = Retrieval.State
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
HTML = {"content_type": "text/html; charset=utf-8"}


@pytest.fixture
def herald(site) -> Source:
    return make_source("The Morning Herald", homepage=site.address + "/")


def fetched(url: str, *, now: datetime = NOW, **asked) -> Retrieval:
    row = retrieval.ask(url, now=now, **asked)
    retrieving.retrieve(row.pk, now=now)
    row.refresh_from_db()
    return row


def again(row: Retrieval, now: datetime) -> Retrieval:
    Host.objects.update(next_turn_at=now)
    retrieving.retrieve(row.pk, now=now)
    row.refresh_from_db()
    return row


def test_a_page_of_a_known_site_becomes_an_article_of_its_outlet(
    site, herald, wakeups, django_capture_on_commit_callbacks
):
    url = site.page("/news/blast-1", LINKED_DATA, **HTML)
    with django_capture_on_commit_callbacks(execute=True):
        row = fetched(url)
    article = row.article
    assert (row.state, row.reason, article.outlet) == (State.DONE, "", herald)
    assert (article.external_id, article.url, article.title) == (url, url, HEADLINE)
    assert (article.published_at, article.day_only) == (datetime(2021, 5, 4, 10, 30, tzinfo=UTC), False)
    assert article.revised_at == datetime(2021, 5, 4, 12, tzinfo=UTC)
    assert (article.language, article.html) == ("en", LINKED_DATA)
    assert FIRST in article.text
    assert row.found["authors"] == ["Jana Nováková", "Petr Malý"]
    assert [name for name, _ in wakeups] == ["corroboration.tasks.retrieve", "corroboration.tasks.process_article"]
    look = Look.objects.get()
    assert (look.outcome, look.status, look.final_url, len(look.body_hash)) == (Look.Outcome.FIRST, 200, url, 64)


def test_a_second_run_finds_nothing_to_do(site, herald):
    row = fetched(site.page("/a", LINKED_DATA, **HTML))
    asked = len(site.asked)
    assert again(row, NOW + HOUR).state == State.DONE
    assert len(site.asked) == asked


def test_a_page_asked_for_again_is_the_same_article(site, herald):
    url = site.page("/a", LINKED_DATA, **HTML)
    first = fetched(url)
    Host.objects.update(next_turn_at=NOW)
    assert fetched(url, now=NOW + HOUR).article == first.article
    assert Article.objects.count() == Page.objects.count() == 1


def test_the_outlet_that_was_asked_for_goes_first_by_name_or_slug(site, herald):
    courier = make_source("Evening Courier")
    assert fetched(site.page("/a", LINKED_DATA, **HTML), outlet="evening-courier").article.outlet == courier
    Host.objects.update(next_turn_at=NOW)
    assert fetched(site.page("/b", LINKED_DATA, **HTML), outlet="Evening Courier").article.outlet == courier


def test_a_page_of_nobody_known_waits_for_a_person_with_what_it_says_of_itself(site):
    row = fetched(site.page("/a", LINKED_DATA, **HTML))
    assert row.state == State.UNCLEAR
    assert "no outlet is known to publish at 127.0.0.1" in row.reason
    assert row.found["proposed_outlet"] == "The Morning Herald"
    assert not Source.objects.exists(), "what a page calls itself makes no outlet"
    retrieval.settle(row, outlet="The Morning Herald", by=make_checker(), now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, row.article.outlet.slug, row.page) == (State.DONE, "the-morning-herald", "")
    Host.objects.update(next_turn_at=NOW)
    assert fetched(site.page("/b", DAYS_APART.replace("2021-05-09", "2021-05-04"), **HTML)).article.outlet.slug == (
        "the-morning-herald"
    ), "whose this host is has been said"


def test_a_page_without_a_date_waits_for_a_person(site, herald):
    row = fetched(site.page("/a", UNDATED, **HTML))
    assert (row.state, row.reason) == (State.UNCLEAR, "the page doesn't say when it was published")
    asked = len(site.asked)
    retrieval.settle(row, published_at="2021-05-04", by=make_checker(), now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.state, row.article.day_only, len(site.asked)) == (State.DONE, True, asked)


def test_a_page_with_two_dates_waits_for_a_person_unless_its_feed_says_which(site, herald):
    url = site.page("/a", DAYS_APART, **HTML)
    row = fetched(url)
    assert (row.state, "its dates differ" in row.reason) == (State.UNCLEAR, True)
    Retrieval.objects.all().delete()
    Host.objects.update(next_turn_at=NOW)
    feed = make_feed(herald)
    found = fetched(url, feed=feed, hints={"published_at": "2021-05-04T11:00:00+00:00", "external_id": "guid-1"})
    assert (found.state, found.article.external_id, found.article.url) == (State.DONE, "guid-1", url)


def test_a_person_s_date_goes_before_the_page_s_and_a_feed_s_behind_it(site, herald):
    url = site.page("/a", LINKED_DATA, **HTML)
    hints = {"published_at": "2021-05-03"}
    assert fetched(url, feed=make_feed(herald), hints=hints).article.published_at.day == 4
    Article.objects.all().delete()
    Host.objects.update(next_turn_at=NOW)
    assert fetched(url, by=make_checker(), hints=hints).article.published_at.day == 3


def test_plain_text_is_taken_as_it_is(site, herald):
    url = site.page("/a.txt", f"{HEADLINE}\n\n{FIRST}", content_type="text/plain")
    found = fetched(url, by=make_checker(), hints={"published_at": "2021-05-04"})
    assert (found.article.text, found.article.title, found.article.html) == (f"{HEADLINE}\n\n{FIRST}", HEADLINE, "")


def test_a_page_in_an_old_charset_is_read(site, herald):
    html = f"<html><head><meta charset=windows-1256><meta name=date content=2021-05-04></head><p>{ARABIC_TEXT}"
    url = site.page("/a", html.encode("cp1256"), content_type="text/html; charset=ISO-8859-1")
    assert ARABIC_TEXT in fetched(url).article.text


# --- what isn't to be had ---

REFUSED = {
    "a PDF": (b"%PDF-1.7", "application/pdf", "it is a PDF"),
    "a PDF by its look": (b"%PDF-1.7", "", "it is a PDF"),
    "a picture": (b"\xff\xd8", "image/jpeg", "it is image/jpeg"),
    "an empty page": (b"<html></html>", "text/html", "no article text"),
    "too many tags": (b"<p>" * 30_001, "text/html", "30,001 tags"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_article_is_refused_in_words(site, herald, what):
    body, kind, words = REFUSED[what]
    row = fetched(site.page("/a", body, **({"content_type": kind} if kind else {})))
    assert (row.state, words in row.reason) == (State.FAILED, True), row.reason


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_fails_at_once(site, herald, status):
    row = fetched(site.page("/a", status=status))
    assert (row.state, row.reason) == (State.FAILED, f"the server answers {status}: there is no such page")


@pytest.mark.parametrize("status", [401, 403, 429, 451, 500, 503])
def test_other_statuses_are_tried_again_with_longer_pauses_and_then_fail(site, herald, status):
    row = fetched(site.page("/a", status=status))
    now, pauses = NOW, []
    while row.state == State.WAITING:
        pauses.append(row.next_attempt_at - now)
        now = row.next_attempt_at
        row = again(row, now)
    assert pauses == [2 * MINUTE, 8 * MINUTE, 32 * MINUTE, 128 * MINUTE]
    assert (row.state, row.reason) == (State.FAILED, f"the server answers {status}")


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_of_a_feed_for_which_nobody_waits_is_tried_for_days_and_then_set_aside(site, herald, status):
    row = fetched(site.page("/a", status=status), feed=make_feed(herald))
    now, pauses = NOW, []
    while row.state == State.WAITING:
        pauses.append(row.next_attempt_at - now)
        now = row.next_attempt_at
        row = again(row, now)
    assert pauses == [2 * MINUTE, 8 * MINUTE, 32 * MINUTE, 128 * MINUTE, 12 * HOUR, 24 * HOUR, 48 * HOUR]
    assert (row.state, f"the server answers {status}" in row.reason) == (State.FAILED, True)
    site.page("/a", LINKED_DATA, **HTML)
    retrieval.try_again(row, now=now)
    row = again(row, now)
    assert (row.state, row.feed.source, row.by) == (State.DONE, herald, None)


def test_a_page_of_a_feed_that_is_gone_for_good_is_set_aside_at_once(site, herald):
    row = fetched(site.page("/a", status=410), feed=make_feed(herald))
    assert (row.state, row.attempts) == (State.FAILED, 1)


def test_who_asks_again_doesn_t_make_a_feed_s_date_go_before_the_page_s(site, herald):
    hints = {"published_at": "2021-05-03"}
    row = fetched(site.page("/a", status=410), feed=make_feed(herald), hints=hints)
    site.page("/a", LINKED_DATA, **HTML)
    retrieval.try_again(row, now=NOW + HOUR)
    assert again(row, NOW + HOUR).article.published_at.day == 4


def test_a_page_is_not_waited_for_twice_because_one_that_failed_is_asked_for_again(site, herald):
    failed = fetched(site.page("/a", status=404))
    waiting = retrieval.ask(failed.url, now=NOW)
    assert retrieval.try_again(failed, now=NOW) == waiting
    failed.refresh_from_db()
    assert failed.state == State.FAILED


@pytest.mark.parametrize("asked", ["0", "Sun, 01 Jan 2017 00:00:00 GMT"])
def test_a_server_that_asks_to_wait_for_no_time_is_left_alone_as_after_other_failures(site, herald, asked):
    row = fetched(site.page("/a", status=503, Retry_After=asked))
    assert (row.state, row.next_attempt_at) == (State.WAITING, NOW + 2 * MINUTE)


def test_a_server_that_asks_to_wait_is_left_alone_for_as_long(site, herald):
    url = site.page("/a", status=429, Retry_After="600")
    row = fetched(url)
    assert (row.state, row.next_attempt_at) == (State.WAITING, NOW + 600 * SECOND)
    other = retrieval.ask(site.page("/b", LINKED_DATA, **HTML), now=NOW)
    assert retrieval.due_retrievals(now=NOW + MINUTE) == []
    retrieving.retrieve(other.pk, now=NOW + MINUTE)
    other.refresh_from_db()
    assert (other.next_attempt_at, other.attempts) == (NOW + 3 * MINUTE, 0)
    assert retrieval.due_retrievals(now=NOW + 9 * MINUTE) == []
    site.page("/a", LINKED_DATA, **HTML)
    assert again(row, NOW + 601 * SECOND).state == State.DONE


def test_what_robots_txt_forbids_is_not_asked(site, herald):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\n")
    row = fetched(site.page("/private/a", LINKED_DATA, **HTML))
    assert (row.state, "robots.txt" in row.reason) == (State.FAILED, True)
    assert [asked.path for asked in site.asked] == ["/robots.txt"]


def test_while_robots_txt_cannot_be_had_a_page_waits(site, herald):
    site.page("/robots.txt", status=503)
    row = fetched(site.page("/a", LINKED_DATA, **HTML))
    assert (row.state, row.next_attempt_at) == (State.WAITING, NOW + HOUR)
    assert "robots.txt" in row.reason


def test_a_host_s_pages_take_turns(site, herald):
    first, second = (retrieval.ask(site.page(path, LINKED_DATA, **HTML), now=NOW) for path in ("/a", "/b"))
    assert retrieval.due_retrievals(now=NOW) == [first.pk], "one a host"
    retrieving.retrieve(first.pk, now=NOW)
    retrieving.retrieve(second.pk, now=NOW)
    second.refresh_from_db()
    assert (second.state, second.attempts, second.next_attempt_at) == (State.WAITING, 0, NOW + PAUSE)
    assert retrieval.due_retrievals(now=NOW + PAUSE) == [second.pk]


def test_a_page_that_kills_its_worker_each_time_fails(site, herald):
    row = retrieval.ask(site.page("/a", LINKED_DATA, **HTML), now=NOW)
    Retrieval.objects.update(attempts=len(retrieving.PAUSES) + 1)
    retrieving.retrieve(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.FAILED, "its worker was killed each time")


def test_what_breaks_a_parser_is_noted_and_tried_again(site, herald, monkeypatch, caplog):
    monkeypatch.setattr("corroboration.fetching.facts.text_of", lambda page: 1 / 0)
    row = fetched(site.page("/a", LINKED_DATA, **HTML))
    assert (row.state, row.reason) == (State.WAITING, "it can't be read: ZeroDivisionError")


def test_a_page_that_is_too_large_is_refused(site, herald):
    site.answers["/a"] = Answer([b"<p>" + b"x" * 1_000_000] * 9, headers={"content-type": "text/html"})
    row = fetched(site.address + "/a")
    assert (row.state, "larger than" in row.reason) == (State.FAILED, True)


def test_a_large_page_with_a_short_article_keeps_the_text_alone(site, herald):
    script = f"<script>{'var a = 1;' * 210_000}</script>"
    row = fetched(site.page("/a", LINKED_DATA.replace("</body>", f"{script}</body>"), **HTML))
    assert (row.state, row.article.html) == (State.DONE, "")


# --- where it leads ---


def test_a_redirect_leads_to_the_article_and_its_host_is_asked_for_leave(site, herald):
    home = site.page("/home", LINKED_DATA, **HTML)
    row = fetched(site.page("/short", status=301, Location=home))
    assert (row.article.url, row.found["fetched_from"]) == (home, home)


def test_another_site_s_address_is_its_own_only_where_that_is_its_outlet_s(site, herald):
    make_source("Evening Courier", homepage="https://courier.example/")
    html = LINKED_DATA.replace("<head>", '<head><link rel="canonical" href="https://courier.example/a-1">')
    url = site.page("/a", html, **HTML)
    assert fetched(url).article.url == url
    Host.objects.update(next_turn_at=NOW)
    row = fetched(site.page("/b", html, **HTML), outlet="Evening Courier")
    assert row.article.url == "https://courier.example/a-1"


def test_two_pages_that_give_the_front_page_as_their_address_are_two_articles(site, herald):
    head = f'<link rel="canonical" href="{site.address}/"><meta name="date" content="2021-05-04">'
    site.page("/a", page(head, f"<article><h1>One</h1>{BODY}</article>"), **HTML)
    site.page("/b", page(head, f"<article><h1>Two</h1><p>{LAST}</p><p>{LAST}</p></article>"), **HTML)
    one = fetched(site.address + "/a").article
    Host.objects.update(next_turn_at=NOW)
    two = fetched(site.address + "/b").article
    assert one.external_id != two.external_id


def test_a_page_that_nobody_answers_is_kept_for_a_while_and_then_set_aside_without_its_text(site, herald, settings):
    settings.WAITING_PAGE_DAYS = 10
    row = fetched(site.page("/a", UNDATED, **HTML), now=NOW - timedelta(days=30))
    Retrieval.objects.update(state=State.WAITING, next_attempt_at=NOW)  # as if it had only now been had
    row = again(row, NOW)
    assert (row.state, row.page) == (State.UNCLEAR, UNDATED)
    other = retrieval.hand_in(UNDATED, by=make_checker("other"), now=NOW + timedelta(days=9))
    assert retrieving.tidy(now=NOW + timedelta(days=10)) == 0
    assert retrieving.tidy(now=NOW + timedelta(days=10, seconds=1)) == 1
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.page, row.found["title"]) == (State.FAILED, "", HEADLINE)
    assert row.reason == (
        "nobody answered within 10 days; the page isn't kept any longer. It waited because "
        "the page doesn't say when it was published"
    )
    assert (other.state, other.page) == (State.UNCLEAR, UNDATED)
    later = NOW + timedelta(days=11)
    site.page("/a", LINKED_DATA, **HTML)
    assert again(retrieval.try_again(row, now=later), later).state == State.DONE


def test_what_is_being_answered_is_not_set_aside(site, herald, settings):
    row = fetched(site.page("/a", UNDATED, **HTML))
    leases.take(Retrieval.objects.all(), row.pk, now=NOW, seconds=60)
    assert retrieving.tidy(now=NOW + timedelta(days=settings.WAITING_PAGE_DAYS + 1)) == 0
