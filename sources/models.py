"""Who speaks: sources with their names, owners and feeds, and the track records worked out for them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from sources.engine.values import Kind as KindValue

validate_source_slug = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$",
    "Expected lower-case words joined by '-', parts joined by '/', such as 'al-masdar-news/military-source'.",
)


class Source(models.Model):
    """Anyone a claim can come from.

    Curated sources (shipped or kept by an admin) are reference data: they decide how names are resolved. The others
    were met in articles; they carry records, but never change how another article is read, so that the order in
    which articles arrive makes no difference.
    """

    class Kind(models.TextChoices):
        OUTLET = KindValue.OUTLET, "outlet"
        AGENCY = KindValue.AGENCY, "agency"
        OFFICIAL = KindValue.OFFICIAL, "official body"
        ARMED_GROUP = KindValue.ARMED_GROUP, "armed group"
        MONITOR = KindValue.MONITOR, "monitor"
        PERSON = KindValue.PERSON, "person"
        COMMENTER = KindValue.COMMENTER, "commenter"
        GROUP = KindValue.GROUP, "group"
        UNNAMED = KindValue.UNNAMED, "unnamed"
        REPORTS = KindValue.REPORTS, "reports"

    slug = models.CharField(max_length=200, unique=True, validators=[validate_source_slug])
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind)
    curated = models.BooleanField(default=False, help_text="Reference data: its names resolve mentions in articles.")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, such as SY.")
    language = models.CharField(max_length=10, blank=True, help_text="ISO 639-1, such as ar.")
    homepage = models.URLField(blank=True)
    speaks_for = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spokespeople",
        help_text="The body this person or office speaks for: the two count as one voice.",
    )
    original_reporting = models.BooleanField(
        default=False, help_text="The outlet's own reporting is original: its own voice counts as an origin."
    )
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in KindValue]), name="source_kind_known"),
            models.CheckConstraint(condition=~Q(slug=""), name="source_slug_given"),
            models.CheckConstraint(condition=~Q(name=""), name="source_name_given"),
            models.CheckConstraint(
                condition=Q(speaks_for__isnull=True) | ~Q(speaks_for=F("id")), name="source_speaks_for_another"
            ),
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="source_by_kind")]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name of a curated source. Folded names are unique: one name never means two sources."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, unique=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class Ownership(models.Model):
    """Who owns a source, and when. Common ownership is shown dependence: it never counts as confirmation."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="ownerships")
    owner = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["source", "owner", "since"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("owner")), name="ownership_of_another"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="ownership_since_before_until",
            ),
            models.UniqueConstraint(fields=["source", "owner", "since"], name="ownership_stated_once"),
            models.UniqueConstraint(
                fields=["source", "owner"], condition=Q(since__isnull=True), name="ownership_undated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} owned by {self.owner}"


class Feed(models.Model):
    """Where an outlet's articles can be fetched from."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField(unique=True, max_length=500)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url


class TrackRecord(models.Model):
    """A source's reliability in one role, as of the latest date that the data knows. Derived: `rebuild` makes it anew.

    up and down are the sums of the ledger's contributions; alpha and beta add the prior to them. The interval is
    the 90 % interval of the grid posterior (sources/engine/reliability.py).
    """

    class Role(models.TextChoices):
        OWN = "own", "own voice"
        ORIGIN = "origin", "quoted origin"
        CARRIER = "carrier", "carrier"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="track_records")
    role = models.CharField(max_length=10, choices=Role)
    as_of = models.DateField()
    mean = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    alpha = models.FloatField()
    beta = models.FloatField()
    up = models.FloatField()
    down = models.FloatField()
    checks = models.PositiveIntegerField()
    letter = models.CharField(max_length=1)
    enough = models.BooleanField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["source", "role"]
        constraints = [
            models.UniqueConstraint(fields=["source", "role"], name="track_record_once_a_role"),
            models.CheckConstraint(condition=Q(letter__in=list("ABCDEF")), name="track_record_letter_admiralty"),
            models.CheckConstraint(
                condition=Q(low__gte=0) & Q(low__lte=F("mean")) & Q(mean__lte=F("high")) & Q(high__lte=1),
                name="track_record_interval_ordered",
            ),
            models.CheckConstraint(condition=Q(up__gte=0) & Q(down__gte=0), name="track_record_sums_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.source} as {self.role}: {self.letter}"
