"""What an admin does about somebody else's login."""

from django.contrib.auth.models import User
from django.db import transaction

from corroboration.login import factors, sessions


@transaction.atomic
def second_factor(person: User) -> bool:
    """Take app, keys and recovery codes away, and log the person out everywhere. False: there were none."""
    removed = factors.remove(person)
    if removed:
        sessions.end_some(person.sign_ins.all())
    return removed
