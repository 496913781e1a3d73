"""What a token is for and how far it reaches, beside the token itself, of which knox keeps a hash and an end."""

from django.db import models
from django.db.models import Q

from corroboration.roles import Role


class TokenScope(models.Model):
    """name: what its owner calls it. role: what it may do at most. last_used_at: to the hour, or thereabouts."""

    token = models.OneToOneField("knox.AuthToken", models.CASCADE, primary_key=True, related_name="scope")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=12, choices=Role.choices)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="token_role_known"),
        ]

    def __str__(self) -> str:
        return self.name
