"""A second beat is harmless: every wake-up comes twice, and the second finds nothing to do."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import Article
from corroboration import queue, rebuilding, tasks
from tests.pipeline.articles import TALES, take_in, work

LONG_AGO = timedelta(minutes=10)


def beat() -> None:
    """Whatever is due, as a worker does it."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        getattr(tasks, entry["task"].rpartition(".")[2])(**entry.get("kwargs", {}))


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_what_is_not_begun_by_the_next_time_is_dropped(name):
    """So that two beats, or a worker that was away, can't pile it up."""
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    assert 0 < entry["options"]["expires"] <= entry["schedule"]


@pytest.mark.django_db
def test_an_article_that_two_beats_wake_is_read_once(wakeups):
    article = take_in(TALES[0])[0].article
    past = timezone.now() - LONG_AGO
    Article.objects.filter(pk=article.pk).update(next_attempt_at=past, waiting_since=past)
    wakeups.clear()
    beat()
    beat()
    twice = [ids for name, ids in wakeups if ids == {"article_id": article.pk}]
    assert len(twice) == 2
    first, second = (queue.take(article.pk, now=timezone.now()) for _ in twice)
    assert first is not None
    assert second is None


@pytest.mark.django_db
def test_beats_change_nothing_where_there_is_nothing_to_do(nlp):
    take_in()
    work()
    before = rebuilding.digest()
    beat()
    beat()
    assert rebuilding.digest() == before
