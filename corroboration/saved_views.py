"""The views of the queue that a person keeps under a name of his or her own."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from corroboration.models import SavedView
from corroboration.selectors.review import clean

MOST = 20  # views of one person: more don't fit above a queue
QUERY_LENGTH = SavedView._meta.get_field("query").max_length


class BadView(ValueError):
    """A view that can't be kept, with the reason in words."""


def save(user: AbstractBaseUser, name: str, query: str, *, now: datetime) -> SavedView:
    """Keep the filters of an address under a name."""
    if SavedView.objects.filter(user=user).count() >= MOST:
        raise BadView(f"You have {MOST} views already: delete one first.")
    asked = clean(query)
    if len(asked) > QUERY_LENGTH:
        raise BadView("These filters are too long to be kept.")
    row = SavedView(user=user, name=_checked(name), query=asked, created=now)
    _store(row)
    return row


def rename(user: AbstractBaseUser, key: int, name: str) -> SavedView:
    """Give a view another name. Raises SavedView.DoesNotExist where the person has none of this number."""
    row = SavedView.objects.get(user=user, pk=key)
    row.name = _checked(name)
    _store(row)
    return row


def delete(user: AbstractBaseUser, key: int) -> SavedView:
    """Raises SavedView.DoesNotExist likewise."""
    row = SavedView.objects.get(user=user, pk=key)
    row.delete()
    return row


def _checked(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise BadView("Give the view a name.")
    if len(name) > SavedView.NAME_LENGTH:
        raise BadView(f"The name is {len(name)} characters long: at most {SavedView.NAME_LENGTH} fit.")
    return name


def _store(row: SavedView) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise BadView(f"You have a view named “{row.name}” already.") from None
