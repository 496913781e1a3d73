"""A row is taken by one worker, also where what makes it one to be taken stands in another table."""

from threading import Event, Thread, Timer

import pytest
from django.db import connection, transaction

from corroboration import leases
from corroboration.feeds.models import FeedState
from tests.feeds.writing import NOW, follow


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [{}, {"feed__active": True}])
def test_who_waited_for_another_worker_finds_the_row_taken(rows):
    feed = follow("https://herald.example/feed")
    taken, waits, came = Event(), Event(), []

    def first() -> None:
        try:
            with transaction.atomic():
                came.append(leases.take(FeedState.objects.filter(**rows), feed.pk, now=NOW, seconds=60) is not None)
                taken.set()
                waits.wait(10)
        finally:
            connection.close()

    def second() -> None:
        try:
            taken.wait(10)
            Timer(0.5, waits.set).start()  # by then it waits for the first
            came.append(leases.take(FeedState.objects.filter(**rows), feed.pk, now=NOW, seconds=60) is not None)
        finally:
            connection.close()

    workers = [Thread(target=first), Thread(target=second)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert came == [True, False]
