"""Beat sends what is due, also after the clock was put back."""

from datetime import datetime, timedelta

import pytest
from celery import Celery
from django.conf import settings

from config.beat import Scheduler

DUE = {"sweep": {"task": "sweep", "schedule": 5.0}, "visit": {"task": "visit", "schedule": 30.0}}


class Beat:
    """A beat whose clock is set by hand. sent: the tasks that it sent, in order."""

    def __init__(self, folder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.sent = datetime.now().astimezone(), []
        app = Celery("of-a-test", set_as_current=False)
        app.conf.beat_schedule = DUE
        monkeypatch.setattr(Celery, "now", lambda app: self.now)
        self.scheduler = Scheduler(app, schedule_filename=str(folder / "beat"))
        monkeypatch.setattr(self.scheduler, "apply_entry", lambda entry, producer=None: self.sent.append(entry.task))
        monkeypatch.setattr(Scheduler, "producer", None)

    def go_on(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            while self.scheduler.tick() == 0:
                pass


@pytest.fixture
def beat(tmp_path, monkeypatch):
    made = Beat(tmp_path, monkeypatch)
    yield made
    made.scheduler.close()


@pytest.mark.parametrize("hours", [0, 1, -1])
def test_what_is_due_is_sent_whatever_the_clock_does(beat, hours):
    beat.go_on(30)
    beat.sent.clear()
    beat.now += timedelta(hours=hours)
    beat.go_on(62)
    assert beat.sent.count("sweep") >= 8
    assert beat.sent.count("visit") in (1, 2, 3)


def test_it_is_the_one_that_runs():
    assert settings.CELERY_BEAT_SCHEDULER == "config.beat:Scheduler"
