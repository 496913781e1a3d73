"""After the clock was put back nothing waits for the time it showed: each row as long as it would from now on."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import Article
from corroboration import looking, once, queue, retrieval, retrieving, tasks
from corroboration.feeds import polling, times
from corroboration.feeds.models import FeedState
from corroboration.fetching import politeness
from corroboration.fetching.rows import Host, Page, Retrieval
from corroboration.handed import FirstAnswer
from corroboration.imports import uploads
from corroboration.imports.models import Import
from corroboration.leases import SKEW
from corroboration.models import Webhook
from corroboration.webhooks import deliveries, health
from corroboration.webhooks.sending import LONGEST_WAIT, Answer
from sources.models import Feed
from tests.factories import make_article, make_source
from tests.people import make_checker
from tests.webhooks.hooks import make_delivery, make_webhook

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
AHEAD = NOW + timedelta(days=40)  # what the clock showed before it was put back
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NO_TIME = timedelta(0)
SPREAD = 1 + times.SPREAD
JITTER = 1 + deliveries.JITTER

pytestmark = pytest.mark.django_db


def make_feed_state(**fields) -> FeedState:
    feed = Feed.objects.create(source=make_source("Herald"), url="https://herald.example/feed")
    return FeedState.objects.create(feed=feed, **{"interval": 1800} | fields)


def make_retrieval(**fields) -> Retrieval:
    said = {"url": "https://herald.example/a", "host": "herald.example", "asked_at": NOW}
    return Retrieval.objects.create(**said | fields)


def make_page(**fields) -> Page:
    said = {"outlet": make_source("Herald"), "external_id": "a", "url": "https://herald.example/a"}
    return Page.objects.create(**said, host="herald.example", first_seen_at=NOW, seen_at=NOW, **fields)


def make_waiting_article(**fields) -> Article:
    row = make_article()
    free = {"state": Article.State.RECEIVED, "waiting_since": NOW, "token": None, "lease_until": None}
    Article.objects.filter(pk=row.pk).update(**free | fields)
    return row


def make_import(**fields) -> Import:
    said = {"way": Import.Way.UPLOAD, "run": uuid4(), "name": "a.csv", "how": {}, "by": make_checker()}
    return Import.objects.create(**said, started_at=NOW, **fields)


def make_answer(**fields) -> FirstAnswer:
    return FirstAnswer.objects.create(by=make_checker(), key="k", request="r", created_at=NOW, **fields)


def follow(now: datetime) -> None:
    queue.follow_clock(now=now)
    for module in (deliveries, politeness, polling, retrieval, uploads, once):
        module.follow_clock(now=now)


PAUSES = [
    (make_waiting_article, {"attempts": 0}, NO_TIME),
    (make_waiting_article, {"attempts": 3}, queue.back_off(3)),
    (make_delivery, {"attempts": 0}, NO_TIME),
    (make_delivery, {"attempts": 2}, deliveries.WAITS[1] * JITTER),
    (make_delivery, {"attempts": 2, "status": 503}, LONGEST_WAIT),
    (make_delivery, {"attempts": 9, "status": 500}, deliveries.WAITS[8] * JITTER),
    (make_feed_state, {"failures": 0}, timedelta(seconds=1800) * SPREAD),
    (make_feed_state, {"failures": 0, "interval": 300}, timedelta(seconds=300) * SPREAD),
    (make_feed_state, {"failures": 0, "interval": 7201}, timedelta(seconds=14_400) * SPREAD),
    (make_feed_state, {"failures": 2}, timedelta(seconds=times.after_failure(2)) * SPREAD),
    (make_feed_state, {"failures": 40}, timedelta(seconds=times.LONGEST_PAUSE) * SPREAD),
    (make_retrieval, {"attempts": 0}, retrieving.PAUSES[0]),
    (make_retrieval, {"attempts": 1}, politeness.ROBOTS_ASKED_AGAIN),
    (make_retrieval, {"attempts": 4}, retrieving.PAUSES[3]),
    (make_retrieval, {"attempts": 7}, retrieving.PAUSES_OF_FEEDS[6]),
    (make_page, {"looks": 0}, looking.DELAYS[0]),
    (make_page, {"looks": 4}, looking.DELAYS[4]),
    (make_import, {}, NO_TIME),
    (make_answer, {}, NO_TIME),
]


@pytest.mark.parametrize(("make", "fields", "longest"), PAUSES)
def test_a_row_waits_no_longer_than_from_now_on(make, fields, longest):
    row = make(next_attempt_at=AHEAD, **fields)
    follow(NOW)
    row.refresh_from_db()
    assert row.next_attempt_at == NOW + longest
    follow(NOW + longest / 2)
    row.refresh_from_db()
    assert row.next_attempt_at == NOW + longest, "and it comes nearer"


@pytest.mark.parametrize(("make", "fields", "longest"), PAUSES)
def test_a_pause_of_ours_is_kept(make, fields, longest):
    row = make(next_attempt_at=NOW + longest, **fields)
    follow(NOW)
    row.refresh_from_db()
    assert row.next_attempt_at == NOW + longest


LEASES = [
    (make_waiting_article, settings.LEASE_SECONDS),
    (make_delivery, deliveries.LEASE_SECONDS),
    (make_feed_state, polling.LEASE_SECONDS),
    (make_retrieval, retrieving.LEASE_SECONDS),
    (make_page, looking.LEASE_SECONDS),
    (make_import, settings.LEASE_SECONDS),
    (make_answer, once.WORKED_ON),
]


@pytest.mark.parametrize(("make", "seconds"), LEASES)
def test_a_lease_ends_no_later_than_one_that_begins_now(make, seconds):
    ours = {"next_attempt_at": NOW, "token": uuid4(), "attempts": 1}
    row = make(**ours, lease_until=NOW + timedelta(seconds=seconds) + SKEW)
    follow(NOW)
    row.refresh_from_db()
    assert row.token == ours["token"]
    follow(NOW - timedelta(seconds=1))
    row.refresh_from_db()
    assert (row.token, row.lease_until) == (None, None)


ASKED = {"status": 429, "tried_at": AHEAD}


@pytest.mark.parametrize(
    ("failures", "delivery", "longest"),
    [
        (0, {}, NO_TIME),  # it was delivered to, or forgiven, while the clock was ahead
        (0, ASKED, NO_TIME),
        (1, {}, health.QUIET[0]),
        (2, {"status": 500, "tried_at": AHEAD}, health.QUIET[1]),
        (9, {}, health.QUIET[-1]),
        (2, ASKED, LONGEST_WAIT),
        (2, ASKED | {"tried_at": NOW - DAY}, health.QUIET[1]),  # that was before it began to fail
    ],
)
def test_a_webhook_is_quiet_no_longer_than_from_now_on(failures, delivery, longest):
    hook = make_webhook(quiet_until=AHEAD, failures=failures, failing_since=NOW if failures else None)
    make_delivery(hook, **delivery)
    follow(NOW)
    hook.refresh_from_db()
    assert hook.quiet_until == NOW + longest


def test_a_webhook_that_was_delivered_to_while_the_clock_was_ahead_is_told_what_comes_after():
    hook = make_webhook(quiet_until=NOW)
    health.note(hook, Answer(200), now=NOW + 2 * HOUR)
    make_delivery(hook)
    soon = NOW + MINUTE
    assert deliveries.overdue(soon) == []
    follow(soon)
    assert deliveries.overdue(soon + deliveries.PATIENCE) == [hook.pk]


def test_a_host_that_was_asked_while_the_clock_was_ahead_is_asked_again_and_kept_from_as_it_asked():
    politeness.take_turn("https://herald.example/", now=AHEAD)
    politeness.wait_until("https://mirror.example/", AHEAD + HOUR, now=AHEAD)
    Host.objects.update(robots_until=AHEAD)
    follow(NOW)
    assert politeness.take_turn("https://herald.example/", now=NOW) == NOW + politeness.LONGEST_PAUSE
    assert politeness.take_turn("https://herald.example/", now=NOW + politeness.LONGEST_PAUSE) is None
    assert politeness.take_turn("https://mirror.example/", now=NOW) == NOW + politeness.LONGEST_WAIT
    assert set(Host.objects.values_list("robots_until", flat=True)) == {NOW + politeness.ROBOTS_ASKED_AGAIN}
    Host.objects.update(robots_known=True, robots_until=AHEAD)
    follow(NOW)
    assert set(Host.objects.values_list("robots_until", flat=True)) == {NOW + politeness.ROBOTS_KEPT}


def test_the_sweeps_do_it():
    now = timezone.now()
    hook = make_webhook(quiet_until=now + HOUR)
    rows = [make(next_attempt_at=now + 400 * DAY) for make in (make_delivery, make_feed_state, make_retrieval)]
    article = make_waiting_article(next_attempt_at=now + DAY)
    tasks.sweep()
    tasks.follow_clock()
    assert Webhook.objects.get(pk=hook.pk).quiet_until <= timezone.now()
    for row in (*rows, article):
        row.refresh_from_db()
        assert row.next_attempt_at < now + HOUR
