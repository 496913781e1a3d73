"""Who speaks: sources with their names, owners and feeds, and the track records worked out for them."""

from itertools import pairwise

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from sources.engine.admiralty import SHIPPED_CUTS, SHIPPED_GRADING, Cuts
from sources.engine.admiralty import Grading as GradingValue
from sources.engine.values import Kind as KindValue
from sources.merges import SourceMerge
from sources.replies import Reply

__all__ = ["Alias", "Feed", "Grading", "Ownership", "Reply", "Source", "SourceMerge", "TrackRecord"]

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

    WITHHELD = "a private person: what he or she said stands with its claims, and is added up to no letter or ranking"

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
    public_role = models.BooleanField(
        default=False,
        help_text="Of a person: speaks in public, by office or profession. Without it, and speaking for nobody, he or "
        "she is private and gets no letter and no ranking.",
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

    @property
    def withheld(self) -> str:
        """Why no letter, interval or ranking is shown of it; empty where they are. `private` says the same in SQL."""
        speaks_in_public = self.public_role or self.speaks_for_id is not None
        return "" if self.kind != self.Kind.PERSON or speaks_in_public else self.WITHHELD


def private(source: str = "") -> Q:
    """Persons of whom nobody who keeps the reference data says that they speak in public. source: the path to them."""
    prefix = f"{source}__" if source else ""
    alone = {f"{prefix}speaks_for__isnull": True, f"{prefix}public_role": False}
    return Q(**{f"{prefix}kind": Source.Kind.PERSON}, **alone)


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
    """Where an outlet's articles can be fetched from, and how. What polling knows of it stands in FeedState
    (corroboration/feeds), so that an admin who saves a feed and a worker who polls it never undo each other's work.
    """

    class FullText(models.TextChoices):
        AUTO = "auto", "where it reads like a whole article"
        ALWAYS = "always", "always: what the feed brings is the article"
        NEVER = "never", "never: each entry's page is fetched"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField("address", unique=True, max_length=500)
    active = models.BooleanField(default=True, help_text="It is polled.")
    full_text = models.CharField(
        "take the text from the feed",
        max_length=6,
        choices=FullText,
        default=FullText.AUTO,
        help_text="Otherwise the page that an entry leads to is fetched.",
    )
    aggregates = models.BooleanField(
        "lists other outlets’ articles",
        default=False,
        help_text="Each entry then belongs to the outlet that it names or whose site it leads to. Without it, entries "
        "that lead elsewhere are refused.",
    )

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(condition=Q(full_text__in=["auto", "always", "never"]), name="feed_full_text_known")
        ]

    def __str__(self) -> str:
        return self.url


SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]
GRADED = ("a", "b", "c", "d")  # the letters that have cuts, from best to worst
(MEAN_A, LOW_A), (MEAN_B, LOW_B), (MEAN_C, LOW_C), (MEAN_D, LOW_D) = (cut[1:] for cut in SHIPPED_CUTS.letters)


def _descending(name: str, *, strictly: bool) -> Q:
    """That what each letter takes is more (or at least no less) than what the next one takes."""
    met = Q()
    for better, worse in pairwise(f"{name}_{letter}" for letter in GRADED):
        met &= Q(**{f"{better}__{'gt' if strictly else 'gte'}": F(worse)})
    return met


class Grading(models.Model):
    """How track records are graded, from when an admin set it so. The newest row counts, before the first the shipped
    values. Appended only (a trigger refuses UPDATE and DELETE), so that who set what, when and why stays known.

    A setting is method, not evidence: records as of a past day are graded by the newest one, too.
    """

    half_life_days = models.FloatField(
        "half-life in days",
        default=SHIPPED_GRADING.half_life_days,
        validators=[MinValueValidator(1.0), MaxValueValidator(1_000_000.0)],
        help_text="Evidence about a source counts half when it is so old, a quarter when it is twice as old.",
    )
    mean_a = models.FloatField("A: reliability of at least", default=MEAN_A, validators=SHARE)
    low_a = models.FloatField("A: interval from at least", default=LOW_A, validators=SHARE)
    mean_b = models.FloatField("B: reliability of at least", default=MEAN_B, validators=SHARE)
    low_b = models.FloatField("B: interval from at least", default=LOW_B, validators=SHARE)
    mean_c = models.FloatField("C: reliability of at least", default=MEAN_C, validators=SHARE)
    low_c = models.FloatField("C: interval from at least", default=LOW_C, validators=SHARE)
    mean_d = models.FloatField("D: reliability of at least", default=MEAN_D, validators=SHARE)
    low_d = models.FloatField("D: interval from at least", default=LOW_D, validators=SHARE)
    widest = models.FloatField(
        "widest interval",
        default=SHIPPED_CUTS.widest,
        validators=[MinValueValidator(0.01), MaxValueValidator(1.0)],
        help_text="Of the 90 % interval: a wider one gets no letter but F.",
    )
    fewest_checks = models.FloatField(
        "fewest checks",
        default=SHIPPED_CUTS.fewest_checks,
        validators=[MinValueValidator(0.01), MaxValueValidator(10_000.0)],
        help_text="Independent checks, shares of them added up: with fewer there is no letter but F.",
    )
    set_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gradings")
    reason = models.TextField(help_text="Why, for those who ask later.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(half_life_days__gt=0), name="grading_half_life_positive"),
            models.CheckConstraint(condition=_descending("mean", strictly=True), name="grading_means_descend"),
            models.CheckConstraint(condition=_descending("low", strictly=False), name="grading_lows_descend"),
            models.CheckConstraint(condition=Q(mean_a__lte=1) & Q(mean_d__gte=0), name="grading_means_are_shares"),
            models.CheckConstraint(condition=Q(low_a__lte=1) & Q(low_d__gte=0), name="grading_lows_are_shares"),
            models.CheckConstraint(condition=Q(widest__gt=0) & Q(widest__lte=1), name="grading_widest_is_a_share"),
            models.CheckConstraint(condition=Q(fewest_checks__gt=0), name="grading_some_checks"),
        ]

    def __str__(self) -> str:
        return f"set on {self.set_at:%Y-%m-%d}"

    def clean(self) -> None:
        """Cuts must descend from A to D, and a mean lies within its interval."""
        wrong: dict[str, str] = {}
        given = {name: getattr(self, name) for letter in GRADED for name in (f"mean_{letter}", f"low_{letter}")}
        for better, worse in pairwise(GRADED):
            mean, low = f"mean_{worse}", f"low_{worse}"
            if not _in_order(given[mean], given[f"mean_{better}"], strictly=True):
                wrong[mean] = f"Must be below that of {better.upper()}, {given[f'mean_{better}']:g}."
            if not _in_order(given[low], given[f"low_{better}"]):
                wrong[low] = f"Must not be above that of {better.upper()}, {given[f'low_{better}']:g}."
        for letter in GRADED:
            if not _in_order(given[f"low_{letter}"], given[f"mean_{letter}"]):
                wrong.setdefault(f"low_{letter}", f"Must not be above the reliability that {letter.upper()} takes.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def value(self) -> GradingValue:
        """What it says, as the engines take it."""
        letters = tuple((each.upper(), getattr(self, f"mean_{each}"), getattr(self, f"low_{each}")) for each in GRADED)
        return GradingValue(self.half_life_days, Cuts(letters, self.widest, self.fewest_checks))


def _in_order(less: float | None, more: float | None, *, strictly: bool = False) -> bool:
    """Whether one is below the other; so is what isn't given, because its own field says that."""
    return less is None or more is None or less < more or (less == more and not strictly)


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
    grading = models.ForeignKey(
        Grading,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="By which it was graded; none: as shipped.",
    )

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
