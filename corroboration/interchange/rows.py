"""What other fact-checkers published, as it was imported, and what people here answered to it.

Nothing is worked out from it: a review of somebody else's is evidence for a person, never a verdict of its own.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import PUBLIC_ID_LENGTH
from corroboration.decided import Decision

HASH_LENGTH = 64
LONGEST_ADDRESS, LONGEST_NAME = 2_000, 300


class ExternalReview(models.Model):
    """A ClaimReview of others, as it reads now. key: a hash of its address, its publisher and the claim it is of.

    best: how well its likeliest claim fits, 0 for none; None: nobody has looked yet. Addresses lead to the web.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, editable=False)
    key = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    url = models.CharField(max_length=LONGEST_ADDRESS)
    publisher = models.CharField(max_length=LONGEST_NAME)
    publisher_site = models.CharField(max_length=LONGEST_NAME, help_text="Host, without www.")
    claim_text = models.TextField()
    claimant = models.CharField(max_length=LONGEST_NAME, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=1_000, blank=True)
    rating_words = models.CharField(max_length=LONGEST_NAME, blank=True)
    rating = models.FloatField(null=True, blank=True)
    worst = models.FloatField(null=True, blank=True)
    best_rating = models.FloatField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    license = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    appearances = models.JSONField(default=list, help_text="Addresses at which the claim appeared, the first first.")
    raw = models.JSONField(help_text="As it was received.")
    content_hash = models.CharField(max_length=HASH_LENGTH)
    imported_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="external_reviews"
    )
    looked_at = models.DateTimeField(null=True, blank=True, help_text="When its claim was last looked for.")
    best = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "public_id"]
        indexes = [
            models.Index(fields=["-best", "-imported_at", "public_id"], name="external_by_fit"),  # the list
            models.Index(fields=["publisher_site", "-best"], name="external_by_site"),  # one publisher's
            models.Index(fields=["looked_at"], name="external_to_look_for"),  # looking.due
            models.Index(fields=["url"], name="external_by_address"),
        ]

    def __str__(self) -> str:
        return self.claim_text


class ExternalVersion(models.Model):
    """How a review read before it was changed. Only added to."""

    review = models.ForeignKey(ExternalReview, on_delete=models.CASCADE, related_name="versions")
    rating_words = models.CharField(max_length=LONGEST_NAME, blank=True)
    raw = models.JSONField()
    content_hash = models.CharField(max_length=HASH_LENGTH)
    until = models.DateTimeField(help_text="When another was imported in its place.")

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return f"{self.review_id} until {self.until:%Y-%m-%d}"


class ExternalMatch(models.Model):
    """A claim here that a review may be about, by its public id: suggested, and decided by nobody but a person."""

    review = models.ForeignKey(ExternalReview, on_delete=models.CASCADE, related_name="matches")
    claim = models.CharField(max_length=PUBLIC_ID_LENGTH)
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["-score", "claim"]
        constraints = [models.UniqueConstraint(fields=["review", "claim"], name="external_match_once")]
        indexes = [models.Index(fields=["claim"], name="external_match_of_claim")]  # the page of a cluster

    def __str__(self) -> str:
        return f"{self.review_id} ~ {self.claim}"


class ExternalAnswer(models.Model):
    """What a decision says of a review. Taken back with the decision."""

    class Answer(models.TextChoices):
        VERDICT = "verdict", "took it up in a verdict"
        RELATED = "related", "related, no verdict"
        REJECTED = "rejected", "about something else"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="external", primary_key=True)
    review = models.ForeignKey(ExternalReview, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=8, choices=Answer)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["verdict", "related", "rejected"]), name="external_answer_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.answer}"


class ExternalWord(models.Model):
    """A telling word of a review's claim, by its root: what claims:search finds the review by."""

    pk = models.CompositePrimaryKey("review", "root")
    review = models.ForeignKey(ExternalReview, on_delete=models.CASCADE, related_name="words", db_index=False)
    root = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["root", "review"], name="external_word_by_root")]

    def __str__(self) -> str:
        return self.root
