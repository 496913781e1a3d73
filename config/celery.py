"""The Celery app. Tasks carry ids; the database rows are the queue, a message is only a wake-up."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["files"] = "config.messages:Transport"
app = Celery("second_source")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
