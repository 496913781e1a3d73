"""Fields that the models of this app share."""

from django.db import models

from claims.models import Claim


class ClaimKey(models.ForeignKey):
    """A foreign key that holds the claim's public id, so that the database can check the order of a pair."""

    def __init__(self, **kwargs):
        kwargs.setdefault("to", Claim)
        kwargs.setdefault("to_field", "public_id")
        kwargs.setdefault("on_delete", models.CASCADE)
        super().__init__(**kwargs)
