"""Sources that an admin found to be one and the same. Rows are only added: an undo is a row, too."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

SOURCE = "sources.Source"


class InForce(models.Manager):
    """The merges that count: those that nobody undid."""

    def get_queryset(self):
        return super().get_queryset().filter(undoes=None, undone_by=None)


class SourceMerge(models.Model):
    """One source found to be another: every name, mention, article and owner of it counts as that one's.

    Reference data, like an alias: what is asked as of a past day is answered by the merges of today. Nothing of either
    source is changed, so that it can be undone, once, by a row that says so. Appended only (a trigger refuses UPDATE
    and DELETE).
    """

    source = models.ForeignKey(SOURCE, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(SOURCE, on_delete=models.PROTECT, related_name="merges_into_it")
    name = models.CharField(max_length=300, help_text="What the merged source was called: one more name of the other.")
    reason = models.TextField(help_text="Why, for those who ask later.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="source_merges")
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    objects = models.Manager()
    in_force = InForce()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "merge of two sources"
        verbose_name_plural = "merges of sources"
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("into")), name="source_merge_of_two"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="source_merge_named_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name} is {self.into}" if self.undoes_id is None else f"{self.name} is not {self.into}"

    @property
    def is_in_force(self) -> bool:
        return self.undoes_id is None and not hasattr(self, "undone_by")
