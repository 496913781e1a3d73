"""When an outlet couldn't be heard: kept as intervals, and made up for where its list still reaches back."""

from datetime import timedelta

import pytest

from corroboration.feeds.models import CoverageGap, FeedState
from corroboration.feeds.polling import due
from tests.feeds.writing import HOUR, NOW, follow, item, polled, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("turns")]

DAY = 24 * HOUR


def dated(day: int, hour: int = 0) -> str:
    return f"{day:02} May 2021 {hour:02}:00:00 GMT"


@pytest.fixture
def feed(site):
    """Heard at NOW, noon on 5 May, with an entry of the fourth."""
    feed = follow(site.page("/feed", rss(item(1, site.address))))
    polled(feed)
    return feed


def gaps() -> list[tuple]:
    rows = CoverageGap.objects.order_by("since", "pk")
    return [(gap.since, gap.until, gap.reason, gap.made_up) for gap in rows]


def test_a_feed_that_fails_isnt_heard_since_it_last_was(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    polled(feed, now=NOW + DAY)
    assert gaps() == [(NOW, None, "answered 500 Internal Server Error", False)]
    assert CoverageGap.objects.get().source == feed.source


def test_nothing_was_missed_where_the_list_still_holds_what_was_seen_before(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    site.page("/feed", rss(item(2, site.address, date=dated(6)), item(1, site.address)))
    polled(feed, now=NOW + DAY)
    assert gaps() == [(NOW, NOW + DAY, "answered 500 Internal Server Error", True)]


def test_nothing_was_missed_where_the_feed_is_unchanged(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    site.page("/feed", status=304)
    polled(feed, now=NOW + DAY)
    assert [gap[3] for gap in gaps()] == [True]


def test_what_the_list_no_longer_reaches_back_to_was_missed(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    site.page("/feed", rss(item(3, site.address, date=dated(9, 6)), item(2, site.address, date=dated(8, 18))))
    polled(feed, now=NOW + 4 * DAY)
    [(since, until, _, made_up)] = gaps()
    assert (since, until.isoformat(), made_up) == (NOW, "2021-05-08T18:00:00+00:00", False)


def test_a_feed_that_lists_what_came_before_it_failed_missed_nothing_though_all_is_new(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    site.page("/feed", rss(item(2, site.address, date=dated(6)), item(3, site.address, date=dated(4))))
    polled(feed, now=NOW + DAY)
    assert [gap[3] for gap in gaps()] == [True]


def test_without_dates_it_isnt_known_how_far_a_list_reaches_back(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    site.page("/feed", rss(item(2, site.address, date=None)))
    polled(feed, now=NOW + DAY)
    assert gaps() == [(NOW, NOW + DAY, "answered 500 Internal Server Error", False)]


def test_an_outlet_that_publishes_more_than_its_feed_lists_is_missed_in_part(site, feed):
    site.page("/feed", rss(item(3, site.address, date=dated(6, 9)), item(2, site.address, date=dated(6, 8))))
    polled(feed, now=NOW + DAY)
    assert gaps() == [(NOW, NOW + 20 * HOUR, "published more than its feed lists at a time", False)]


def test_a_quiet_outlet_was_heard(site, feed):
    polled(feed, now=NOW + 9 * DAY)
    assert gaps() == []


def test_a_feed_that_nobody_polls_is_noted_once(site, feed):
    FeedState.objects.update(next_attempt_at=NOW + HOUR)
    due(now=NOW + HOUR + timedelta(minutes=30))
    assert gaps() == []
    for hours in (3, 4):
        due(now=NOW + hours * HOUR)
    assert gaps() == [(NOW, None, "wasn't polled", False)]


def test_a_feed_that_never_was_heard_is_missed_since_it_was_first_asked(site):
    polled(follow(site.page("/feed", status=404)))
    assert gaps() == [(NOW, None, "answered 404 Not Found", False)]


def test_a_gap_outlives_its_feed(site, feed):
    site.page("/feed", status=500)
    polled(feed, now=NOW + HOUR)
    feed.delete()
    assert CoverageGap.objects.get().source == feed.source
