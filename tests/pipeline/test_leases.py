"""A leased row is one worker's until its time is over. Articles have the fields, so that one stands for any row."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.models import Article
from corroboration import leases
from tests.factories import make_article

NOW = datetime(2020, 3, 1, 12, tzinfo=UTC)
SECONDS = 60
OVER = NOW + timedelta(seconds=SECONDS + 1)

pytestmark = pytest.mark.django_db


def waiting(**fields) -> Article:
    row = make_article()
    Article.objects.filter(pk=row.pk).update(
        **{"attempts": 0, "token": None, "lease_until": None, "next_attempt_at": NOW} | fields
    )
    return row


def take_next(now=NOW, rows=None) -> Article | None:
    return leases.take_next(Article.objects.all() if rows is None else rows, now=now, seconds=SECONDS)


def test_a_row_is_taken_once():
    row = waiting()
    taken = take_next()
    assert (taken.pk, taken.attempts, taken.lease_until) == (row.pk, 1, NOW + timedelta(seconds=SECONDS))
    assert take_next() is None


def test_the_row_due_longest_comes_first_unless_another_order_is_given():
    later, earlier = waiting(), waiting(next_attempt_at=NOW - timedelta(hours=1))
    by_row = Article.objects.order_by("pk")
    assert [take_next().pk, take_next().pk] == [earlier.pk, later.pk]
    assert [take_next(OVER, by_row).pk, take_next(OVER, by_row).pk] == [later.pk, earlier.pk]


def test_what_is_not_due_or_not_asked_for_is_left():
    row = waiting(next_attempt_at=NOW + timedelta(seconds=1))
    assert take_next() is None
    assert take_next(OVER, Article.objects.exclude(pk=row.pk)) is None
    assert take_next(OVER).pk == row.pk


def test_a_row_that_being_taken_puts_out_of_the_rows_asked_for_is_taken_all_the_same():
    row = waiting()
    assert take_next(rows=Article.objects.filter(attempts=0)).pk == row.pk


def test_a_lease_from_before_the_clock_was_put_back_is_over():
    row = waiting(next_attempt_at=NOW - timedelta(days=1))
    take_next()
    assert take_next(NOW - leases.LONGEST) is None
    assert take_next(NOW - timedelta(hours=2)).pk == row.pk


def test_only_the_holder_finishes():
    waiting()
    first = take_next()
    second = take_next(OVER)
    assert second.attempts == 2
    assert not leases.finish(first, title="of one that was too slow")
    assert leases.finish(second, title="done", attempts=0)
    stored = Article.objects.get(pk=second.pk)
    assert (stored.title, stored.attempts, stored.token, stored.lease_until) == ("done", 0, None, None)
    assert (second.title, second.attempts, second.token) == ("done", 0, None)
    assert not leases.finish(second, title="twice")
