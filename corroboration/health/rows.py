"""Signs of life: when each queue's workers last did the task that beat sends them for that."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker of this queue was last alive, and beat with it."""

    queue = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue}: {self.at:%Y-%m-%d %H:%M:%S}"
