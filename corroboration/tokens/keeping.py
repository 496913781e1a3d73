"""How tokens are made, used and revoked. Only their owner makes one: who held another's could act in their name."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from knox.models import AuthToken

from corroboration.roles import Role, lesser, role_of
from corroboration.tokens.models import TokenScope

DAYS = 90  # how long a token lasts unless it is said otherwise
MOST = 50  # tokens of one person
BY_PASSWORD = timedelta(hours=10)  # how long one lasts that a program got with name and password
NOTED = timedelta(hours=1)  # a use is noted as often at most: not a write a request


class Refused(Exception):
    """A token that can't be made. field: what is wrong with it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def make(owner: User, *, name: str, role: Role, lasts: timedelta) -> tuple[AuthToken, str]:
    """A new token, and its secret, which is shown once and not kept."""
    if lesser(role, role_of(owner)) != role:
        raise Refused("role", f"you are a {role_of(owner).label}: a token may do no more than its owner")
    if not timedelta(0) < lasts <= timedelta(days=settings.TOKEN_DAYS):
        raise Refused("days", f"expected a whole number from 1 to {settings.TOKEN_DAYS}")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)  # one at a time
        if AuthToken.objects.filter(user=owner).count() >= MOST:
            raise Refused("", f"you have {MOST} tokens, and nobody may have more: revoke one first")
        token, secret = AuthToken.objects.create(owner, expiry=lasts)
        TokenScope.objects.create(token=token, name=name, role=role)
    token.name, token.role, token.last_used_at = name, role.value, None  # as `of` tells of it
    return token, secret


def reach(token: AuthToken, owner: User, *, now: datetime) -> Role:
    """What a token may do now: as much as it was given, and no more than its owner may. Notes that it is used.

    One that was given nothing reads.
    """
    scope = TokenScope.objects.filter(token=token).first()
    if scope is None:
        return Role.READER
    note_use(scope, now=now)
    return lesser(Role(scope.role), role_of(owner))


def note_use(scope: TokenScope, *, now: datetime) -> None:
    if scope.last_used_at is not None and now - scope.last_used_at < NOTED:
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED)
    try:
        with transaction.atomic():
            TokenScope.objects.filter(stale, pk=scope.pk).update(last_used_at=now)
    except DatabaseError:  # a database that can't be written to can still be read
        return


def of(owner: User) -> QuerySet[AuthToken]:
    """A person's tokens, newest first, each with what is known of it."""
    known = {"name": F("scope__name"), "role": F("scope__role"), "last_used_at": F("scope__last_used_at")}
    return AuthToken.objects.filter(user=owner).annotate(**known).order_by("-created", "token_key")


def revoke_all(owners: Iterable[int]) -> int:
    """Take all tokens from some people. The number of tokens."""
    tokens = AuthToken.objects.filter(user__in=owners)
    count = tokens.count()
    tokens.delete()
    return count
