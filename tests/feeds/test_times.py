"""When a feed is asked next: within bounds, whatever it asks for, and never by chance."""

from datetime import UTC, datetime, timedelta

import pytest

from corroboration.feeds.times import after_failure, after_success, asked_by, next_poll

NOW = datetime(2021, 5, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "fresh", "asked", "expected"),
    [
        (1800, 3, 0, 900),  # something new: twice as often
        (1800, 0, 0, 2700),  # nothing: half as long again
        (400, 5, 0, 300),  # no oftener than every five minutes
        (20_000, 0, 0, 21_600),  # no rarer than every six hours
        (1800, 3, 3600, 3600),  # it asks for an hour
        (1800, 3, 31_536_000, 21_600),  # a feed that asks for a year isn't lost
        (1800, 3, 60, 900),  # one that bears more than it needs isn't asked oftener for that
    ],
)
def test_the_interval_follows_the_pace_of_publishing_within_bounds(interval, fresh, asked, expected):
    assert after_success(interval, fresh=fresh, asked=asked) == expected


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 600), (2, 1200), (4, 4800), (7, 38_400), (8, 43_200), (10_000, 43_200)]
)
def test_each_failure_doubles_the_pause(failures, seconds):
    assert after_failure(failures) == seconds


@pytest.mark.parametrize(
    ("headers", "ttl", "period", "frequency", "seconds"),
    [
        ({}, "", "", "", 0),
        ({"cache-control": "public, max-age=600"}, "", "", "", 600),
        ({"cache-control": "no-cache"}, "", "", "", 0),
        ({"cache-control": "s-maxage=600"}, "", "", "", 0),
        ({}, "60", "", "", 3600),
        ({}, "an hour", "", "", 0),
        ({}, "-60", "", "", 0),
        ({}, "９", "", "", 0),
        ({}, "", "hourly", "", 3600),
        ({}, "", "Daily", "2", 43_200),
        ({}, "", "daily", "0", 86_400),
        ({}, "", "fortnightly", "1", 0),
        ({"cache-control": "max-age=60"}, "10", "hourly", "1", 3600),
    ],
)
def test_what_a_feed_asks_for(headers, ttl, period, frequency, seconds):
    assert asked_by(headers, ttl, period, frequency) == seconds


def test_feeds_added_together_come_due_apart_and_always_alike():
    moments = [next_poll(NOW, 1800, feed) for feed in range(1, 101)]
    assert moments == [next_poll(NOW, 1800, feed) for feed in range(1, 101)]
    assert all(timedelta(0) <= moment - NOW - timedelta(seconds=1800) <= timedelta(seconds=180) for moment in moments)
    assert len(set(moments)) > 60
