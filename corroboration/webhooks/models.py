"""Webhooks, what they are told, and how things stood that are being worked on.

What is told is a *notice*: an *event* is what claims are about.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import PUBLIC_ID_LENGTH, Article
from corroboration.leases import Leased

SLUG_LENGTH = 200
URL_LENGTH = 1000
SALT_LENGTH = 32


class NoticeKind(models.TextChoices):
    """What webhooks can be told. The words are those that receivers see."""

    CLAIM_CONTRADICTED = "claim.contradicted", "a claim was contradicted by an independent voice"
    CLAIM_CORROBORATED = "claim.corroborated", "a claim was corroborated by an independent voice"
    CLAIM_RETRACTED = "claim.retracted", "a claim was withdrawn by its outlet, or taken back by its voice"
    CLUSTER_CHANGED = "cluster.changed", "claims joined or left a cluster, its status changed, or it ended"
    VERDICT_GIVEN = "verdict.given", "a person gave a verdict"
    VERDICT_UNDONE = "verdict.undone", "a verdict was undone"
    RECORD_LETTER_CHANGED = "record.letter_changed", "a source's letter changed"


class Webhook(models.Model):
    """An address that is told what changes, and what it listens for. All filters that are given must hold.

    The secret isn't stored: it follows from SECRET_KEY and the salt (secrets.py). quiet_until: after a failure nothing
    is sent before. failing_since: of the first failure since the last success.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    name = models.CharField(max_length=100, blank=True, help_text="For people: who receives this.")
    url = models.URLField("address", max_length=URL_LENGTH)
    kinds = models.JSONField(help_text="Kinds of notices.")
    sources = models.JSONField(
        default=list, blank=True, help_text="Slugs of sources; one must take part. None: whichever."
    )
    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH, blank=True, help_text="Id of the only cluster; or none.")
    place = models.CharField(max_length=200, blank=True, help_text="Id of a place, which holds the event; or none.")
    topic = models.CharField(max_length=40, blank=True, help_text="What claims must be about; or none.")
    since = models.DateField(null=True, blank=True, help_text="Nothing of an earlier day; empty: of any day.")
    active = models.BooleanField(default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    created_at = models.DateTimeField(editable=False)

    salt = models.CharField(max_length=SALT_LENGTH, editable=False)
    former_salt = models.CharField(max_length=SALT_LENGTH, blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False, help_text="Until then signed with both secrets.")

    failures = models.PositiveIntegerField(default=0, editable=False, help_text="One after another.")
    failing_since = models.DateTimeField(null=True, editable=False)
    last_success_at = models.DateTimeField(null=True, editable=False)
    quiet_until = models.DateTimeField(editable=False)
    switched_off = models.CharField(max_length=200, blank=True, editable=False, help_text="Why it was, by itself.")

    class Meta:
        ordering = ["-created_at", "public_id"]
        constraints = [
            models.CheckConstraint(condition=Q(active=False) | Q(switched_off=""), name="webhook_active_or_off"),
        ]

    def __str__(self) -> str:
        return self.name or self.url


class Notice(models.Model):
    """Something that changed, told once: its id is a hash of what changed. Stored with the deliveries that it makes."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    kind = models.CharField(max_length=30, help_text="One of NoticeKind, or a test.")
    thing = models.CharField(
        max_length=SLUG_LENGTH, help_text="Id of the claim, cluster or decision; slug of the source."
    )
    day = models.DateField(help_text="On which it happened, by the articles and decisions.")
    made_at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        ordering = ["-made_at", "public_id"]
        indexes = [
            models.Index(fields=["thing", "kind", "made_at"], name="notice_of_thing"),  # which it follows
            models.Index(fields=["made_at"], name="notice_by_age"),  # those to be deleted
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Delivery(Leased):
    """One notice for one webhook. The row is the queue (leases.py); what the last attempt came to stands in it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        DEAD = "dead", "given up"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the last answer.")
    answer = models.TextField(blank=True, help_text="How the last answer began.")
    error = models.TextField(blank=True, help_text="Why the last attempt failed.")

    class Meta(Leased.Meta):
        verbose_name_plural = "deliveries"
        ordering = ["-made_at", "-pk"]
        constraints = [
            *Leased.Meta.constraints,
            models.UniqueConstraint(fields=["webhook", "notice"], name="delivery_once"),
        ]
        indexes = [
            # what is to be sent, and to whom; of the few that wait only
            models.Index(fields=["webhook", "next_attempt_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["webhook", "-made_at", "-id"], name="delivery_log"),
            models.Index(fields=["made_at"], name="delivery_by_age"),  # those to be deleted
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.webhook_id}"


class KnownCluster(models.Model):
    """A cluster that is being worked on, with its status before; empty: there was none. work: the same for all that
    were changed together, and for what was changed together with one of them since; they are told of together."""

    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    status = models.CharField(max_length=12, blank=True)
    work = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return self.cluster


class KnownClaim(models.Model):
    """A claim of such a cluster as it stood before: where, and what had become of it, as [[kind, by], ...].

    Named by id, because a claim that is read again is another row meanwhile.
    """

    claim = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)
    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH, db_index=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    outcomes = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.claim


class KnownLetter(models.Model):
    """The letter that a source had in a role before its record was made again; empty: it had none."""

    pk = models.CompositePrimaryKey("source", "role")
    source = models.CharField(max_length=SLUG_LENGTH, help_text="Its slug.")
    role = models.CharField(max_length=10)
    letter = models.CharField(max_length=1, blank=True)

    def __str__(self) -> str:
        return f"{self.source} as {self.role}: {self.letter}"
