"""Writes of the right of reply: statements are added, and withdrawn by a row that says so."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from sources.models import Reply


def enter(reply: Reply, *, by: AbstractBaseUser, now: datetime) -> Reply:
    """Append a statement: it takes the place of the one that is shown."""
    reply.by, reply.at = by, now
    reply.save(force_insert=True)
    return reply


@transaction.atomic
def withdraw(reply: Reply, *, by: AbstractBaseUser, now: datetime) -> Reply | None:
    """Leave a source without a statement shown. None: this one isn't shown, so there is nothing to withdraw."""
    shown = Reply.objects.select_for_update().filter(source=reply.source).order_by("-pk").first()
    if shown is None or shown.withdraws_id or shown != reply:
        return None
    return Reply.objects.create(source=reply.source, withdraws=reply, by=by, at=now)
