"""What a person may do here: the three roles, each a group of Django's with fixed permissions.

Whoever can log in is a reader at least. What is asked before an action is a permission, never the name of a role.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

DECIDE = "corroboration.add_decision"
MEANINGS = {
    "reader": "reads everything and changes nothing",
    "fact-checker": "reads everything, decides about claims and events, and hands articles in",
    "admin": "does what a fact-checker does, and keeps sources, places, gradings, stuck articles and people",
}


class Role(models.TextChoices):
    READER = "reader", "reader"
    FACT_CHECKER = "fact-checker", "fact-checker"
    ADMIN = "admin", "admin"

    @property
    def meaning(self) -> str:
        return MEANINGS[self]


class RoleNeeded(PermissionDenied):
    """What was asked for takes a role that this person hasn't."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"This takes the role {role.label}.")
        self.role = role


def role_of(user: User | AnonymousUser) -> Role:
    """A person's role: the highest of their groups; a superuser is an admin, whoever is in none a reader.

    Of a person as whom a program acts: what its token leaves of that.
    """
    if hasattr(user, "_bound_to"):
        return user._bound_to
    if user.is_superuser:
        return Role.ADMIN
    names = {group.name for group in user.groups.all()}
    return next((role for role in (Role.ADMIN, Role.FACT_CHECKER) if role in names), Role.READER)


def lesser(one: Role, other: Role) -> Role:
    order = list(Role)  # from the least on
    return min(one, other, key=order.index)


def bound(user: User, role: Role) -> None:
    """Leave this object of a person no more than a role's rights, for as long as it lives; it must not be saved.

    What a group of Django's gives is laid where Django keeps what it found of a user. An admin's is left as it is.
    """
    if role == Role.ADMIN:
        return
    user._bound_to = role
    user.is_staff = user.is_superuser = False
    rights = SimpleLazyObject(lambda: _rights(role))
    user._perm_cache = user._group_perm_cache = rights
    user._user_perm_cache = set()
    user._may_decide = role == Role.FACT_CHECKER and user.is_active


def _rights(role: Role) -> set[str]:
    named = Group.objects.filter(name=role).values_list("permissions__content_type__app_label", "permissions__codename")
    return {f"{app}.{codename}" for app, codename in named if codename}


def may_decide(user: User | AnonymousUser) -> bool:
    """Whether a person may decide about claims: what has_perm says, in one query a request instead of two."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_may_decide"):  # as Django keeps what has_perm found
        user._may_decide = get_user_model().objects.with_perm(DECIDE).filter(pk=user.pk).exists()
    return user._may_decide


@transaction.atomic
def give(user: User, role: Role) -> None:
    """Give a person this role and no other. Only admins reach the Django admin, and only they stay superusers."""
    user.groups.set([Group.objects.get(name=role)])
    user.user_permissions.clear()  # nobody keeps by hand what another role had
    user.is_staff = role == Role.ADMIN
    user.is_superuser = user.is_superuser and role == Role.ADMIN
    user.save(update_fields=["is_staff", "is_superuser"])


def having(role: Role) -> Q:
    """The users with a role, as role_of says."""
    admins = Q(is_superuser=True) | Q(pk__in=_members(Role.ADMIN))
    checkers = Q(pk__in=_members(Role.FACT_CHECKER)) & ~admins
    return {Role.ADMIN: admins, Role.FACT_CHECKER: checkers, Role.READER: ~admins & ~checkers}[role]


def _members(role: Role) -> QuerySet:
    return Group.objects.filter(name=role, user__isnull=False).values("user")


def is_last_admin(user: User) -> bool:
    """Whether nobody else could let people in. The rows are held, so that two admins can't both dismiss the other."""
    admins = get_user_model().objects.filter(having(Role.ADMIN), is_active=True)
    return {admin.pk for admin in admins.select_for_update()} == {user.pk}


def signed_by(user: User) -> list[str]:
    """What keeps this person's name, in words: "12 decisions"."""
    kept = []
    for relation in user._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            count = relation.related_model._base_manager.filter(**{relation.field.name: user}).count()
            meta = relation.related_model._meta
            kept += [f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"] if count else []
    return kept


def of_visitor(request: HttpRequest) -> dict[str, object]:
    """A context processor. may_read: pages are open to this visitor. may_decide: asked of the database once a page at
    most, and only where a template asks."""
    return {
        "may_read": SimpleLazyObject(lambda: settings.PUBLIC_READ or request.user.is_authenticated),
        "may_decide": SimpleLazyObject(lambda: may_decide(request.user)),
    }
