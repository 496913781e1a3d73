"""Feeds in the admin: how each does, and what is done with it; found by address, taken over as a list."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corroboration.feeds.models import CoverageGap, FeedEntry, FeedEvent, FeedState
from corroboration.fetching.rows import Retrieval
from corroboration.selectors.needs_look import needs_look
from sources.models import Feed
from tests.factories import make_article, make_feed, make_source
from tests.feeds.test_opml import LIST
from tests.feeds.writing import HOUR, NOW, follow, item, polled, rss
from tests.pages.conftest import strict_templates, world

__all__ = ["strict_templates", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("turns")]
LISTED = "admin:sources_feed_changelist"


def page(client, name: str, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def act(client, action: str, *feeds: Feed) -> str:
    data = {"action": action, "_selected_action": [feed.pk for feed in feeds]}
    return client.post(reverse(LISTED), data, follow=True).content.decode()


@pytest.fixture
def feed(site):
    feed = follow(site.page("/feed", rss(item(1, site.address), "<item><title>nameless</title></item>")))
    polled(feed)
    return feed


def test_the_list_tells_how_each_feed_does(admin_client, feed, site):
    site.page("/dead", status=500)
    polled(follow(f"{site.address}/dead", name="Sun"))
    make_feed(make_source("Star"))
    found = page(admin_client, LISTED)
    for words in ("does-well", "does-failing", "does-new", "answered 500", "never heard", "no article yet"):
        assert words in found, words
    assert "Sun" in page(admin_client, LISTED, does="failing") and "Star" in page(admin_client, LISTED, does="new")
    for word, count in (("well", 1), ("failing", 1), ("new", 1), ("gone", 0), ("paused", 0), ("look", 0)):
        assert page(admin_client, LISTED, does=word).count('class="field-does"') == count, word


def test_a_longer_list_asks_no_more(admin_client, feed):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(admin_client, LISTED)
        return len(captured)

    queries()
    before = queries()
    for n in range(5):
        state = follow(f"https://paper{n}.example/rss", name=f"Paper {n}")
        make_article(state.source)
    assert queries() == before


def test_a_feeds_page_tells_what_it_brought_and_what_was_wrong_with_it(admin_client, feed, site):
    CoverageGap.objects.create(source=feed.source, feed=feed, since=NOW - 3 * HOUR, until=NOW, reason="answered 404")
    found = page(admin_client, "admin:sources_feed_change", feed.pk)
    for words in ("Blast 1", "nameless", "has neither an id nor a link", "taken in from the feed", "answered 404"):
        assert words in found, words
    assert "Last heard" in found and "5 May 2021, 12:00 UTC" in found


def test_pausing_and_resuming_are_kept_with_who_and_when(admin_client, feed, admin_user, wakeups):
    assert "1 feed: paused" in act(admin_client, "pause", feed)
    assert "paused already" in act(admin_client, "pause", feed)
    gap = CoverageGap.objects.get()
    assert (gap.since, gap.until, gap.reason) == (NOW, None, "its feed was paused")
    assert "nothing to poll" in act(admin_client, "poll_now", feed)
    assert "polled again" in act(admin_client, "resume", feed)
    assert "in use already" in act(admin_client, "resume", feed)
    assert [(event.kind, event.by) for event in FeedEvent.objects.all()] == [
        ("resumed", admin_user),
        ("paused", admin_user),
    ]
    feed.refresh_from_db()
    assert feed.active and "moved" not in page(admin_client, "admin:sources_feed_change", feed.pk)


def test_a_feed_is_polled_now(admin_client, feed, django_capture_on_commit_callbacks, wakeups):
    FeedState.objects.update(next_attempt_at=NOW + 50_000 * HOUR)
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 feed: polled as soon" in act(admin_client, "poll_now", feed)
    assert wakeups[-1] == ("corroboration.tasks.poll_feed", {"feed_id": feed.pk})
    assert FeedState.objects.get().next_attempt_at < NOW + 50_000 * HOUR


def test_another_address_isnt_asked_by_the_marks_of_the_old_one(admin_client, feed, admin_user):
    FeedState.objects.update(etag='"1"', last_modified="yesterday")
    data = {"source": feed.source_id, "url": "feed://sun.example/rss", "full_text": "never"}
    assert admin_client.post(reverse("admin:sources_feed_change", args=[feed.pk]), data).status_code == 302
    old = feed.url
    feed.refresh_from_db()
    state = FeedState.objects.get()
    assert (feed.url, feed.full_text, state.etag, state.last_modified) == ("http://sun.example/rss", "never", "", "")
    assert FeedEvent.objects.get().words == f"from {old} to http://sun.example/rss"


def test_a_feed_is_added(admin_client, admin_user):
    data = {"source": make_source("Sun").pk, "url": "sun.example/rss", "full_text": "auto"}
    admin_client.post(reverse("admin:sources_feed_add"), data)
    assert Feed.objects.get().url == "https://sun.example/rss" and FeedEvent.objects.get().kind == "added"
    data["url"] = "ftp://sun.example/rss"
    assert "Enter a valid URL" in admin_client.post(reverse("admin:sources_feed_add"), data).content.decode()


def test_feeds_are_found_by_the_address_of_a_site(admin_client, site):
    link = '<link rel="alternate" type="application/rss+xml" title="All" href="/rss">'
    site.page("/", f"<html><head>{link}</head></html>")
    outlet = make_source("Herald", homepage=site.address)
    assert "Address" in page(admin_client, "admin:sources_feed_find")
    found = admin_client.post(reverse("admin:sources_feed_find"), {"address": site.address}).content.decode()
    assert f"{site.address}/rss" in found and f"source={outlet.pk}" in found and "Herald" in found
    refused = admin_client.post(reverse("admin:sources_feed_find"), {"address": "http://10.0.0.1/"}).content.decode()
    assert "may not be asked" in refused


def test_a_list_is_looked_through_and_taken_over_as_far_as_it_is_ticked(admin_client, admin_user):
    make_source("Moon")
    url = reverse("admin:sources_feed_import")
    upload = {"file": SimpleUploadedFile("feeds.opml", LIST)}
    shown = admin_client.post(url, upload)
    found = shown.content.decode()
    assert "does-new" in found and "does-known" in found and "News / Local" in found and not Feed.objects.exists()
    kept = shown.context["outlines"]
    admin_client.post(url, {"outlines": kept, "take": ["1", "7", "x"]})
    assert [feed.source.name for feed in Feed.objects.all()] == ["Moon"]
    assert FeedEvent.objects.get().by == admin_user
    assert admin_client.post(url, {"outlines": "[[1", "take": ["0"]}).status_code == 302
    assert admin_client.post(url, {"outlines": '[["a"], 7]', "take": ["0"]}).status_code == 302
    assert Feed.objects.count() == 1


def test_a_file_that_is_no_list_is_refused_with_words(admin_client):
    upload = {"file": SimpleUploadedFile("x.opml", b"<html/>")}
    assert "no OPML" in admin_client.post(reverse("admin:sources_feed_import"), upload).content.decode()


def test_our_feeds_are_handed_on(admin_client, feed):
    answer = admin_client.get(reverse("admin:sources_feed_export"))
    assert feed.url in answer.content.decode() and "attachment" in answer["Content-Disposition"]


def test_what_fails_again_and_again_needs_a_look_and_its_outlet_isnt_quiet(admin_client, feed, site):
    for day in range(1, 13):
        make_article(feed.source, published_at=NOW - timedelta(days=60 + day))
    make_article(published_at=NOW)
    FeedEntry.objects.all().delete()
    feed.source.articles.filter(published_at__gt=NOW - timedelta(days=30)).delete()
    assert (needs_look(now=NOW).failing, needs_look(now=NOW).quiet) == (0, 1)
    FeedState.objects.update(failures=3, error="answered 500")
    found = needs_look(now=NOW)
    assert (found.failing, found.quiet) == (1, 0)
    assert "failing again and again" in page(admin_client, "admin:index")
    assert feed.url in page(admin_client, LISTED, does="look")


def test_the_silence_of_an_outlet_that_isnt_heard_is_no_sign(admin_client, feed):
    for day in range(1, 13):
        make_article(feed.source, published_at=NOW - timedelta(days=60 + day))
    feed.source.articles.filter(published_at__gt=NOW - timedelta(days=30)).delete()
    make_article(published_at=NOW)
    assert "quiet for" in page(admin_client, LISTED)
    CoverageGap.objects.create(source=feed.source, feed=feed, since=NOW, reason="answered 500")
    found = page(admin_client, LISTED)
    assert "quiet for" not in found and "its feed isn’t heard now" in found


def test_what_became_of_a_page_that_was_asked_for_is_told_with_its_entry(admin_client, site, world):
    feed = follow(site.page("/feed", rss(item(1, site.address, content=""), item(2, site.address, content=""))))
    polled(feed)
    Retrieval.objects.filter(url=f"{site.address}/1").update(state="failed", reason="answered 404")
    Retrieval.objects.filter(url=f"{site.address}/2").update(state="done", article=world.articles[0])
    found = page(admin_client, "admin:sources_feed_change", feed.pk)
    assert "its page was set aside after 0 attempts: answered 404" in found
    assert reverse("article", args=[world.articles[0].public_id]) in found


def test_deleting_a_feed_counts_what_goes_with_it(admin_client, feed):
    found = page(admin_client, "admin:sources_feed_delete", feed.pk)
    assert "Feed entries: 2" in found and "Blast 1" not in found
    admin_client.post(reverse("admin:sources_feed_delete", args=[feed.pk]), {"post": "yes"})
    assert not Feed.objects.exists() and feed.source.articles.count() == 1
