"""A run of settling that is cut short by its time limit keeps what it has stored, so that the next comes further."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from corroboration import pipeline, relating
from tests.pipeline.articles import take_in, work

pytestmark = pytest.mark.django_db


def test_what_was_related_before_the_limit_stays_related(monkeypatch):
    take_in()
    while pipeline.process_next():
        pass
    real, stored = relating.store, []

    def slow(id, *judgement):
        if len(stored) == 1:
            raise SoftTimeLimitExceeded
        stored.append(id)
        real(id, *judgement)

    monkeypatch.setattr(pipeline, "RELATED_AT_ONCE", 1)
    with monkeypatch.context() as patched, pytest.raises(SoftTimeLimitExceeded):
        patched.setattr(relating, "store", slow)
        pipeline.settle(wait=False)
    left = relating.waiting()
    assert left and stored[0] not in left
    work()
    assert relating.waiting() == []
