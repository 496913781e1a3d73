"""Where it is told that an outlet couldn't be heard: its page, the API, and the pages of events of those days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corroboration.feeds.models import CoverageGap, FeedState
from corroboration.selectors.coverage import NAMED, unheard
from tests.factories import make_feed, make_source
from tests.feeds.writing import NOW
from tests.pages.conftest import strict_templates, world

__all__ = ["strict_templates", "world"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_gap(source, since: datetime, until: datetime | None, *, feed=None, **fields) -> CoverageGap:
    values = {"reason": "answered 500 Internal Server Error"} | fields
    return CoverageGap.objects.create(source=source, feed=feed, since=since, until=until, **values)


@pytest.fixture
def event(world):
    """A cluster, and the noon of its first day."""
    day = world.cluster.event_from
    return world.cluster, datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def named(cluster, now) -> list[str]:
    return [gap.source.name for gap in unheard(cluster, now=now).gaps]


@pytest.mark.parametrize(
    ("since", "until", "fields", "told"),
    [
        (-1, 1, {}, True),
        (-1, None, {}, True),
        (-3, -2, {}, False),  # heard again before
        (3, 4, {}, False),  # lost after
        (-1, 1, {"made_up": True}, False),
        (0, 0.03, {}, False),  # a hiccup
    ],
)
def test_an_outlet_that_was_not_heard_then_is_named(event, since, until, fields, told):
    cluster, noon = event
    feed = make_feed(make_source("Sun"))
    end = None if until is None else noon + until * DAY
    make_gap(feed.source, noon + since * DAY, end, feed=feed, **fields)
    assert named(cluster, noon + 30 * DAY) == (["Sun"] if told else [])


def test_one_that_has_a_claim_here_was_heard(world, event):
    cluster, noon = event
    make_feed(world.herald)
    make_gap(world.herald, noon - DAY, noon + DAY)
    assert named(cluster, noon) == []


def test_one_without_a_feed_in_use_is_not_missed(event):
    cluster, noon = event
    feed = make_feed(make_source("Sun"))
    make_gap(feed.source, noon - DAY, noon + DAY, feed=feed)
    feed.active = False
    feed.save()
    assert named(cluster, noon) == []


def test_a_gap_that_a_deleted_feed_left_open_has_no_end_and_is_not_told(event):
    cluster, noon = event
    source = make_feed(make_source("Sun")).source
    make_gap(source, noon - DAY, None)
    assert named(cluster, noon) == []


def test_without_days_nobody_is_missed(event):
    cluster, noon = event
    cluster.event_from = None
    assert named(cluster, noon) == []


def test_many_are_counted_in_one_query(event, django_assert_num_queries):
    cluster, noon = event
    for n in range(NAMED + 3):
        feed = make_feed(make_source(f"Sun {n}"))
        make_gap(feed.source, noon - DAY, noon + DAY, feed=feed)
    with django_assert_num_queries(1):
        found = unheard(cluster, now=noon)
    assert (len(found.gaps), found.more) == (NAMED, 3)


def test_a_clusters_page_says_so_in_a_line(client, event):
    cluster, noon = event
    feed = make_feed(make_source("Sun"))
    page = client.get(reverse("cluster", args=[cluster.public_id])).content.decode()
    assert "Not heard from then" not in page
    make_gap(feed.source, noon - DAY, noon + DAY, feed=feed)
    page = " ".join(client.get(reverse("cluster", args=[cluster.public_id])).content.decode().split())
    assert 'Not heard from then: <a href="/sources/sun/#coverage" dir="auto">Sun</a>, whose feed' in page


def test_a_sources_page_tells_how_its_feed_does(client, world):
    url = reverse("source", args=[world.herald.slug])
    assert "Coverage" not in client.get(url).content.decode()
    feed = make_feed(world.herald)
    make_gap(world.herald, NOW - 3 * DAY, NOW - DAY, feed=feed)
    assert "never heard yet" in client.get(url).content.decode()
    FeedState.objects.create(
        feed=feed, interval=1800, next_attempt_at=NOW, polled_at=NOW, succeeded_at=NOW, failures=1, error="answered 500"
    )
    page = client.get(url).content.decode()
    for words in ("failing", feed.url, "last heard 5 May 2021, 12:00 UTC", "0.0 articles a day", "answered 500"):
        assert words in page
    assert "2–4 May 2021" in page and "Internal Server Error" in page
    assert "Coverage" not in client.get(url, {"as_of": "2021-05-04"}).content.decode()


def test_the_api_lists_all_that_is_known(client, world):
    feed = make_feed(world.herald)
    make_gap(world.herald, NOW - 3 * DAY, NOW - DAY, feed=feed, made_up=True)
    make_gap(world.herald, NOW, None, reason="wasn't polled")
    url = reverse("api-coverage", args=[world.herald.slug])
    assert client.get(url).json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "since": "2021-05-05T12:00:00Z",
                "until": None,
                "reason": "wasn't polled",
                "made_up": False,
                "feed": None,
                "stand_in": None,
            },
            {
                "since": "2021-05-02T12:00:00Z",
                "until": "2021-05-04T12:00:00Z",
                "reason": "answered 500 Internal Server Error",
                "made_up": True,
                "feed": feed.url,
                "stand_in": None,
            },
        ],
    }
    first = client.get(url, {"page_size": 1}).json()
    assert client.get(first["next"]).json()["results"][0]["made_up"] is True
    assert client.get(reverse("api-coverage", args=["nobody"])).status_code == 404
    assert client.get(url, {"sort": "since"}).status_code == 400


def test_a_source_says_in_short_whether_it_is_heard(client, world):
    url = reverse("api-source", args=[world.herald.slug])
    assert client.get(url).json()["coverage"] == {"followed": False, "unheard_since": None}
    feed = make_feed(world.herald)
    make_gap(world.herald, NOW - 9 * DAY, NOW - 8 * DAY, feed=feed)
    make_gap(world.herald, NOW - 5 * DAY, None)  # that of a feed that is no more
    assert client.get(url).json()["coverage"] == {"followed": True, "unheard_since": None}
    make_gap(world.herald, NOW, None, feed=feed)
    assert client.get(url).json()["coverage"] == {"followed": True, "unheard_since": "2021-05-05T12:00:00Z"}


def test_a_list_of_sources_asks_no_more_of_many_gaps(client, world, django_assert_max_num_queries):
    url = reverse("api-sources")
    client.get(url)
    feed = make_feed(world.herald)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    for day in range(5):
        make_gap(world.herald, NOW - day * DAY, None if day == 0 else NOW, feed=feed)
    with django_assert_max_num_queries(len(captured)):
        client.get(url)
