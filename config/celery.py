"""The Celery app. Tasks carry ids; the database rows are the queue, a message is only a wake-up."""

import os

from celery import Celery
from celery import Task as CeleryTask
from kombu.transport import TRANSPORT_ALIASES

from corroboration.logged import bound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["files"] = "config.messages:Transport"


class Task(CeleryTask):
    """Every line that is logged while a task runs says which, and about which article or other row."""

    abstract = True

    def __call__(self, *args, **kwargs):
        ids = {name: str(value) for name, value in kwargs.items()}
        with bound(task=self.name.rpartition(".")[2], task_id=self.request.id or "", **ids):
            return super().__call__(*args, **kwargs)


app = Celery("second_source", task_cls=Task)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
