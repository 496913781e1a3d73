"""What settling keeps, so that one article costs the work of its clusters and a past day is only looked up.

All of it is derived: a function of the clusters, the decisions and the reference data (docs/adr/0013). Clusters and
claims are named by id, without foreign keys: what was kept of one that is gone stays until it is settled that it is.
Leases, by which the work is one worker's at a time, stand here too.
"""

import datetime
import math

from django.db import models
from django.db.models import Manager, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from claims.models import PUBLIC_ID_LENGTH
from corroboration.fields import ClaimKey
from sources.engine.admiralty import SHIPPED_GRADING
from sources.engine.reliability import PLACES
from sources.models import TrackRecord

SLUG_LENGTH = 200
ROLE_LENGTH = 10


class Unsettled(models.Model):
    """A cluster that changed, or ended, since it was last settled."""

    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH, primary_key=True)

    def __str__(self) -> str:
        return self.cluster


class SourceChange(models.Model):
    """A source of which the reference data tell otherwise than before: what it touches waits to be done again.

    voice: whether what was read as it may be another voice now (by name, kind, whom it speaks for, or because it lost a
    name). names: folded; articles in which they stand are read again.
    """

    slug = models.CharField(max_length=SLUG_LENGTH)
    voice = models.BooleanField()
    names = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.slug


class NameChange(models.Model):
    """Names of places or actors that tell otherwise than before: articles in which they stand are read again."""

    names = models.JSONField(help_text="As the gazetteer and the actor lists fold them.")

    def __str__(self) -> str:
        return ", ".join(self.names[:5])


class Rereading(models.Model):
    """An article that is to be read again, because the reference data it was read with changed."""

    article = models.OneToOneField("claims.Article", on_delete=models.CASCADE, related_name="+", primary_key=True)

    def __str__(self) -> str:
        return str(self.article_id)


class Part(models.Model):
    """The part that a voice takes in a cluster: on whose weight its claims depend, and in whose record they stand."""

    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH)
    voice = models.CharField(max_length=SLUG_LENGTH)
    role = models.CharField(max_length=ROLE_LENGTH)
    name = models.TextField(blank=True, help_text="As its earliest claim there names it; empty: it has no record.")
    since = models.DateField(null=True, help_text="The day of that claim.")
    first = models.CharField(max_length=120, blank=True, help_text="That claim's place among all, in sorted order.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "voice", "role"], name="part_once")]
        indexes = [models.Index(fields=["voice", "role", "first"], name="part_of_voice")]  # whose name, whose clusters

    def __str__(self) -> str:
        return f"{self.voice} as {self.role} in {self.cluster}"


class Polled(models.Model):
    """What a cluster tells the fit of a month, where that changed in it: its ballots as of the month's last day."""

    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH)
    month = models.DateField(help_text="Its last day.")
    ballots = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "month"], name="polled_once_a_month")]
        indexes = [models.Index(fields=["month"], name="polled_by_month")]  # the months that need a fit

    def __str__(self) -> str:
        return f"{self.cluster} by {self.month}"


class KeptFit(models.Model):
    """The weights of the voices from the end of a month on.

    stamp: of the ballots that it was fitted to. stale: they may have changed since. undecided: whether the voices fall
    into two camps that can't be told apart. disputed: the questions on which verdicts would tell most, each by the
    claim that was first to answer it.
    """

    month = models.DateField(primary_key=True, help_text="Its last day.")
    trust = models.JSONField()
    stamp = models.CharField(max_length=64)
    stale = models.BooleanField(default=False)
    undecided = models.BooleanField(default=False)
    disputed = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.month)


class Arrival(models.Model):
    """When the last of the articles published in a month arrived: who asks about a day is told what came after it."""

    month = models.DateField(primary_key=True, help_text="Its first day.")
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.last:%Y-%m-%d}"


class LedgerMonth(models.Model):
    """The lines of a ledger that began to stand in a month, as one block of numbers: what a record is summed from.

    due: lines changed since the block was made. A block of the first month of all says that the voice has a record.
    """

    voice = models.CharField(max_length=SLUG_LENGTH)
    role = models.CharField(max_length=ROLE_LENGTH)
    month = models.DateField(help_text="Its first day.")
    lines = models.BinaryField(default=b"")
    due = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "role", "month"], name="ledger_month_once")]
        indexes = [
            models.Index(fields=["voice", "role"], condition=Q(due=True), name="ledger_month_due"),  # scoring.due
        ]

    def __str__(self) -> str:
        return f"{self.voice} as {self.role} in {self.month:%Y-%m}"


class Standing(Manager):
    """The lines that stand now, each with the day to which its age is counted and the half-life of its record."""

    def get_queryset(self):
        record = TrackRecord.objects.filter(source=OuterRef("source"), role=OuterRef("role"))
        half_life = Subquery(record.values("grading__half_life_days")[:1])
        return (
            super()
            .get_queryset()
            .filter(until=None)
            .annotate(
                as_of=Subquery(record.values("as_of")[:1]),
                half_life=Coalesce(half_life, Value(SHIPPED_GRADING.half_life_days)),
            )
        )


class Ever(Manager):
    """The lines that stand now, and those that once did."""


class LedgerEntry(models.Model):
    """One contribution to a source's record, from the day since which it stood until the first on which it didn't.

    What is stored isn't faded; up, down and weight are, by the line's age on the day of the record: they add up to it.
    """

    source = models.ForeignKey("sources.Source", on_delete=models.CASCADE, related_name="ledger")
    role = models.CharField(max_length=ROLE_LENGTH)
    cluster = models.CharField(max_length=PUBLIC_ID_LENGTH, blank=True, db_index=True)
    claim = ClaimKey(related_name="ledger_entries", on_delete=models.DO_NOTHING, db_constraint=False)
    kind = models.CharField(max_length=12)
    partner = models.CharField(max_length=200, blank=True)
    date = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    whole_up = models.FloatField()
    whole_down = models.FloatField()
    whole_weight = models.FloatField()
    reason = models.TextField(blank=True)
    topics = models.BigIntegerField(default=0, help_text="Those of the claim, each a bit (engine/topics.py).")

    objects = Standing()
    ever = Ever()

    class Meta:
        ordering = ["-date", "claim"]
        base_manager_name = "ever"
        indexes = [
            models.Index(fields=["source", "role", "date"], name="ledger_of_source"),
            models.Index(fields=["source", "role", "since"], name="ledger_by_since"),  # a month's block of numbers
            models.Index(fields=["source", "date", "until", "since", "role"], name="ledger_by_date"),  # pages, counts
            models.Index(fields=["source", "until", "role", "kind"], name="ledger_by_kind"),  # how many of each
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=models.F("until")), name="ledger_since_before_until"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.reason}"

    def faded(self, value: float, day: datetime.date | None, half_life: float) -> float:
        """What is left of a value on a day."""
        if day is None:
            return value
        return round(value * math.exp2(-max(0, (day - self.date).days) / half_life), PLACES)

    @property
    def up(self) -> float:
        return self._left(self.whole_up)

    @property
    def down(self) -> float:
        return self._left(self.whole_down)

    @property
    def weight(self) -> float:
        return self._left(self.whole_weight)

    def _left(self, value: float) -> float:
        """What is left on the day of the record; of a line that no record is known of (Ever), the whole."""
        return self.faded(value, getattr(self, "as_of", None), getattr(self, "half_life", 1.0))


class Lease(models.Model):
    """One worker at a time does what is named: held until a time, by a token."""

    name = models.CharField(max_length=40, primary_key=True)
    token = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
