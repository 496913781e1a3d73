"""How outlets go is told from their own pauses: nothing where they are few, and no clock is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corroboration.selectors import health
from corroboration.selectors.health import Health
from tests.factories import make_article, make_feed, make_ownership, make_source

START = datetime(2018, 5, 1, tzinfo=UTC)


def every(hours: float, times: int) -> list[datetime]:
    return [START + n * timedelta(hours=hours) for n in range(times)]


@pytest.mark.parametrize(
    ("moments", "silent_days", "words"),
    [
        (every(24, 11), 2, "last 11 May 2018: quiet for 2 days, usually one in 24 hours"),
        (every(24, 11), 1, "last 11 May 2018; usually one in 24 hours"),
        (every(24, 10), 300, "last 10 May 2018; too few to tell what is usual"),
        (every(1, 50), 0.9, "last 3 May 2018; usually one in 1 hour"),
        (every(1, 50), 1.1, "last 3 May 2018: quiet for 26 hours, usually one in 1 hour"),
        (every(0.1, 50), 0, "last 1 May 2018; usually one in less than an hour"),
        (
            [*every(24, 20), START + timedelta(days=29)],
            9,
            "last 30 May 2018: quiet for 9 days, usually one in 24 hours",
        ),  # 5 %
        ([*every(24, 19), START + timedelta(days=28)], 9, "last 29 May 2018; usually one in 24 hours"),
        ([START], 0, "last 1 May 2018; too few to tell what is usual"),
    ],
)
def test_an_outlet_is_quiet_for_longer_than_nearly_all_of_its_pauses(moments, silent_days, words):
    assert health.in_words(health.health(moments, moments[-1] + timedelta(days=silent_days))) == words


def test_who_published_nothing_is_said_to():
    assert health.in_words(None) == "no article yet"


@pytest.mark.django_db
def test_it_is_measured_against_the_latest_article_of_all_in_two_queries(django_assert_num_queries):
    one, other, none = make_source("One"), make_source("Other"), make_source("None")
    for n in range(12):
        make_article(one, published_at=START + timedelta(days=n))
    make_article(other, published_at=START + timedelta(days=30))
    with django_assert_num_queries(2):
        found = health.of_outlets([one.pk, other.pk, none.pk])
    day = timedelta(days=1)
    assert found[one.pk] == Health(START + 11 * day, 19 * day, day, day) and found[one.pk].quiet is True
    assert found[other.pk] == Health(START + 30 * day, timedelta(0)) and found[other.pk].quiet is None
    assert none.pk not in found


@pytest.mark.django_db
def test_of_a_busy_outlet_only_the_latest_articles_are_fetched():
    one = make_source("One")
    for n in range(health.LOOKED_AT + 20):
        make_article(one, published_at=START + timedelta(hours=n))
    with CaptureQueriesContext(connection) as captured:
        health.of_outlets([one.pk])
    with connection.cursor() as cursor:
        cursor.execute(captured[0]["sql"])
        assert len(cursor.fetchall()) == health.LOOKED_AT


@pytest.mark.django_db
def test_the_list_of_sources_tells_of_owners_and_health(admin_client):
    paper = make_source("Paper", curated=True)
    make_ownership(paper, make_source("Odra House", kind="group"))
    make_article(paper, published_at="2018-05-04")
    make_source("Another Paper")
    page = admin_client.get(reverse("admin:sources_source_changelist")).content.decode()
    assert "Odra House" in page and "last 4 May 2018; too few" in page and "no article yet" in page


@pytest.mark.django_db
def test_feeds_say_how_the_articles_of_their_outlets_arrive(admin_client):
    feed = make_feed(make_source("Paper"))
    page = admin_client.get(reverse("admin:sources_feed_changelist")).content.decode()
    assert feed.url in page and "no article yet" in page
