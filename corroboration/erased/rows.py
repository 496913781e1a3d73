"""Takedowns: who had which texts erased, when and why; and what is kept of these. Rows are only added."""

from django.conf import settings
from django.db import models

from claims.models import PUBLIC_ID_LENGTH

HASH_LENGTH = 64


class Takedown(models.Model):
    """That an admin had texts erased for good. by: nobody where it was read from the log, after an older backup was
    restored, and the reason then stands in no database any more; or where the backup doesn't know who it was."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="takedowns"
    )
    at = models.DateTimeField()
    reason = models.TextField()
    titles = models.BooleanField(help_text="The titles were erased, too.")

    class Meta:
        ordering = ["-at", "public_id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="takedown_with_reason")]

    def __str__(self) -> str:
        return self.public_id


class Tombstone(models.Model):
    """One text that was taken down, by hashes alone: the same text, or another of its article, isn't taken in again.

    article: public id of the row, which may be in this database or not (yet). identity: hash of outlet and external
    id. words_hash: of the words without case, marks and spacing.
    """

    takedown = models.ForeignKey(Takedown, on_delete=models.PROTECT, related_name="texts")
    article = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    identity = models.CharField(max_length=HASH_LENGTH, db_index=True)
    text_hash = models.CharField(max_length=HASH_LENGTH, db_index=True)
    words_hash = models.CharField(max_length=HASH_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.article


class ArticleRemains(models.Model):
    """What is kept of an article beside its row: how it was read as a whole, and with which claims its own stand in
    one cluster. Stored before its words go, so that an erasing that was killed goes on."""

    article = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    reading = models.JSONField()
    together = models.JSONField(help_text="[[claim, claim], ...] that stand in one cluster.")

    def __str__(self) -> str:
        return self.article


class ClaimRemains(models.Model):
    """What is kept of one claim: its offsets, frame and chain, without a word of the text (reading); and what had been
    found of it and others (found), which can't be found again."""

    claim = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    article = models.CharField(max_length=PUBLIC_ID_LENGTH, db_index=True)
    reading = models.JSONField()
    found = models.JSONField()

    def __str__(self) -> str:
        return self.claim


class Wiping(models.Model):
    """That the files of the database are still to be rid of what was erased. One row, deleted when that is done.

    since: when that was asked for; after a try that came to nothing, when it is tried again. erased_since: what was
    erased from then on isn't gone yet; None: it isn't known since when. rewritten: the database was written anew since
    the last erasing, so that only its log holds the words.
    """

    since = models.DateTimeField()
    erased_since = models.DateTimeField(null=True)
    rewritten = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return str(self.since)
