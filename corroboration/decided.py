"""What people decided, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import PUBLIC_ID_LENGTH


class Decision(models.Model):
    """What a person decided. Appended only (a trigger refuses UPDATE and DELETE); undone by another decision.

    anchors name the claims by content (outlet, external_id, text hash, segments), so that a decision survives
    re-extraction: it binds to the claim that shares at least half of the anchor's characters.
    """

    class Kind(models.TextChoices):
        SAME_EVENT = "same-event", "same event"
        DIFFERENT_EVENT = "different-event", "different event"
        SPLIT = "split", "split off"
        VERDICT = "verdict", "verdict"
        INDEPENDENCE = "independence", "independence"
        RELATION = "relation", "relation"
        ATTRIBUTION = "attribution", "attribution"
        NOT_A_CLAIM = "not-a-claim", "not a claim"
        NOTE = "note", "note"
        ASSIGN = "assign", "assignment"
        REVIEWED = "reviewed", "reviewed"
        EXTERNAL = "external-review", "others' review"
        UNDO = "undo", "undo"

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    anchors = models.JSONField()
    value = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(help_text="The date from which it counts.")
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["decided_at", "public_id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="undo") & Q(undoes__isnull=False)) | (~Q(kind="undo") & Q(undoes__isnull=True)),
                name="decision_undo_names_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by}"


class Named(models.Model):
    """An article that a decision names, made with it: what the decisions about some articles are found by."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="names")
    outlet = models.CharField(max_length=200, help_text="Its slug.")
    external_id = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "outlet", "external_id"], name="named_once")]
        indexes = [models.Index(fields=["external_id", "outlet"], name="named_article")]  # anchoring.about

    def __str__(self) -> str:
        return f"{self.outlet} {self.external_id}"


class Effect(models.Model):
    """What a decision changed: judgements as they stood when it was made, and when it had been followed.

    A record for people who look back, like a log: nothing is worked out from it, and `rebuild` leaves it alone.
    before, after: {"claims": {id: [cluster, status, credibility, digit]}, "records": {"slug role": [letter, mean]}}.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="effect", primary_key=True)
    before = models.JSONField()
    after = models.JSONField(null=True, help_text="None while it is being followed.")

    class Meta:
        indexes = [models.Index(fields=["decision"], condition=Q(after__isnull=True), name="effect_to_come")]

    def __str__(self) -> str:
        return f"of {self.decision_id}"
