"""People with a role, who can be logged in and have no password: hashing one takes long on purpose."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import DEFAULT_DB_ALIAS

from corroboration.granting import grant
from corroboration.roles import Role, give


def make_person(role: Role, name: str = "", **fields) -> User:
    """Somebody with this role. What a test of a whole transaction has emptied, the groups of the roles, is refilled."""
    if Group.objects.filter(name__in=list(Role)).count() < len(Role):
        grant(apps, DEFAULT_DB_ALIAS)
    person = get_user_model().objects.create(username=name or f"{role}-{get_user_model().objects.count()}", **fields)
    give(person, role)
    return person


def make_reader(name: str = "", **fields) -> User:
    return make_person(Role.READER, name, **fields)


def make_checker(name: str = "", **fields) -> User:
    return make_person(Role.FACT_CHECKER, name, **fields)


def make_admin(name: str = "", **fields) -> User:
    return make_person(Role.ADMIN, name, **fields)
