"""What is kept of requests that write: how one was answered that came with a key, and what became of a batch."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import PUBLIC_ID_LENGTH, Article
from corroboration.leases import Leased

LONGEST_KEY = 255


class FirstAnswer(Leased):
    """What a request was answered that came with a key of its sender's: the same request again is answered the same.

    Leased while it is being worked on. The answer is stored in one transaction with what the request wrote, and only by
    the holder of the token, so that of several requests with one key one has an effect.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    request = models.CharField(max_length=64, help_text="Hash of its method, path and body.")
    status = models.PositiveSmallIntegerField(null=True, help_text="None while it is being worked on.")
    location = models.CharField(max_length=2000, blank=True)
    body = models.TextField(blank=True, help_text="Byte for byte, as JSON.")
    created_at = models.DateTimeField()

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(fields=["by", "key"], name="key_of_one_request"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(token__isnull=True), name="answered_or_worked_on"
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="first_answer_by_age")]  # once.forget

    def __str__(self) -> str:
        return f"{self.key} of {self.by_id}"


class Batch(models.Model):
    """Articles that were handed in together. Each was taken in, or refused, by itself."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="When the last piece of it was stored.")
    complete = models.BooleanField(default=False, help_text="Whether all that was sent has been looked at.")

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="batch_by_age"),  # batches.forget
            models.Index(fields=["by", "-created_at", "public_id"], name="batch_of_one"),  # a person's, latest first
        ]

    def __str__(self) -> str:
        return self.public_id


class BatchItem(models.Model):
    """What became of one article of a batch. errors: [[field, message], ...] of one that was refused."""

    class Result(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        UNCHANGED = "unchanged", "unchanged"
        REVISED = "revised", "revised"
        REJECTED = "rejected", "rejected"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(help_text="Of the line, or the place in the list, from 1.")
    external_id = models.CharField(max_length=300, blank=True, help_text="As far as it could be read.")
    result = models.CharField(max_length=10, choices=Result)
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE, related_name="+")
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_item_once"),
            models.CheckConstraint(
                condition=Q(result="rejected", article__isnull=True)
                | (~Q(result="rejected") & Q(article__isnull=False)),
                name="batch_item_rejected_or_stored",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.batch_id}: {self.result}"
