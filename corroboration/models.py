"""What holds up: links, clusters, relations and outcomes, all derived; and decisions, which are only ever added."""

from django.db import models
from django.db.models import F, Q

from claims.models import Claim
from corroboration.audit.models import AuditEvent
from corroboration.decided import Decision, Effect, Named
from corroboration.engine.values import OutcomeKind, Stance
from corroboration.erased.rows import ArticleRemains, ClaimRemains, Takedown, Tombstone, Wiping
from corroboration.feeds.models import CoverageGap, FeedEntry, FeedEvent, FeedState
from corroboration.fetching.rows import Edit, Host, Look, Page, Retrieval
from corroboration.fields import ClaimKey
from corroboration.grouped import ClaimFacet, Cluster, ClusterFacet, Membership, Redirect, SavedView, Suggestion
from corroboration.handed import Batch, BatchItem, FirstAnswer
from corroboration.health.rows import Heartbeat
from corroboration.imports.models import Import, ImportPart, ImportReject
from corroboration.interchange.rows import (
    ExternalAnswer,
    ExternalMatch,
    ExternalReview,
    ExternalVersion,
    ExternalWord,
)
from corroboration.kept import (
    Arrival,
    KeptFit,
    Lease,
    LedgerEntry,
    LedgerMonth,
    NameChange,
    Part,
    Polled,
    Rereading,
    SourceChange,
    Unsettled,
)
from corroboration.login.models import GivenPassword, SignIn
from corroboration.syndication.models import KeptParse
from corroboration.tokens.models import TokenScope
from corroboration.webhooks.models import (
    Delivery,
    KnownClaim,
    KnownCluster,
    KnownLetter,
    Notice,
    NoticeKind,
    Webhook,
)

__all__ = [
    "Arrival",
    "ArticleRemains",
    "Assessment",
    "AuditEvent",
    "Batch",
    "BatchItem",
    "BlockKey",
    "ClaimFacet",
    "ClaimKey",
    "ClaimRemains",
    "Cluster",
    "ClusterFacet",
    "CopyKey",
    "CoverageGap",
    "Decision",
    "Delivery",
    "Edit",
    "Effect",
    "Episode",
    "EpisodeMember",
    "ExternalAnswer",
    "ExternalMatch",
    "ExternalReview",
    "ExternalVersion",
    "ExternalWord",
    "FeedEntry",
    "FeedEvent",
    "FeedState",
    "FirstAnswer",
    "GivenPassword",
    "Heartbeat",
    "Host",
    "Import",
    "ImportPart",
    "ImportReject",
    "KeptFit",
    "KeptParse",
    "KnownClaim",
    "KnownCluster",
    "KnownLetter",
    "Lease",
    "LedgerEntry",
    "LedgerMonth",
    "Link",
    "Look",
    "Membership",
    "NameChange",
    "Named",
    "Notice",
    "NoticeKind",
    "Outcome",
    "Page",
    "Part",
    "Polled",
    "Redirect",
    "Relation",
    "Rereading",
    "Retrieval",
    "SavedView",
    "SearchWord",
    "SignIn",
    "SourceChange",
    "Suggestion",
    "Takedown",
    "TokenScope",
    "Tombstone",
    "Unsettled",
    "Webhook",
    "Wiping",
]


class Episode(models.Model):
    """Claims of one article about one happening: what is linked and grouped as one. Named by its first claim."""

    claim = models.OneToOneField(
        Claim, to_field="public_id", on_delete=models.CASCADE, related_name="episode", primary_key=True
    )
    profile = models.JSONField(help_text="What episodes are compared by.")
    met = models.BooleanField(default=False, help_text="Those whom it parted under a key were told so.")
    placed = models.BooleanField(default=False, help_text="It was grouped since what it is compared with last changed.")

    class Meta:
        indexes = [models.Index(fields=["claim"], condition=Q(placed=False), name="episode_to_place")]

    def __str__(self) -> str:
        return self.claim_id


class EpisodeMember(models.Model):
    """A claim's place in an episode of its article."""

    claim = models.OneToOneField(
        Claim, to_field="public_id", on_delete=models.CASCADE, related_name="episode_member", primary_key=True
    )
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="members")

    def __str__(self) -> str:
        return f"{self.claim_id} of {self.episode_id}"


class BlockKey(models.Model):
    """One blocking key of an episode, by its first claim: those that share one, and are near in it, are compared."""

    claim = ClaimKey(related_name="block_keys", db_index=False)  # the constraint's index begins with it
    key = models.CharField(max_length=120)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "key"], name="block_key_once")]
        indexes = [models.Index(fields=["key", "published_at", "claim"], name="block_by_order")]  # neighbours.beside

    def __str__(self) -> str:
        return self.key


class CopyKey(models.Model):
    """The print of a claim's sentence: equal prints within days are copies, and cost one."""

    claim = models.OneToOneField(
        Claim, to_field="public_id", on_delete=models.CASCADE, related_name="copy_key", primary_key=True
    )
    key = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    original = ClaimKey(
        null=True, on_delete=models.SET_NULL, related_name="same_texts", db_index=False, help_text="What it copies."
    )

    class Meta:
        indexes = [
            models.Index(fields=["key", "published_at"], name="copy_by_order"),
            # of copies only: SQLite would take it for the texts that copy nothing, which are nearly all
            models.Index(fields=["original"], condition=Q(original__isnull=False), name="copy_of"),
        ]

    def __str__(self) -> str:
        return self.key


class SearchWord(models.Model):
    """A telling word of a claim, by its root: what a search finds the claim by."""

    pk = models.CompositePrimaryKey("claim", "root")
    claim = ClaimKey(related_name="search_words", db_index=False)  # the primary key begins with it
    root = models.CharField(max_length=120)
    event_day = models.IntegerField(help_text="Proleptic ordinal of the day the claim speaks of.")

    class Meta:
        indexes = [
            models.Index(fields=["root", "event_day", "claim"], name="search_word_by_root"),  # the latest of one word
        ]

    def __str__(self) -> str:
        return self.root


class Link(models.Model):
    """A scored pair of episodes that may be about one event, by their first claims, with what made the score."""

    left = ClaimKey(related_name="links_right")
    right = ClaimKey(related_name="links_left")
    score = models.FloatField()
    features = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="link_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="link_ordered"),
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=1), name="link_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} ~ {self.right_id}"


class Relation(models.Model):
    """How two claims of one cluster stand to each other. a is the later one; in *supersedes* a replaces b."""

    class Kind(models.TextChoices):
        CORROBORATES = Stance.CORROBORATES, "corroborates"
        CONTRADICTS = Stance.CONTRADICTS, "contradicts"
        DIFFERS = Stance.DIFFERS, "differs from"
        SUPERSEDES = Stance.SUPERSEDES, "supersedes"

    a = ClaimKey(related_name="relations_to_earlier")
    b = ClaimKey(related_name="relations_to_later")
    kind = models.CharField(max_length=12, choices=Kind)
    type = models.CharField(max_length=40)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    independent = models.BooleanField(null=True)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="relation_once"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="relation_of_two"),
            models.CheckConstraint(condition=Q(kind__in=[s.value for s in Stance]), name="relation_kind_known"),
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=1), name="relation_score_in_range"),
        ]
        indexes = [models.Index(fields=["kind"], name="relation_by_kind")]

    def __str__(self) -> str:
        return f"{self.a_id} {self.kind} {self.b_id}"

    @property
    def shown_as(self) -> str:
        """A corroboration that isn't shown to be independent merely repeats."""
        if self.kind == self.Kind.CORROBORATES and self.independent is not True:
            return "repeats"
        return self.get_kind_display()


class Assessment(models.Model):
    """How far a claim holds: the probability that it is true, its status and Admiralty digit, with reasons."""

    class Status(models.TextChoices):
        CORROBORATED = "corroborated", "corroborated"
        CONTRADICTED = "contradicted", "contradicted"
        CONTESTED = "contested", "contested"
        DIFFERS = "differs", "differs"
        SUPERSEDED = "superseded", "superseded"
        RETRACTED = "retracted", "retracted"
        UNCONFIRMED = "unconfirmed", "unconfirmed"

    claim = models.OneToOneField(
        Claim, to_field="public_id", on_delete=models.CASCADE, related_name="assessment", primary_key=True
    )
    status = models.CharField(max_length=12, choices=Status)
    credibility = models.FloatField()
    digit = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    told_at = models.DateTimeField(help_text="Of its article: so the latest of one status are read in their order.")

    class Meta:
        indexes = [
            models.Index(fields=["status", "-told_at", "claim"], name="assessment_in_order"),  # the API's lists
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(credibility__gte=0) & Q(credibility__lte=1), name="assessment_is_probability"
            ),
            models.CheckConstraint(condition=Q(digit__range=(1, 6)), name="assessment_digit_admiralty"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.status}"


class Outcome(models.Model):
    """A dated event in a claim's life."""

    class Kind(models.TextChoices):
        CORROBORATED = OutcomeKind.CORROBORATED, "corroborated"
        CONTRADICTED = OutcomeKind.CONTRADICTED, "contradicted"
        DENIED = OutcomeKind.DENIED, "denied"
        SUPERSEDED = OutcomeKind.SUPERSEDED, "superseded"
        RETRACTED = OutcomeKind.RETRACTED, "retracted"
        VERDICT = OutcomeKind.VERDICT, "verdict"

    claim = ClaimKey(related_name="outcomes")
    kind = models.CharField(max_length=12, choices=Kind)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=200, help_text="Public id of the partner claim or of the decision.")
    weight = models.FloatField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["since", "claim", "by"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind", "by"], name="outcome_once"),
            models.CheckConstraint(condition=Q(weight__gte=0) & Q(weight__lte=1), name="outcome_weight_in_range"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="outcome_since_before_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.kind}"
