"""Passwords that an admin typed, first and new ones: whoever logs in with one chooses another before anything else.

An admin's new password ends all sessions of its owner, so it is enough to ask at the login. What the command line sets
(`createsuperuser`, `changepassword`) and what `./run` makes for its demo accounts stays as it is: whoever runs the
program chose it, and sees it alone.
"""

from datetime import datetime

from django.contrib.auth.models import User

from corroboration.login.models import GivenPassword

TO_CHANGE = "password_to_change"  # a key of the session


def note(person: User, *, now: datetime) -> None:
    """Somebody else has just typed this person's password."""
    if person.has_usable_password():
        GivenPassword.objects.update_or_create(user=person, defaults={"at": now})


def to_change(person: User) -> bool:
    return GivenPassword.objects.filter(user=person).exists()


def changed(person: User) -> None:
    """The person has chosen another."""
    GivenPassword.objects.filter(user=person).delete()
