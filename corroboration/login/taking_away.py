"""What an admin does about somebody else's login."""

from django.contrib.auth.models import User
from django.db import transaction

from corroboration.login import factors, sessions
from corroboration.tokens import keeping


@transaction.atomic
def second_factor(person: User) -> bool:
    """Take app, keys and recovery codes away, and log the person out everywhere. False: there were none."""
    removed = factors.remove(person)
    if removed:
        sessions.end_some(person.sign_ins.all())
    return removed


@transaction.atomic
def ways_in(person: User, *, tokens: bool) -> tuple[int, int]:
    """Log a person out everywhere, and revoke the tokens, too, if it is said so. How many of both it were."""
    return sessions.end_some(person.sign_ins.all()), keeping.revoke_all([person.pk]) if tokens else 0
