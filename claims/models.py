"""What is said: articles exactly as received, and the claims read from them."""

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
    with its results. Of several revisions of one article one is current; the others keep their text, not their claims.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        EXTRACTED = "extracted", "extracted"
        LINKED = "linked", "linked"
        GROUPED = "grouped", "grouped"
        RELATED = "related", "related"
        SETTLED = "settled", "settled"
        FAILED = "failed", "set aside"
        RETIRING = "retiring", "being replaced"
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

    class Meta:
        ordering = ["-published_at", "-public_id"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "external_id", "text_hash"], name="article_text_once"),
            models.CheckConstraint(condition=~Q(text=""), name="article_text_given"),
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
            models.Index(fields=["outlet", "url"], name="article_by_url"),  # revisions found by url
        ]

    def __str__(self) -> str:
        return self.title or f"{self.outlet} {self.external_id}"


class Claim(models.Model):
    """One checkable statement of an article. Derived: extraction makes it anew, with the same public id."""

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

    class Meta:
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="claim_position_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_not_empty"),
            models.CheckConstraint(
                condition=Q(modality__in=[m.value for m in ModalityValue]), name="claim_modality_known"
            ),
            models.CheckConstraint(condition=Q(zone__in=["body", "comments"]), name="claim_zone_gives_claims"),
        ]

    def __str__(self) -> str:
        return self.statement


class Attribution(models.Model):
    """One source of a claim's chain (origin first, position 0), or one voice that denies the claim."""

    class Part(models.TextChoices):
        CHAIN = "chain", "chain"
        DENIER = "denier", "denier"

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
