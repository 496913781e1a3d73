"""What grouping makes: clusters with their members, suggestions and old addresses; and how people look through them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models import PUBLIC_ID_LENGTH, Claim
from corroboration.engine.attention import Ground
from corroboration.engine.review import STATE_LENGTH
from corroboration.fields import ClaimKey

NARROWED_BY = ("contradictions", "corroborations", "origin_count", "event_from", "event_to")


class Cluster(models.Model):
    """Claims about one event. Its public id comes from its earliest claim, so that growth does not change it.

    assignee, review, reviewed and attention follow from the decisions in force (corroboration/review.py).
    """

    class Status(models.TextChoices):
        CONTESTED = "contested", "contested"
        CORROBORATED = "corroborated", "corroborated"
        UNCONFIRMED = "unconfirmed", "unconfirmed"

    class Review(models.TextChoices):
        UNREVIEWED = "unreviewed", "not reviewed"
        CHANGED = "changed", "changed since review"
        REVIEWED = "reviewed", "reviewed"

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    title = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    place_id = models.CharField(max_length=100, blank=True)
    event_from = models.DateField(null=True, blank=True)
    event_to = models.DateField(null=True, blank=True)
    first_published_at = models.DateTimeField()
    last_published_at = models.DateTimeField()
    claim_count = models.PositiveIntegerField()
    outlet_count = models.PositiveIntegerField()
    origin_count = models.PositiveIntegerField()
    unknown_count = models.PositiveIntegerField(help_text="Voices of unknown lineage beside the origins.")
    origins = models.JSONField(default=list)
    contradictions = models.PositiveIntegerField(default=0)
    corroborations = models.PositiveIntegerField(default=0)
    related = models.BooleanField(default=True, help_text="Its claims were compared since it last changed.")
    attention = models.FloatField(default=0, help_text="How much a person's look would add.")
    attention_grounds = models.JSONField(default=list, help_text="Why: [[kind, in words, what it adds], ...]")
    state = models.CharField(max_length=STATE_LENGTH, blank=True, help_text="Hash of what a reviewer sees.")
    review = models.CharField(max_length=10, choices=Review, default=Review.UNREVIEWED)
    reviewed = models.CharField(max_length=300, blank=True, help_text="Who reviewed it last, and what changed since.")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-first_published_at", "public_id"]
        constraints = [
            models.CheckConstraint(condition=Q(claim_count__gte=1), name="cluster_not_empty"),
            models.CheckConstraint(
                condition=Q(first_published_at__lte=F("last_published_at")), name="cluster_dates_ordered"
            ),
        ]
        indexes = [
            # what needs review; with the filters in it, so that deep pages are found in it alone
            models.Index(
                fields=["-attention", "public_id", "review", "assignee", *NARROWED_BY], name="cluster_by_attention"
            ),
            models.Index(fields=["-last_published_at", "public_id"], name="cluster_newest"),  # newest clusters
            models.Index(fields=["-first_published_at", "public_id"], name="cluster_latest_begun"),  # those of a day
            models.Index(fields=["-claim_count", "public_id"], name="cluster_most_claims"),  # the queue's other orders
            models.Index(fields=["-origin_count", "public_id"], name="cluster_most_origins"),
            models.Index(
                fields=["public_id"], condition=Q(related=False), name="cluster_to_relate"
            ),  # relating.waiting
            # how many of each kind the queue holds, whatever filters are set: all that they ask stands in it
            models.Index(fields=["review", "assignee", "attention", *NARROWED_BY], name="cluster_counts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> str:
        """How the event's tellings stand to each other, in one word: contested where two contradict each other, else
        corroborated where independent ones agree, else unconfirmed."""
        if self.contradictions:
            return self.Status.CONTESTED
        return self.Status.CORROBORATED if self.corroborations else self.Status.UNCONFIRMED

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Why a person should look; none where nothing is left to look at."""
        return tuple(Ground(*each) for each in self.attention_grounds) if self.attention else ()

    @property
    def attention_reason(self) -> str:
        return "; ".join(ground.says for ground in self.grounds)


class Membership(models.Model):
    """A claim's place in its cluster: itself, or as a copy of an earlier member."""

    claim = models.OneToOneField(Claim, to_field="public_id", on_delete=models.CASCADE, related_name="membership")
    cluster = models.ForeignKey(Cluster, to_field="public_id", on_delete=models.CASCADE, related_name="memberships")
    copy_of = ClaimKey(null=True, blank=True, related_name="copies")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(copy_of__isnull=True) | ~Q(copy_of=F("claim")), name="membership_copy_of_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.cluster_id}"


class Suggestion(models.Model):
    """A near miss or a bridge: a claim that a person may want to put into this cluster."""

    claim = ClaimKey(related_name="suggestions")
    cluster = models.ForeignKey(Cluster, to_field="public_id", on_delete=models.CASCADE, related_name="suggestions")
    score = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "cluster"], name="suggestion_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} for {self.cluster_id}?"


class Redirect(models.Model):
    """Where an id that was once public leads now. Rows are only added."""

    old_id = models.CharField(max_length=PUBLIC_ID_LENGTH, db_index=True)
    new_id = models.CharField(max_length=PUBLIC_ID_LENGTH)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(old_id=F("new_id")), name="redirect_leads_elsewhere")]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"


class ClusterFacet(models.Model):
    """Something that a cluster can be looked for by, and of which it may have several. Derived with its relations."""

    class Kind(models.TextChoices):
        PLACE = "place", "a place, or one that holds it"
        SOURCE = "source", "who publishes a claim of it, or is named in a chain"
        CLASH = "clash", "what its claims contradict each other about"
        TOPIC = "topic", "what its claims are about"

    pk = models.CompositePrimaryKey("cluster", "kind", "value")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="facets", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["kind", "value", "cluster"], name="facet_by_value")]  # the queue's filters

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class ClaimFacet(models.Model):
    """Something that a claim can be looked for by, beside its words. Derived with the claim, and again where the texts
    of its article are compared or its chain is set right. told_at is its article's, so that the latest of one value
    are read in their order."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", "who printed it"
        SOURCE = "source", "who is named in its chain"
        DENIER = "denier", "who denies it"
        PLACE = "place", "where it happened, or what holds that place"
        TOPIC = "topic", "what it is about"
        MONTH = "month", "a month in which it happened, such as 2017-05"

    pk = models.CompositePrimaryKey("claim", "kind", "value")
    claim = ClaimKey(related_name="facets", db_index=False)  # the primary key begins with it
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=200)
    told_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "value", "-told_at", "claim"], name="claim_facet_in_order"),  # the API's lists
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class SavedView(models.Model):
    """The filters of the review queue that a person keeps under a name."""

    NAME_LENGTH = 40

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=NAME_LENGTH)
    query = models.CharField(max_length=1000, blank=True, help_text="The filters as they stand in the address.")
    created = models.DateTimeField()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
