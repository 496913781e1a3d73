"""What polling knows of a feed: when it is next asked, what it brought, when it couldn't be heard."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models import PUBLIC_ID_LENGTH
from corroboration.leases import Leased
from sources.models import Feed, Source

KEY_LENGTH = 32  # hex digits of a SHA-256
WORDS_LENGTH = 500


class FeedState(Leased):
    """How it goes with one feed; the row is its place in the queue. next_attempt_at: when it is polled next."""

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="state", primary_key=True)
    etag = models.CharField(max_length=WORDS_LENGTH, blank=True)
    last_modified = models.CharField(max_length=WORDS_LENGTH, blank=True)
    interval = models.PositiveIntegerField(help_text="Seconds between polls, as its pace of publishing has it.")
    polled_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    error = models.CharField(max_length=WORDS_LENGTH, blank=True, help_text="Of the last poll, if it failed.")
    last_error = models.CharField(max_length=WORDS_LENGTH, blank=True)
    last_error_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="It answered that it is gone for good.")

    class Meta(Leased.Meta):
        indexes = [models.Index(fields=["next_attempt_at"], name="feed_by_next_poll")]  # polling.due

    def __str__(self) -> str:
        return f"state of {self.feed_id}"


class FeedEntry(models.Model):
    """An entry that was seen in a feed, as it was last dealt with: what hasn't changed since costs nothing.

    published_at is kept from the first time: a feed that dates its entries anew doesn't move an article.
    """

    class State(models.TextChoices):
        TAKEN = "taken", "taken in from the feed"
        ASKED = "asked", "its page is fetched"
        REFUSED = "refused", "refused"

    class Dating(models.TextChoices):
        PUBLISHED = "published", "as the entry says"
        UPDATED = "updated", "by its last change"
        FETCHED = "fetched", "by the day on which it was first seen"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=KEY_LENGTH, help_text="Hash of what the entry is known by.")
    content = models.CharField(max_length=KEY_LENGTH, help_text="Hash of what it says.")
    external_id = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=7, choices=State)
    reason = models.CharField(max_length=WORDS_LENGTH, blank=True, help_text="Why it was refused, or what is notable.")
    published_at = models.DateTimeField()
    day_only = models.BooleanField(default=False)
    dating = models.CharField(max_length=9, choices=Dating)
    article = models.CharField(max_length=PUBLIC_ID_LENGTH, blank=True, help_text="Public id, where taken in.")
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When what it says was last another.")

    class Meta:
        ordering = ["-seen_at", "-pk"]
        verbose_name_plural = "feed entries"
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_once")]
        indexes = [models.Index(fields=["feed", "-seen_at"], name="feed_entry_by_day")]  # pruning, articles a day

    def __str__(self) -> str:
        return self.title or self.external_id


class FeedEvent(models.Model):
    """What became of a feed's address and use: rows are only added."""

    class Kind(models.TextChoices):
        ADDED = "added", "added"
        MOVED = "moved", "moved for good"
        GONE = "gone", "gone for good"
        PAUSED = "paused", "paused"
        RESUMED = "resumed", "resumed"

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=7, choices=Kind)
    words = models.CharField(max_length=1200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()


class CoverageGap(models.Model):
    """A time in which an outlet's feed couldn't be heard: its silence then says nothing.

    since: when it was last heard. until: when it was heard again, or from when on its list reached back; null: it isn't
    heard yet. made_up: once heard again its list reached back far enough, so that nothing was missed.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="gaps")
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.SET_NULL, related_name="gaps")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=WORDS_LENGTH)
    made_up = models.BooleanField(default=False)
    stand_in = models.ForeignKey(
        Feed,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Another feed of the outlet that was heard, and lists the same: nothing was missed.",
    )

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="gap_since_before_until"
            ),
            models.CheckConstraint(condition=Q(made_up=False) | Q(until__isnull=False), name="gap_made_up_once_over"),
            models.UniqueConstraint(fields=["feed"], condition=Q(until__isnull=True), name="gap_open_once_a_feed"),
        ]
        indexes = [
            models.Index(fields=["source", "-since"], name="gap_of_source"),  # the source page, the API
            models.Index(fields=["since"], condition=Q(made_up=False), name="gap_by_day"),  # a cluster's days
        ]

    def __str__(self) -> str:
        return f"{self.source_id} from {self.since:%Y-%m-%d}: {self.reason}"
