"""The three roles: what each may do, who has which, and that the database holds them from its first migration on."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import DEFAULT_DB_ALIAS, connection

from corroboration import roles
from corroboration.granting import OURS, grant
from corroboration.management.commands import up
from corroboration.models import Decision
from corroboration.roles import Role
from tests.people import make_admin, make_checker, make_person, make_reader

pytestmark = pytest.mark.django_db

migration = import_module("corroboration.migrations.0018_roles")


@pytest.fixture(autouse=True)
def made_by_migrations(db):
    """Browser tests empty the database of their process when they end, of what migrations made, too."""
    if not Group.objects.exists():
        grant(apps, DEFAULT_DB_ALIAS)


def rights(role: Role) -> set[str]:
    return {f"{p.content_type.app_label}.{p.codename}" for p in Group.objects.get(name=role).permissions.all()}


def test_the_migrations_made_the_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
    assert rights(Role.READER) == set()
    assert rights(Role.FACT_CHECKER) == {"corroboration.add_decision", "claims.add_article"}
    assert rights(Role.FACT_CHECKER) < rights(Role.ADMIN)


def test_an_admin_has_every_right_to_what_the_admin_site_shows():
    """If this fails, a model was registered since the roles got their rights: let a migration grant() them anew."""
    for model in admin.site._registry:
        app, name = model._meta.app_label, model._meta.model_name
        if app in OURS:
            wanted = {f"{app}.{verb}_{name}" for verb in model._meta.default_permissions}
            assert wanted <= rights(Role.ADMIN), model


def test_an_admin_may_revoke_tokens_and_make_none_in_anothers_name():
    knox = {right for right in rights(Role.ADMIN) if right.startswith("knox.")}
    assert knox == {"knox.view_authtoken", "knox.delete_authtoken"}


def test_granting_again_takes_back_what_somebody_added():
    Group.objects.get(name=Role.READER).permissions.add(Permission.objects.get(codename="add_decision"))
    grant(apps, DEFAULT_DB_ALIAS)
    assert rights(Role.READER) == set()


def test_the_fact_checkers_of_before_stay_what_they_are():
    """Back to where the group had another name, and forth again: its members are still in it."""
    checker = make_checker()

    class Editor:
        connection = connection

    migration.take_back(apps, Editor)
    assert set(Group.objects.values_list("name", flat=True)) == {"Fact-checkers"}
    checker.refresh_from_db()
    assert checker.is_staff
    migration.rename(apps, Editor)
    migration.give_rights(apps, Editor)
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
    checker = type(checker).objects.get(pk=checker.pk)
    assert roles.role_of(checker) == Role.FACT_CHECKER
    assert not checker.is_staff


@pytest.mark.parametrize("role", Role)
def test_who_is_given_a_role_has_it_and_no_other(role):
    person = make_person(role)
    for other in Role:
        roles.give(person, other)
        assert roles.role_of(person) == other
        assert person.is_staff == (other == Role.ADMIN)
    roles.give(person, role)
    assert [group.name for group in person.groups.all()] == [role]


def test_what_a_person_had_beside_the_role_goes():
    person = make_admin()
    person.is_superuser = True
    person.user_permissions.add(Permission.objects.get(codename="add_decision"))
    roles.give(person, Role.READER)
    person = type(person).objects.get(pk=person.pk)
    assert not person.has_perm("corroboration.add_decision") and not person.is_superuser


def test_whoever_is_in_no_group_reads_and_a_superuser_is_an_admin(django_user_model):
    assert roles.role_of(django_user_model.objects.create(username="ann")) == Role.READER
    assert roles.role_of(django_user_model.objects.create(username="root", is_superuser=True)) == Role.ADMIN


def test_who_may_decide(django_assert_num_queries, django_user_model):
    superuser = django_user_model.objects.create(username="root", is_superuser=True)
    for person, may in ((make_reader(), False), (make_checker(), True), (make_admin(), True), (superuser, True)):
        with django_assert_num_queries(1):
            assert roles.may_decide(person) is roles.may_decide(person) is may
        assert person.has_perm(roles.DECIDE) is may
    with django_assert_num_queries(0):
        assert roles.may_decide(AnonymousUser()) is False


def test_who_has_left_decides_nothing():
    assert roles.may_decide(make_checker(is_active=False)) is False


def test_the_right_to_decide_is_that_of_adding_a_decision():
    assert f"{Decision._meta.app_label}.add_{Decision._meta.model_name}" == roles.DECIDE


def test_the_demo_has_one_person_of_each_role(django_user_model):
    lines = up._demo_users()
    assert len(lines) == 4 and "admin" in lines[1]
    people = {person.username: roles.role_of(person) for person in django_user_model.objects.all()}
    assert people == {"admin": Role.ADMIN, "factchecker": Role.FACT_CHECKER, "reader": Role.READER}
    assert up._demo_users() == []
