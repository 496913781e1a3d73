"""The right of reply: what a source says itself, about what is told of it here. Rows are only added."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.db.models import Q

SOURCE = "sources.Source"
LONGEST_REPLY = 5_000  # characters: two pages
LONGEST_ABOUT = 200

web_address = URLValidator(schemes=["http", "https"])


class Reply(models.Model):
    """A source's own statement, as an admin entered it. A new one takes the place of the one before, which stays as
    history; a row that withdraws one leaves none shown. Appended only (a trigger refuses UPDATE and DELETE).
    """

    source = models.ForeignKey(SOURCE, on_delete=models.PROTECT, related_name="replies")
    about = models.CharField(
        max_length=LONGEST_ABOUT, blank=True, help_text="What it is about, such as a claim, a verdict or the record."
    )
    text = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(LONGEST_REPLY)],
        help_text=f"In the source's own words: plain text, at most {LONGEST_REPLY:,} characters. An empty line begins "
        "a new paragraph.",
    )
    url = models.URLField(
        "where it was made",
        blank=True,
        max_length=500,
        validators=[web_address],
        help_text="A link, if there is one.",
    )
    at = models.DateTimeField("entered")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by", editable=False
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = "reply of a source"
        verbose_name_plural = "replies of sources"
        constraints = [
            models.CheckConstraint(
                condition=(Q(withdraws__isnull=True) & ~Q(text="")) | (Q(withdraws__isnull=False) & Q(text="")),
                name="reply_says_or_withdraws",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {'withdrawn' if self.withdraws_id else self.about or self.text[:60]}"

    def clean(self) -> None:
        self.text = self.text.replace("\r\n", "\n").strip()
        if not self.withdraws_id and not self.text:
            raise ValidationError({"text": "A statement needs words."})
