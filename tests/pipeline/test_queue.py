"""The row is the queue: who may take an article, who may finish it, and when it is set aside."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from claims.models import Article
from corroboration import queue
from corroboration.queue import State
from tests.factories import make_article

NOW = datetime(2020, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=settings.LEASE_SECONDS + 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    waiting = make_article()
    Article.objects.filter(pk=waiting.pk).update(
        state=State.RECEIVED, attempts=0, token=None, lease_until=None, next_attempt_at=NOW, waiting_since=NOW
    )
    return Article.objects.get(pk=waiting.pk)


def test_an_article_is_taken_once(article):
    assert queue.take(article.pk, now=NOW) is not None
    assert queue.take(article.pk, now=NOW) is None


def test_an_expired_lease_frees_it_and_the_first_holder_can_no_longer_finish(article):
    first = queue.take(article.pk, now=NOW)
    second = queue.take(article.pk, now=LATER)
    assert second is not None
    with pytest.raises(queue.LeaseLost), queue.finishing(first, State.LINKED, now=LATER):
        pass
    with queue.finishing(second, State.LINKED, now=LATER):
        pass
    assert Article.objects.get(pk=article.pk).state == State.LINKED


def test_what_a_stage_stored_goes_back_with_it_when_it_fails(article):
    taken = queue.take(article.pk, now=NOW)
    with pytest.raises(RuntimeError), queue.finishing(taken, State.EXTRACTED, now=NOW):
        Article.objects.filter(pk=article.pk).update(title="half stored")
        raise RuntimeError
    stored = Article.objects.get(pk=article.pk)
    assert (stored.state, stored.title) == (State.RECEIVED, article.title)


def test_a_failed_attempt_waits_longer_each_time_and_the_last_sets_it_aside(article):
    now, waits = NOW, []
    for _ in range(settings.MAX_ATTEMPTS):
        taken = queue.take(article.pk, now=now)
        queue.give_back(taken, ValueError("no verb"), now=now)
        row = Article.objects.get(pk=article.pk)
        waits.append((row.next_attempt_at - now).total_seconds())
        now = max(row.next_attempt_at, now)
    assert waits[:3] == [10, 20, 40]
    assert row.state == State.FAILED
    assert "ValueError: no verb" in row.error


def test_one_that_kills_its_workers_is_set_aside_with_a_reason(article):
    now = NOW
    for _ in range(settings.MAX_ATTEMPTS):
        assert queue.take(article.pk, now=now) is not None
        now += timedelta(seconds=settings.LEASE_SECONDS + 1)
    assert queue.take(article.pk, now=now) is None
    row = Article.objects.get(pk=article.pk)
    assert row.state == State.FAILED
    assert "killed" in row.error


def test_try_again_puts_it_back_to_the_start(article):
    Article.objects.filter(pk=article.pk).update(state=State.FAILED, error="x", attempts=4)
    assert queue.try_again(Article.objects.all(), now=NOW) == 1
    assert queue.take(article.pk, now=NOW) is not None


def test_the_named_lease_has_one_holder_until_it_expires(db):
    with queue.only_one("settle", now=NOW, seconds=60) as first:
        assert first is not None
        with queue.only_one("settle", now=NOW, seconds=60) as second:
            assert second is None
        with queue.only_one("settle", now=NOW + timedelta(seconds=61), seconds=60) as third:
            assert third is not None
            with pytest.raises(queue.LeaseLost):
                queue.still_ours("settle", first, now=NOW, seconds=60)


def test_after_the_clock_was_put_back_nothing_waits_for_the_time_it_showed(article, wakeups):
    back = NOW - timedelta(hours=2)
    queue.take(article.pk, now=NOW)
    assert queue.follow_clock(now=NOW) == 0
    assert queue.take(article.pk, now=back) is None
    assert queue.follow_clock(now=back) == 1
    assert queue.take(article.pk, now=back + queue.BACK_OFF) is not None
    Article.objects.filter(pk=article.pk).update(state=State.LINKED, waiting_since=NOW)
    assert [queue.follow_clock(now=back), queue.follow_clock(now=back)] == [1, 0]
    Article.objects.filter(pk=article.pk).update(state=State.SETTLED, waiting_since=NOW)
    assert queue.follow_clock(now=back) == 0


def test_a_pause_of_ours_is_kept(article):
    longest = NOW + queue.back_off(settings.MAX_ATTEMPTS)
    Article.objects.filter(pk=article.pk).update(next_attempt_at=longest, attempts=settings.MAX_ATTEMPTS)
    assert queue.follow_clock(now=NOW) == 0


def test_the_named_lease_is_free_after_the_clock_was_put_back(db):
    with queue.only_one("settle", now=NOW, seconds=60) as first:
        with queue.only_one("settle", now=NOW - timedelta(hours=2), seconds=60) as second:
            assert first is not None and second is not None
        with pytest.raises(queue.LeaseLost):
            queue.still_ours("settle", first, now=NOW, seconds=60)


def test_a_sweep_finds_only_what_has_waited_too_long(article):
    assert not queue.overdue(NOW).exists()
    assert queue.overdue(NOW + queue.PATIENCE + timedelta(seconds=1)).count() == 1
