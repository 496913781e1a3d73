"""What is kept of asking others: whose turn it is at a host, and the pages that wait to be fetched."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import Article
from corroboration.leases import Leased
from sources.models import Feed

HOST_LENGTH = 260  # a name of 253 characters, and a port
URL_LENGTH = 1000  # as of an article's


class Host(models.Model):
    """A server of others': from when on it may be asked again, and what its robots.txt says.

    robots_until: when it is to be asked for anew; None: it never was. robots_known: False where it couldn't be had, so
    that nothing is allowed for the time being.
    """

    name = models.CharField(max_length=HOST_LENGTH, primary_key=True, help_text="With the port, where it is unusual.")
    next_turn_at = models.DateTimeField()
    pause = models.FloatField(default=0.0, help_text="Seconds between two requests, as robots.txt wishes.")
    robots = models.TextField(blank=True)
    robots_known = models.BooleanField(default=False)
    robots_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Retrieval(Leased):
    """A page that somebody asked for, to be fetched and taken in as an article. The row is its place in the queue.

    hints: what a feed or a person says of it; what the page says itself goes first. found: what was read of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be fetched"
        UNCLEAR = "unclear", "waiting for a person"
        DONE = "done", "taken in"
        FAILED = "failed", "failed"

    OPEN = (State.WAITING, State.UNCLEAR)

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    url = models.URLField(max_length=URL_LENGTH)
    host = models.CharField(max_length=HOST_LENGTH, help_text="Whose turn it takes.")
    outlet = models.CharField(max_length=300, blank=True, help_text="Name or slug, where it was given.")
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="retrievals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="retrievals"
    )
    hints = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True, help_text="Why it failed, is tried again, or waits for a person.")
    found = models.JSONField(default=dict, blank=True)
    article = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="retrievals",
        help_text="What it became.",
    )

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(
                fields=["url"], condition=Q(state__in=("waiting", "unclear")), name="retrieval_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "done")) | ~Q(reason=""), name="retrieval_failed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="retrieval_queue"),
            models.Index(fields=["-asked_at"], name="retrieval_latest"),
        ]

    def __str__(self) -> str:
        return self.url
