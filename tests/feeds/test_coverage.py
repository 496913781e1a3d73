"""When an outlet couldn't be heard: kept as intervals, and made up for where its list still reaches back."""

from datetime import timedelta

import pytest

from corroboration.feeds.models import CoverageGap, FeedState
from corroboration.feeds.polling import due
from corroboration.selectors.coverage import told_of, unheard_now
from sources.models import Feed
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


# --- several feeds of an outlet ---


def also(feed: Feed, site, path: str, *numbers: int) -> Feed:
    """Another feed of the same outlet, heard at NOW with these entries."""
    other = Feed.objects.create(source=feed.source, url=site.page(path, listed(site, *numbers)))
    FeedState.objects.create(feed=other, interval=1800, next_attempt_at=NOW)
    polled(other)
    return other


def listed(site, *numbers: int) -> str:
    return rss(*(item(number, site.address) for number in numbers))


@pytest.fixture
def world(site) -> Feed:
    """Heard at NOW, with a dozen entries."""
    feed = follow(site.page("/world", listed(site, *range(12))))
    polled(feed)
    return feed


def stand_ins() -> list[tuple]:
    return list(CoverageGap.objects.order_by("since", "pk").values_list("feed__url", "since", "until", "stand_in__url"))


def fail(site, path: str, feed: Feed, now) -> None:
    site.page(path, status=500)
    polled(feed, now=now)


def test_nothing_is_missed_while_a_feed_is_heard_that_lists_the_same(site, world):
    every = also(world, site, "/all", *range(12), 20, 21)
    fail(site, "/world", world, NOW + HOUR)
    assert stand_ins() == [(world.url, NOW, None, every.url)]
    assert told_of([world.source], now=NOW + DAY) == []
    assert unheard_now([world.source.pk]) == set()


@pytest.mark.parametrize("numbers", [range(20, 40), range(10)])
def test_a_feed_of_another_section_stands_in_for_none(site, world, numbers):
    also(world, site, "/sport", *numbers)
    fail(site, "/world", world, NOW + HOUR)
    assert stand_ins() == [(world.url, NOW, None, None)]
    [gap] = told_of([world.source], now=NOW + DAY)
    assert gap.only == world.url, "that other feeds of it were heard is told with it"
    assert unheard_now([world.source.pk]) == {world.source.pk}


def test_of_feeds_that_listed_little_nothing_is_known(site):
    feed = follow(site.page("/world", listed(site, 1, 2)))
    polled(feed)
    also(feed, site, "/all", 1, 2)
    fail(site, "/world", feed, NOW + HOUR)
    assert stand_ins() == [(feed.url, NOW, None, None)]


def test_what_stands_in_does_so_for_as_long_as_it_is_heard_itself(site, world):
    every = also(world, site, "/all", *range(12))
    fail(site, "/world", world, NOW + HOUR)
    polled(every, now=NOW + 2 * HOUR)
    fail(site, "/all", every, NOW + 3 * HOUR)
    site.page("/all", listed(site, *range(12)))
    polled(every, now=NOW + 9 * HOUR)
    assert stand_ins() == [
        (world.url, NOW, NOW + 2 * HOUR, every.url),
        (every.url, NOW + 2 * HOUR, NOW + 9 * HOUR, None),
        (world.url, NOW + 2 * HOUR, NOW + 9 * HOUR, None),
        (world.url, NOW + 9 * HOUR, None, every.url),
    ]
    [gap] = told_of([world.source], now=NOW + DAY)
    assert (gap.since, gap.until) == (NOW + 2 * HOUR, NOW + 9 * HOUR)
