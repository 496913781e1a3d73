"""Imports: files taken in, each a row that says how far it is. Uploaded ones are kept until they are done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from corroboration.leases import Leased

NAME_LENGTH = 1000


class Import(Leased):
    """One file being taken in. Its counts and its position are stored with the articles, in one transaction.

    Files named in one command are one run. One that was interrupted goes on behind its position; whoever takes it over
    has a new token, and the other can store nothing more.
    """

    class Way(models.TextChoices):
        COMMAND = "command", "on the command line"
        UPLOAD = "upload", "uploaded"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "being taken in"
        DONE = "done", "done"
        GIVEN_UP = "given up", "begun anew since"
        FAILED = "failed", "failed"

    way = models.CharField(max_length=10, choices=Way)
    run = models.UUIDField(editable=False)
    number = models.PositiveIntegerField(default=0, help_text="Its place among the files of its run.")
    name = models.CharField(max_length=NAME_LENGTH)
    fingerprint = models.CharField(max_length=64, help_text="Hash of name, size, date, the file's beginning and how.")
    size = models.BigIntegerField(null=True, help_text="Bytes; unknown of standard input.")
    how = models.JSONField(default=dict, help_text="Format, names of columns, defaults.")
    position = models.BigIntegerField(default=0, help_text="Number of the last record dealt with.")
    read = models.BigIntegerField(default=0, help_text="Bytes of the file read so far.")
    accepted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    rejects = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="File of the refused records.")
    rejects_size = models.BigIntegerField(default=0, help_text="Its length with the last batch that was stored.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    notes = models.TextField(blank=True, help_text="What was said of the file as a whole.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(Leased.Meta):
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["fingerprint"], condition=Q(finished_at=None), name="import_unfinished"),
            models.Index(fields=["way", "-started_at"], name="import_by_way"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportPart(models.Model):
    """A piece of an uploaded file, kept until it is taken in: any worker can read it, on whatever machine."""

    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="import_part_once")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.number}"


class ImportReject(models.Model):
    """A record of an uploaded file that was refused, with the reasons."""

    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused")
    number = models.BigIntegerField()
    line = models.TextField(help_text="As the file of rejects has it: one JSON object.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="import_reject_once")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.number}"
