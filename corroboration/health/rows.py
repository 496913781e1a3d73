"""Signs of life: when each queue's workers last did a task, and when one of them was beat's."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker of this queue was last at work; of the name "beat": when beat was last heard of."""

    queue = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue}: {self.at:%Y-%m-%d %H:%M:%S}"
