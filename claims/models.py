"""What is said: articles exactly as received, and the claims read from them."""

from datetime import UTC, datetime, time

from django.db import models
from django.db.models import F, Q

from claims.engine.values import Modality as ModalityValue
from claims.engine.values import Zone as ZoneValue
from sources.engine.values import Kind
from sources.models import Source

PUBLIC_ID_LENGTH = 24  # hex digits of a SHA-256: 96 bits, no two of 10^9 things share them


class Article(models.Model):
    """One text as an outlet published it. The row is also its place in the queue.

    Taken by a conditional UPDATE that sets token and lease; finished only by the token's holder, in one transaction
    with its results. Of several texts of one article (revisions) one is current: the one that none replaced. What
    another said first goes on standing as its claim (docs/adr/0017).
    """

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        EXTRACTED = "extracted", "extracted"
        LINKED = "linked", "linked"
        GROUPED = "grouped", "grouped"
        RELATED = "related", "related"
        SETTLED = "settled", "settled"
        FAILED = "failed", "set aside"
        RETIRING = "retiring", "being compared with other texts of it"
        RETIRED = "retired", "replaced by a revision"

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    outlet = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    outlet_name = models.CharField(max_length=300, blank=True, help_text="As known, else as received.")
    external_id = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(help_text="Exactly as received: every offset counts its code points.")
    text_hash = models.CharField(max_length=64, editable=False)
    html = models.TextField(blank=True, help_text="The page as received, where the text was taken out of HTML.")
    language = models.CharField(max_length=10, blank=True)
    wire = models.CharField(max_length=200, blank=True, help_text="The agency that the outlet named, as received.")
    via = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    day_only = models.BooleanField(default=False, help_text="Only the date of publication is known.")
    revised_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    # its place among the texts of one article (corroboration/revisions.py)
    told_at = models.DateTimeField(
        editable=False,
        help_text="When this text came out: the first with its article, a later one when it was revised.",
    )
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replaces"
    )

    # what extraction read of the article as a whole
    wire_source = models.CharField(max_length=200, blank=True, help_text="Slug of the agency the text came from.")
    first_hand = models.BooleanField(default=False)
    zones = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    shingles = models.JSONField(default=list, help_text="Hashes of word runs, to find near-identical articles.")

    # its place in the queue
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(help_text="Not to be taken before.")
    token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(help_text="When it entered its state: how long it has waited.")
    error = models.TextField(blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its words were erased for good (takedown)."
    )

    class Meta:
        ordering = ["-published_at", "-public_id"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "external_id", "text_hash"], name="article_text_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(erased_at__isnull=False), name="article_text_given"),
            models.CheckConstraint(condition=~Q(external_id=""), name="article_external_id_given"),
            models.CheckConstraint(
                condition=Q(token__isnull=True, lease_until__isnull=True)
                | Q(token__isnull=False, lease_until__isnull=False),
                name="article_lease_has_token",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="article_failed_with_error"),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="article_queue"),  # services.take, sweep
            models.Index(fields=["published_at", "public_id"], name="article_by_publication"),  # lists, as-of
            models.Index(fields=["told_at", "public_id"], name="article_by_telling"),  # claims in order, as-of
            models.Index(fields=["text_hash", "published_at"], name="article_by_text"),  # one text under many outlets
            models.Index(fields=["url", "outlet"], name="article_by_address"),  # revisions, and what is known, by url
            models.Index(fields=["outlet", "-published_at"], name="article_of_outlet"),  # an outlet's latest
        ]

    def __str__(self) -> str:
        return self.title or f"{self.outlet} {self.external_id}"

    @property
    def told_day_only(self) -> bool:
        """Whether only the day is known on which this text came out."""
        return day_only(self.told_at, self.published_at, self.day_only)


def day_only(told_at: datetime, published_at: datetime, published_day_only: bool) -> bool:
    """Whether only the day of a text is known. A revision dated midnight sharp was most likely dated by the day."""
    return published_day_only if told_at == published_at else told_at.astimezone(UTC).time() == time.min


class Standing(models.Manager):
    """Claims that stand for themselves, as readers know them."""

    def get_queryset(self):
        return super().get_queryset().filter(stands=True)


class Every(models.Manager):
    """Also the claims for which that of another text stands."""


class Claim(models.Model):
    """One checkable statement of an article. Derived: extraction makes it anew, with the same public id.

    Of several texts that say the same the first one's claim stands for all; those of the others only say where they
    have it. So do those of a text that was replaced before it can be said to have stood, and what a person refused as
    no claim. `every` has these, too.
    """

    class Modality(models.TextChoices):
        ASSERTED = ModalityValue.ASSERTED, "asserted"
        HEDGED = ModalityValue.HEDGED, "hedged"
        PLANNED = ModalityValue.PLANNED, "planned"
        DENIED = ModalityValue.DENIED, "denied"

    class Zone(models.TextChoices):
        BODY = ZoneValue.BODY, "body"
        COMMENTS = ZoneValue.COMMENTS, "readers' comments"

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    position = models.PositiveIntegerField(help_text="Order of the claim in its article, from 0.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    segments = models.JSONField(help_text="[[start, end], ...] in code points of the article's text.")
    text = models.TextField()
    statement = models.TextField(help_text="The claim so that it can be read alone.")
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    modality = models.CharField(max_length=10, choices=Modality)
    zone = models.CharField(max_length=10, choices=Zone)
    slot = models.CharField(max_length=40)
    frame = models.JSONField(default=dict)
    quantities = models.JSONField(default=list)
    first_hand = models.BooleanField(default=False)
    cues = models.JSONField(default=list)
    number_context = models.CharField(max_length=100, blank=True)
    unresolved = models.JSONField(default=list)

    # what became of it in other texts of its article
    stands = models.BooleanField(default=True, editable=False)
    refused = models.BooleanField(default=False, editable=False, help_text="A person decided that it is no claim.")
    chain_corrected = models.BooleanField(default=False, editable=False, help_text="A person set its chain right.")
    said_before = models.ForeignKey(
        "self",
        to_field="public_id",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="said_again",
        help_text="The claim of an earlier text that says the same, and stands for both.",
    )
    dropped_at = models.DateTimeField(null=True, editable=False, help_text="When a text no longer said so.")
    dropped_by = models.ForeignKey(
        Article, null=True, editable=False, on_delete=models.SET_NULL, related_name="drops", help_text="That text."
    )
    updated_as = models.CharField(
        max_length=PUBLIC_ID_LENGTH,
        blank=True,
        editable=False,
        help_text="The claim by which that text gives a newer answer; without one it withdrew this claim.",
    )

    objects = Standing()
    every = Every()

    class Meta:
        base_manager_name = "every"
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="claim_position_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_not_empty"),
            models.CheckConstraint(
                condition=Q(modality__in=[m.value for m in ModalityValue]), name="claim_modality_known"
            ),
            models.CheckConstraint(condition=Q(zone__in=["body", "comments"]), name="claim_zone_gives_claims"),
            models.CheckConstraint(
                condition=Q(said_before__isnull=True) | Q(stands=False), name="claim_stands_for_itself"
            ),
            models.CheckConstraint(condition=Q(refused=False) | Q(stands=False), name="claim_refused_does_not_stand"),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def withdrawn_at(self) -> datetime | None:
        """When its outlet withdrew it by an edit that gives no newer answer."""
        return None if self.updated_as else self.dropped_at


class Attribution(models.Model):
    """One source of a claim's chain (origin first, position 0), or one voice that denies the claim.

    Where a person set the chain right (corroboration/readings.py), what had been read is kept beside it.
    """

    class Part(models.TextChoices):
        CHAIN = "chain", "chain"
        DENIER = "denier", "denier"
        READ = "read", "chain as it was read, where a person set it right"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="attributions")
    part = models.CharField(max_length=6, choices=Part, default=Part.CHAIN)
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attributions")
    name = models.CharField(max_length=300, help_text="As this article names the source.")
    kind = models.CharField(max_length=20, choices=Source.Kind)
    speaks_for = models.CharField(max_length=200, blank=True, help_text="Slug of the body it speaks for.")

    class Meta:
        ordering = ["claim", "part", "position"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "part", "position"], name="attribution_position_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="attribution_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Actor(models.Model):
    """Somebody who acts in the news (armed group, force, body): added by an admin, or in place of the shipped one of
    the same id. Who speaks is a Source."""

    class Kind(models.TextChoices):
        ARMED_GROUP = "armed-group", "armed group"
        ARMY = "army", "army or force"
        GOVERNMENT = "government", "government"
        STATE = "state", "state"
        ORGANISATION = "organisation", "organisation"
        COMPANY = "company", "company"
        GROUP = "group", "any of a kind, such as “rebels”"

    slug = models.SlugField("id", max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.ARMED_GROUP)
    parent = models.CharField("belongs to", max_length=100, blank=True)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A gazetteer entry that an admin added or that replaces the shipped one of the same id."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, default="town")
    parent = models.CharField(max_length=100, blank=True, help_text="Id of the place that holds it, such as homs.")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    aliases = models.JSONField(default=list, blank=True, help_text='Other spellings: ["Tadmor", "Tadmur"]')

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # a check that comes to NULL passes, so that neither may be missing is said outright
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name
