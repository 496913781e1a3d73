"""A feed polled from a real server: what each of its answers leads to, and when it is asked next."""

from datetime import timedelta
from itertools import repeat

import pytest

from claims.models import Article
from corroboration.feeds import polling
from corroboration.feeds.models import FeedEntry, FeedEvent, FeedState
from corroboration.feeds.polling import Came, due, poll
from corroboration.fetching import politeness
from tests.feeds.writing import HOUR, NOW, follow, item, polled, rss
from tests.fetching.server import Answer
from tests.fetching.test_web import BOMB

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("turns")]


@pytest.fixture
def feed(site):
    return follow(site.page("/feed", rss(item(1, site.address), item(2, site.address))))


def state(feed) -> FeedState:
    return FeedState.objects.get(feed=feed)


def asked(site) -> list:
    return [each for each in site.asked if each.path != "/robots.txt"]


def test_whole_entries_become_articles_of_the_outlet(site, feed):
    assert poll(feed.pk, now=NOW) == Came.READ
    first, second = Article.objects.order_by("published_at")
    assert (first.external_id, first.url, first.title) == (*[f"{site.address}/1"] * 2, "Blast 1")
    assert first.outlet == feed.source and first.outlet_name == "Ostrava Herald"
    assert first.published_at.isoformat() == "2021-05-04T01:00:00+00:00" and not first.day_only
    assert "it killed 1 people" in first.text and first.html and "it killed 2 people" in second.text
    assert [entry.state for entry in FeedEntry.objects.all()] == ["taken", "taken"]
    assert {entry.article for entry in FeedEntry.objects.all()} == {first.public_id, second.public_id}
    now = state(feed)
    assert (now.succeeded_at, now.failures, now.error, now.token, now.interval) == (NOW, 0, "", None, 900)
    assert timedelta(seconds=900) <= now.next_attempt_at - NOW <= timedelta(seconds=990)


def test_what_is_not_due_or_paused_is_not_asked_for(site, feed):
    assert poll(feed.pk, now=NOW - timedelta(seconds=1)) == Came.NOTHING
    feed.active = False
    feed.save()
    assert poll(feed.pk, now=NOW) == Came.NOTHING
    assert due(now=NOW) == [] and site.asked == []


def test_a_new_feed_is_due_at_once_and_the_longest_waiting_first(site, feed):
    fresh = follow(f"{site.address}/other", name="Sun")
    FeedState.objects.get(feed=fresh).delete()
    FeedState.objects.filter(feed=feed).update(next_attempt_at=NOW - HOUR)
    assert due(now=NOW) == [feed.pk, fresh.pk] and state(fresh).next_attempt_at == NOW


def test_the_marks_of_the_last_answer_are_shown_and_304_costs_nothing(site, feed, django_assert_max_num_queries):
    site.page("/feed", rss(item(1, site.address)), ETag='"1"', Last_Modified="Tue, 04 May 2021 10:00:00 GMT")
    polled(feed)
    site.page("/feed", status=304)
    FeedState.objects.filter(feed=feed).update(next_attempt_at=NOW + HOUR)
    with django_assert_max_num_queries(16):
        assert poll(feed.pk, now=NOW + HOUR) == Came.UNCHANGED
    assert asked(site)[-1].headers["if-none-match"] == '"1"'
    assert asked(site)[-1].headers["if-modified-since"] == "Tue, 04 May 2021 10:00:00 GMT"
    assert state(feed).succeeded_at == NOW + HOUR and state(feed).etag == '"1"'


def test_entries_that_were_seen_cost_nothing(site, feed, monkeypatch):
    polled(feed)
    monkeypatch.setattr("corroboration.feeds.taking.accept", None)  # would fail if it were called
    assert polled(feed, now=NOW + HOUR) == Came.READ
    assert Article.objects.count() == 2 and state(feed).failures == 0


def test_a_changed_entry_becomes_a_revision(site, feed):
    polled(feed)
    changed = item(1, site.address).replace("killed 1 people", "killed 7 people")
    site.page("/feed", rss(changed, item(2, site.address)))
    polled(feed, now=NOW + HOUR)
    texts = Article.objects.filter(external_id=f"{site.address}/1").order_by("received_at")
    assert [text.revised_at for text in texts] == [None, NOW + HOUR]
    assert len({text.published_at for text in texts}) == 1 and Article.objects.count() == 3


def test_a_feed_that_dates_its_entries_anew_moves_no_article(site, feed):
    polled(feed)
    changed = item(1, site.address, date="Wed, 05 May 2021 09:00:00 GMT").replace("killed 1", "killed 7")
    site.page("/feed", rss(changed))
    polled(feed, now=NOW + HOUR)
    assert {text.published_at.hour for text in Article.objects.filter(external_id=f"{site.address}/1")} == {1}


@pytest.mark.parametrize(("status", "words"), [(404, "answered 404 Not Found"), (500, "answered 500"), (599, "599")])
def test_a_failure_is_noted_and_the_feed_left_alone_for_longer_each_time(site, feed, status, words):
    site.page("/feed", status=status)
    pauses = []
    for _ in range(3):
        moment = state(feed).next_attempt_at
        assert poll(feed.pk, now=moment) == Came.FAILED
        pauses.append((state(feed).next_attempt_at - moment).total_seconds())
    now = state(feed)
    assert now.failures == 3 and words in now.error and now.last_error == now.error and now.succeeded_at is None
    assert [600 <= pauses[0] <= 660, 1200 <= pauses[1] <= 1320, 2400 <= pauses[2] <= 2640] == [True] * 3


def test_it_recovers(site, feed):
    site.page("/feed", status=500)
    polled(feed)
    site.page("/feed", rss(item(1, site.address)))
    assert polled(feed, now=NOW + HOUR) == Came.READ
    now = state(feed)
    assert (now.failures, now.error, now.succeeded_at) == (0, "", NOW + HOUR)
    assert now.last_error == "answered 500 Internal Server Error" and now.last_error_at == NOW


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_time_gets_it(site, feed, status, monkeypatch):
    waits = []
    monkeypatch.setattr(politeness, "wait_until", lambda url, moment, *, now: waits.append((url, moment)))
    site.page("/feed", status=status, Retry_After="7200")
    assert polled(feed) == Came.FAILED
    assert waits == [(feed.url, NOW + 2 * HOUR)]


def test_a_feed_whose_server_asked_for_a_day_comes_back_as_often_as_ever_and_asks_nothing(site, feed, monkeypatch):
    monkeypatch.setattr(politeness, "take_turn", lambda url, *, now: NOW + 24 * HOUR)
    assert polled(feed) == Came.POSTPONED
    assert NOW < state(feed).next_attempt_at <= NOW + timedelta(seconds=1800 * 1.1)
    FeedState.objects.update(failures=2)
    assert polled(feed) == Came.POSTPONED
    assert NOW < state(feed).next_attempt_at <= NOW + timedelta(seconds=1200 * 1.1)
    assert site.asked == []


def test_a_feed_waits_for_its_turn_at_its_server(site, feed, monkeypatch):
    monkeypatch.setattr(politeness, "take_turn", lambda url, *, now: now + timedelta(seconds=7))
    assert polled(feed) == Came.POSTPONED
    now = state(feed)
    assert (now.next_attempt_at, now.failures, now.attempts, now.token) == (NOW + timedelta(seconds=7), 0, 0, None)
    assert site.asked == []


def test_robots_txt_is_obeyed(site, feed):
    site.page("/robots.txt", "User-agent: *\nDisallow: /feed", content_type="text/plain")
    assert polled(feed) == Came.FAILED
    assert "robots.txt" in state(feed).error and asked(site) == []


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_for_good_is_kept_with_its_history(site, feed, status):
    new = site.page("/new", rss(item(1, site.address)))
    old, _ = feed.url, site.page("/feed", status=status, Location=new)
    assert polled(feed) == Came.READ
    feed.refresh_from_db()
    event = FeedEvent.objects.get()
    assert feed.url == new and (event.kind, event.words, event.at) == ("moved", f"from {old} to {new}", NOW)


def test_a_move_for_now_is_followed_and_not_kept(site, feed):
    new, old = site.page("/new", rss(item(1, site.address))), feed.url
    site.page("/feed", status=302, Location=new)
    assert polled(feed) == Came.READ
    feed.refresh_from_db()
    assert feed.url == old and not FeedEvent.objects.exists()


def test_a_move_to_what_is_no_feed_is_a_failure_and_no_move(site, feed):
    home, old = site.page("/home", "<!doctype html><html><body>Welcome</body></html>"), feed.url
    site.page("/feed", status=301, Location=home)
    assert polled(feed) == Came.FAILED
    feed.refresh_from_db()
    assert feed.url == old and state(feed).error == "a web page, not a feed"


def test_a_move_to_another_feeds_address_leaves_one_of_the_two(site, feed):
    other = follow(site.page("/other", rss(item(1, site.address))), name="Sun")
    site.page("/feed", status=301, Location=other.url)
    polled(feed)
    feed.refresh_from_db()
    assert not feed.active and "another feed" in FeedEvent.objects.get(feed=feed).words


def test_gone_is_gone(site, feed):
    site.page("/feed", status=410)
    assert polled(feed) == Came.GONE
    feed.refresh_from_db()
    assert not feed.active and state(feed).gone_at == NOW
    assert FeedEvent.objects.get().kind == "gone" and polled(feed, now=NOW + HOUR) == Came.NOTHING


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(BOMB, headers={"content-encoding": "gzip"}), "larger than 3,000,000 bytes"),
        (Answer([b"x" * 4_000_000]), "larger than 3,000,000 bytes"),
        (Answer([b"junk"], headers={"content-encoding": "gzip"}), "header"),
        (Answer([b"x"], headers={"content-encoding": "br"}), "packed as 'br'"),
        (Answer([b""]), "nothing came"),
        (Answer([b"<html><body>Log in"]), "a web page"),
    ],
)
def test_what_lies_or_floods_fails_with_words(site, feed, answer, words):
    site.answers["/feed"] = answer
    assert polled(feed) == Came.FAILED
    assert words in state(feed).error and not Article.objects.exists()


def test_slow_bytes_are_given_up(site, feed, monkeypatch):
    monkeypatch.setattr(polling, "SECONDS", 0.5)
    site.answers["/feed"] = Answer(repeat(b"x", 100), pause=0.1)
    assert polled(feed) == Came.FAILED
    assert "too slowly" in state(feed).error


def test_an_error_of_ours_stops_one_feed_and_no_other(site, feed, monkeypatch, caplog):
    other = follow(site.page("/other", rss(item(3, site.address))), name="Sun")
    real = polling.read
    monkeypatch.setattr(polling, "read", lambda body, **told: 1 / 0 if b"/1</guid>" in body else real(body, **told))
    assert [polled(feed), polled(other)] == [Came.FAILED, Came.READ]
    assert "ZeroDivisionError" in state(feed).error and "ZeroDivisionError" in caplog.text


def test_a_wait_that_a_feed_asks_for_is_kept(site, feed):
    site.page("/feed", rss(item(1, site.address), head="<ttl>180</ttl>"), Cache_Control="max-age=60")
    polled(feed)
    assert 3 * HOUR <= state(feed).next_attempt_at - NOW <= 3.3 * HOUR
