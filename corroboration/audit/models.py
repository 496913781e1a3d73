"""One row for each request that writes, each login and its failures, and each command that writes.

The database refuses to change a row, and to delete one before it is 90 days old (migration audit_append_only).
"""

from typing import NoReturn

from django.db import models


class Refused(TypeError):
    """Audit events are only added."""


class AddedOnly(models.QuerySet):
    """Rows that can be read and added to. What keeps them no longer than told to is keeping.py."""

    def _refuse(self, *args, **values) -> NoReturn:
        raise Refused("Audit events are only added.")

    update = delete = bulk_update = update_or_create = _refuse


class AuditEvent(models.Model):
    """person: the account's number, which outlives the account. name, role: as they were then. token: its first
    characters, where a program asked. route: the address's name. target: what it was about, by its public id.
    detail: words of ours, never of a form."""

    class Kind(models.TextChoices):
        WRITE = "write", "write"
        LOGIN = "login", "login"
        LOGIN_FAILED = "login-failed", "login failed"
        LOGOUT = "logout", "logout"
        ACCOUNT = "account", "change of an account"
        COMMAND = "command", "command"

    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=12, blank=True)
    token = models.CharField(max_length=15, blank=True)
    address = models.CharField(max_length=45, blank=True)
    method = models.CharField(max_length=10, blank=True)
    route = models.CharField(max_length=100)
    target = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    objects = AddedOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["name", "-at"], name="audit_of_name"),
            models.Index(fields=["kind", "-at"], name="audit_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name or 'somebody'}: {self.route}"

    def delete(self, *args, **options) -> NoReturn:
        raise Refused("Audit events are only added.")
