"""Many workers, and those that die: nothing is lost, nothing is done twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from claims.models import Article
from corroboration import leases, tasks
from corroboration.feeds import polling, taking
from corroboration.feeds.models import FeedEntry, FeedState
from corroboration.feeds.polling import LEASE_SECONDS, MOST_ATTEMPTS, Came, followed, poll
from tests.feeds.writing import HOUR, NOW, follow, item, polled, rss

LATER = NOW + timedelta(seconds=LEASE_SECONDS + 1)


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it."""


@pytest.fixture
def feed(site):
    return follow(site.page("/feed", rss(*(item(n, site.address) for n in range(4)))))


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_polls_a_feed(site, feed, turns):
    barrier, came = Barrier(4), []

    def work() -> None:
        try:
            barrier.wait(10)
            came.append(poll(feed.pk, now=NOW))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sorted(came) == [Came.NOTHING] * 3 + [Came.READ]
    assert [each.path for each in site.asked].count("/feed") == 1 and Article.objects.count() == 4


@pytest.mark.django_db
def test_a_worker_killed_between_fetching_and_finishing_loses_and_doubles_nothing(site, feed, turns, monkeypatch):
    real, done = taking.accept, []

    def killing(line):
        if len(done) == 2:
            raise Killed
        done.append(line)
        return real(line)

    monkeypatch.setattr(taking, "accept", killing)
    with pytest.raises(Killed):
        poll(feed.pk, now=NOW)
    assert Article.objects.count() == 2 and poll(feed.pk, now=NOW) == Came.NOTHING  # its lease goes on
    monkeypatch.setattr(taking, "accept", real)
    assert poll(feed.pk, now=LATER) == Came.READ
    assert Article.objects.count() == FeedEntry.objects.count() == 4


@pytest.mark.django_db
def test_an_article_taken_in_and_not_noted_is_taken_in_once(site, feed, turns, monkeypatch):
    def killing(**told):
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(FeedEntry.objects, "update_or_create", killing)
        poll(feed.pk, now=NOW)
    assert (Article.objects.count(), FeedEntry.objects.count()) == (1, 0)
    poll(feed.pk, now=LATER)
    assert (Article.objects.count(), FeedEntry.objects.count()) == (4, 4)


@pytest.mark.django_db
def test_a_worker_that_comes_late_stores_nothing(site, feed, turns, monkeypatch):
    real = polling.take_entries

    def slow(*args, **told):
        leases.take(followed(), feed.pk, now=LATER, seconds=600)  # another took it over meanwhile
        return real(*args, **told)

    monkeypatch.setattr(polling, "take_entries", slow)
    poll(feed.pk, now=NOW)
    state = FeedState.objects.get()
    assert state.succeeded_at is None and state.token is not None


@pytest.mark.django_db
def test_a_feed_that_kills_its_workers_is_left_alone(site, feed, turns, monkeypatch):
    def killing(*args, **told):
        raise Killed

    monkeypatch.setattr(polling, "fetch", killing)
    for turn in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            poll(feed.pk, now=NOW + turn * HOUR)
    assert poll(feed.pk, now=NOW + MOST_ATTEMPTS * HOUR) == Came.FAILED
    state = FeedState.objects.get()
    assert "3 times" in state.error and state.attempts == 0


@pytest.mark.django_db
def test_beat_wakes_a_worker_for_each_feed_that_is_due(site, feed, turns, wakeups):
    other = follow(f"{site.address}/other", name="Sun")
    FeedState.objects.filter(feed=other).update(next_attempt_at=NOW + 50_000 * HOUR)
    tasks.poll_feeds()
    assert wakeups == [("corroboration.tasks.poll_feed", {"feed_id": feed.pk})]
    tasks.poll_feed(feed_id=feed.pk)
    assert Article.objects.count() == 4
    tasks.poll_feed(feed_id=feed.pk)
    assert [each.path for each in site.asked].count("/feed") == 1


@pytest.mark.django_db
def test_a_feed_that_dies_harms_no_other(site, feed, turns):
    dead = follow("http://127.0.0.1:9/", name="Sun")
    assert [polled(dead), polled(feed)] == [Came.FAILED, Came.READ]
