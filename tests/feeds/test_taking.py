"""Entries into articles: which are taken, of which the page is asked for, which are refused; and floods."""

import json
from datetime import timedelta

import pytest

from claims.models import Article
from corroboration.feeds import taking
from corroboration.feeds.models import FeedEntry, FeedState
from corroboration.feeds.taking import KEPT, MOST_TAKEN
from corroboration.fetching.rows import Retrieval
from sources.models import Feed
from tests.factories import make_source
from tests.feeds.writing import HOUR, NOW, article, follow, item, polled, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("turns")]

SHORT = "<p>Fourteen people were killed.</p>"


def feed_of(site, *items: str, **fields) -> Feed:
    return follow(site.page("/feed", rss(*items)), **fields)


def refusals() -> list[str]:
    return list(FeedEntry.objects.filter(state="refused").values_list("reason", flat=True))


def test_of_an_excerpt_the_page_is_asked_for_with_what_the_feed_says(site):
    polled(feed := feed_of(site, item(1, site.address, content=SHORT)))
    page = Retrieval.objects.get()
    assert (page.url, page.outlet, page.feed, page.asked_at) == (f"{site.address}/1", "Ostrava Herald", feed, NOW)
    assert page.hints == {
        "external_id": f"{site.address}/1",
        "published_at": "2021-05-04T01:00:00+00:00",
        "title": "Blast 1",
    }
    assert FeedEntry.objects.get().state == "asked" and not Article.objects.exists()


@pytest.mark.parametrize(
    ("full_text", "content", "state"),
    [
        ("auto", None, "taken"),
        ("auto", SHORT, "asked"),
        ("always", SHORT, "taken"),
        ("always", "", "refused"),
        ("never", None, "asked"),
    ],
)
def test_where_the_text_is_taken_from_is_a_setting(site, full_text, content, state):
    polled(feed_of(site, item(1, site.address, content=content), full_text=full_text))
    assert FeedEntry.objects.get().state == state


def test_without_a_link_the_feeds_text_is_all_there_is(site):
    lone = (
        f"<item><guid>tag:herald.example,2021:1</guid><description>{'Fourteen were killed. ' * 9}</description></item>"
    )
    polled(
        feed_of(site, lone, "<item><title>no id</title></item>", "<item><guid>tag:herald.example,2021:2</guid></item>")
    )
    assert Article.objects.get().external_id == "tag:herald.example,2021:1"
    assert sorted(reason.partition(";")[0] for reason in refusals()) == [taking.NO_TEXT, taking.NO_ID]


def test_a_date_that_is_wrong_is_noted_and_the_day_of_the_poll_counts(site):
    polled(feed_of(site, item(1, site.address, date="Tue, 04 May 2031 10:00:00 GMT"), item(2, site.address, date=None)))
    for taken in Article.objects.all():
        assert taken.day_only and taken.published_at.date() == NOW.date()
    notes = dict(FeedEntry.objects.values_list("title", "reason"))
    assert "lies in the future" in notes["Blast 1"] and "first seen" in notes["Blast 2"]
    assert set(FeedEntry.objects.values_list("dating", flat=True)) == {"fetched"}


def test_a_flood_is_taken_in_bit_by_bit_oldest_first_and_in_full(site):
    items = [item(n, site.address, date=f"Tue, 04 May 2021 {n // 6:02}:{n % 6}0:00 GMT") for n in range(120)]
    feed = feed_of(site, *reversed(items))
    site.page("/feed", rss(*reversed(items)), ETag='"1"')
    polled(feed)
    assert Article.objects.count() == MOST_TAKEN
    assert Article.objects.filter(external_id=f"{site.address}/{MOST_TAKEN - 1}").exists()
    state = FeedState.objects.get()
    assert state.etag == ""  # else the rest would never be listed again
    assert state.next_attempt_at - NOW <= timedelta(seconds=330)
    polled(feed, now=NOW + HOUR)
    polled(feed, now=NOW + 2 * HOUR)
    assert Article.objects.count() == 120 and FeedState.objects.get().etag == '"1"'


def test_only_as_many_entries_are_remembered_as_a_feed_lists_twice(site, monkeypatch):
    feed = feed_of(site, item(1, site.address))
    old = {"feed": feed, "content": "x", "state": "taken", "published_at": NOW, "dating": "published"}
    FeedEntry.objects.bulk_create(
        FeedEntry(key=f"k{n}", seen_at=NOW - HOUR, changed_at=NOW, external_id="x", **old) for n in range(KEPT)
    )
    polled(feed)
    assert FeedEntry.objects.count() == KEPT and FeedEntry.objects.filter(title="Blast 1").exists()


@pytest.mark.parametrize(
    ("aggregates", "link", "source", "outlet", "why"),
    [
        (False, "https://sun.example/1", "", None, "leads to another site, sun.example"),
        (True, "https://sun.example/1", "", "Daily Sun", ""),
        (True, "https://www.sun.example/1", "Daily Sun", "Daily Sun", ""),
        (True, "https://news.example/1", "", None, "leads to news.example, which is no outlet known here"),
        (True, "https://two.example/1", "", None, "which is several outlets known here"),
        (True, "/1", "Daily Sun", "Daily Sun", ""),  # behind the aggregator's own address
        (True, "/1", "Nightly Sun", None, "is from 'Nightly Sun', which is no outlet known here"),
        (True, "https://moon.example/1", "Daily Sun", None, "but leads to another outlet's site"),
        (True, "/1", "", "Ostrava Herald", ""),
    ],
)
def test_an_entry_that_leads_elsewhere_is_whose_it_surely_is_or_nobodys(site, aggregates, link, source, outlet, why):
    make_source("Daily Sun", homepage="https://sun.example/")
    make_source("Moon", homepage="https://moon.example/")
    for name in ("Two", "Second"):
        make_source(name, homepage="https://two.example/")
    more = f'<source url="https://feeds.example/x">{source}</source>' if source else ""
    link = site.address + link if link.startswith("/") else link
    entry = item(1, site.address, more=more).replace(f"<link>{site.address}/1", f"<link>{link}")
    polled(feed_of(site, entry, aggregates=aggregates))
    if outlet is None:
        assert why in refusals()[0] and not Article.objects.exists()
    else:
        assert Article.objects.get().outlet_name == outlet


def test_an_outlet_whose_name_means_another_source_is_not_mistaken_for_it(site):
    make_source("Daily Sun", curated=True, aliases=["The Sun"])
    feed = feed_of(site, item(1, site.address), name="Sunny")
    feed.source.name = "The Sun"
    feed.source.save()
    polled(feed)
    assert Article.objects.get().outlet == feed.source


def test_an_entry_that_breaks_a_parser_is_refused_and_the_others_go_on(site, monkeypatch):
    real = taking.accept
    monkeypatch.setattr(taking, "accept", lambda line: 1 / 0 if line["title"] == "Blast 1" else real(line))
    polled(feed_of(site, item(1, site.address), item(2, site.address)))
    assert refusals() == ["can't be read: ZeroDivisionError"] and Article.objects.get().title == "Blast 2"


def test_a_page_that_may_not_be_asked_for_is_refused(site):
    entry = item(1, site.address, content=SHORT).replace(f"<link>{site.address}", "<link>http://127.0.0.1:22")
    polled(feed_of(site, entry))
    assert "may not be asked" in refusals()[0]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://evil.example\\@127.0.0.1/",
        "http://[",
        "http://a:b@127.0.0.1/",
        "//",
        "http://x:y/",
    ],
)
def test_a_link_that_is_no_plain_web_address_is_none(site, link):
    polled(feed_of(site, item(1, site.address).replace(f"<link>{site.address}/1", f"<link>{link}")))
    assert [taken.url for taken in Article.objects.all()] == [""]


def test_the_same_entry_in_two_feeds_of_an_outlet_is_one_article(site):
    one = feed_of(site, item(1, site.address))
    two = Feed.objects.create(source=one.source, url=site.page("/sport", rss(item(1, site.address))))
    FeedState.objects.create(feed=two, interval=1800, next_attempt_at=NOW)
    polled(one)
    polled(two)
    assert Article.objects.count() == 1 and FeedEntry.objects.count() == 2


def test_characters_that_no_database_takes_are_left_out(site):
    odd = json.dumps(
        {
            "id": "tag:a\ud800\x00",
            "url": f"{site.address}/1",
            "title": "Bla\udfffst\x00",
            "content_html": article(3).replace("Ostrava", "Ost\ud800rava"),
        }
    )
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{odd}]}}'
    polled(follow(site.page("/feed", body, content_type="application/feed+json")))
    taken = Article.objects.get()
    assert taken.title == "Blast" and "market of Ostrava" in taken.text and FeedEntry.objects.get().title == "Blast"
