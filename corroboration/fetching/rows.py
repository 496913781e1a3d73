"""What is kept of asking others: whose turn it is at a host, pages that wait to be fetched, and looks at them since."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models import Article
from corroboration.leases import Leased
from sources.models import Feed, Source

HOST_LENGTH = 260  # a name of 253 characters, and a port
URL_LENGTH = 1000  # as of an article's
HEADER_LENGTH = 300  # of a header that is sent back; longer ones aren't kept


class Host(models.Model):
    """A server of others': from when on it may be asked again, and what its robots.txt says.

    next_turn_at: our own pauses. asked_until: it asked to be left alone until then. robots_until: when its
    robots.txt is to be asked for anew; None: it never was. robots_known: False where it couldn't be had, so that
    nothing is allowed for the time being.
    """

    name = models.CharField(max_length=HOST_LENGTH, primary_key=True, help_text="With the port, where it is unusual.")
    next_turn_at = models.DateTimeField()
    asked_until = models.DateTimeField(null=True)
    pause = models.FloatField(default=0.0, help_text="Seconds between two requests, as robots.txt wishes.")
    robots = models.TextField(blank=True)
    robots_known = models.BooleanField(default=False)
    robots_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Retrieval(Leased):
    """A page that somebody asked for, to be fetched and taken in as an article. The row is its place in the queue.

    hints: what a feed or a person says of it: a person's word goes before the page's, a feed's behind it. found: what
    was read of the page. page: as it was fetched or handed in, while it waits for a person.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be fetched"
        UNCLEAR = "unclear", "waiting for a person"
        DONE = "done", "taken in"
        FAILED = "failed", "failed"

    OPEN = (State.WAITING, State.UNCLEAR)

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    url = models.URLField(max_length=URL_LENGTH, blank=True, help_text="Empty: a page handed in without its address.")
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
    page = models.TextField(blank=True)
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
                fields=["url"], condition=Q(state__in=("waiting", "unclear")) & ~Q(url=""), name="retrieval_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "done")) | ~Q(reason=""), name="retrieval_failed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="retrieval_queue"),
            models.Index(fields=["-asked_at"], name="retrieval_latest"),
            models.Index(fields=["host", "state"], name="retrieval_of_host"),  # whose the pages of a host are
            models.Index(fields=["url"], name="retrieval_by_url"),  # whether a page is known already
            models.Index(fields=["feed", "-asked_at"], condition=Q(state="failed"), name="retrieval_set_aside"),
        ]

    def __str__(self) -> str:
        return self.url


class Page(Leased):
    """A page that was taken in as an article, looked at again for a while: outlets edit without saying so.

    looks: how many there were since the first. etag, last_modified: as its server gave them, to ask by.
    """

    class State(models.TextChoices):
        WATCHED = "watched", "looked at again"
        OVER = "over", "no longer looked at"
        GONE = "gone", "gone"

    outlet = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pages")
    external_id = models.CharField(max_length=300, help_text="Of its article.")
    url = models.URLField(max_length=URL_LENGTH)
    host = models.CharField(max_length=HOST_LENGTH)
    state = models.CharField(max_length=10, choices=State, default=State.WATCHED)
    looks = models.PositiveSmallIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it last answered with its article.")
    etag = models.CharField(max_length=HEADER_LENGTH, blank=True)
    last_modified = models.CharField(max_length=HEADER_LENGTH, blank=True)

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(fields=["outlet", "external_id"], name="page_once_an_article"),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="page_queue")]

    def __str__(self) -> str:
        return self.url


class Look(models.Model):
    """One look at a page: what it answered, and what had become of it. Added, never edited."""

    class Outcome(models.TextChoices):
        FIRST = "first", "taken in"
        SAME = "same", "the same text"
        CHANGED = "changed", "another text"
        GONE = "gone", "gone"
        UNREACHABLE = "unreachable", "not to be had"
        UNREADABLE = "unreadable", "no article in it"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(null=True, help_text="Of HTTP; none: there was no answer.")
    final_url = models.URLField(max_length=2 * URL_LENGTH, blank=True, help_text="Where redirects led.")
    body_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what came, as it came.")
    article = models.ForeignKey(
        Article, null=True, on_delete=models.SET_NULL, related_name="looks", help_text="The text that it brought."
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.outcome}"


class Edit(models.Model):
    """A text that came in place of an earlier one of its article, by whichever door.

    noted: whether the new text tells its readers that something was changed.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="edit", primary_key=True)
    before = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", help_text="The text it replaced.")
    noted = models.BooleanField()
    at = models.DateTimeField(help_text="When the outlet revised it, as far as known; else when it was noticed.")

    class Meta:
        ordering = ["-at", "-article_id"]
        constraints = [models.CheckConstraint(condition=~Q(article=F("before")), name="edit_of_another_text")]
        indexes = [models.Index(fields=["noted", "-at"], name="edit_unnoted_by_date")]

    def __str__(self) -> str:
        return f"{self.before_id} -> {self.article_id}"
