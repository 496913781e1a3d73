"""How far a token reaches: no further than its role, and no further than its owner's, at any time."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from knox.models import AuthToken

from corroboration import roles
from corroboration.roles import Role, give
from corroboration.tokens import keeping
from corroboration.tokens.models import TokenScope
from tests.people import make_admin, make_checker, make_person

pytestmark = pytest.mark.django_db

ARTICLES, CLAIMS, WEBHOOKS = "/api/v1/articles/", "/api/v1/claims/", "/api/v1/webhooks/"
DAY = timedelta(days=1)


def ask(client, secret: str, method: str, path: str) -> int:
    return getattr(client, method)(path, HTTP_AUTHORIZATION=f"Token {secret}").status_code


def given(owner, role: Role) -> str:
    """A token with this role, whatever its owner may: as if that one had been more when it was made."""
    token, secret = AuthToken.objects.create(owner)
    TokenScope.objects.create(token=token, name="x", role=role)
    return secret


@pytest.mark.parametrize("token_role", Role)
@pytest.mark.parametrize("owner_role", Role)
def test_a_token_may_the_lesser_of_its_role_and_its_owners(owner_role, token_role, client):
    secret = given(make_person(owner_role), token_role)
    writes = Role.READER not in (owner_role, token_role)
    assert ask(client, secret, "get", CLAIMS) == 200
    assert ask(client, secret, "post", ARTICLES) == (400 if writes else 403)
    assert ask(client, secret, "post", "/api/v1/decisions/") == (400 if writes else 403)
    assert ask(client, secret, "get", WEBHOOKS) == (200 if writes else 403)


@pytest.mark.parametrize("token_role", [Role.READER, Role.FACT_CHECKER])
def test_what_is_left_of_a_person_says_so_whoever_asks(token_role, django_user_model):
    for owner in (make_admin(), django_user_model.objects.create(username="root", is_superuser=True, is_staff=True)):
        roles.bound(owner, token_role)
        assert roles.role_of(owner) == token_role
        assert not owner.is_superuser and not owner.is_staff
        assert owner.has_perm("claims.add_article") is roles.may_decide(owner) is (token_role == Role.FACT_CHECKER)
        assert not owner.has_perm("sources.change_source")
        assert owner.get_user_permissions() == set()
        assert owner.get_all_permissions() == owner.get_group_permissions()
        assert owner.has_module_perms("claims") is (token_role == Role.FACT_CHECKER)


def test_an_admins_token_of_an_admin_is_as_the_admin():
    admin = make_admin()
    roles.bound(admin, Role.ADMIN)
    assert roles.role_of(admin) == Role.ADMIN and admin.is_staff
    assert admin.has_perm("sources.change_source")


def test_who_is_demoted_or_leaves_has_lost_it_in_all_tokens_at_once(client):
    owner = make_checker()
    _, secret = keeping.make(owner, name="x", role=Role.FACT_CHECKER, lasts=DAY)
    assert ask(client, secret, "post", ARTICLES) == 400
    give(owner, Role.READER)
    assert ask(client, secret, "post", ARTICLES) == 403
    give(owner, Role.ADMIN)
    assert ask(client, secret, "post", ARTICLES) == 400
    owner.is_active = False
    owner.save()
    assert ask(client, secret, "get", CLAIMS) == 401


def test_a_token_of_which_nothing_is_known_reads(client):
    _, secret = AuthToken.objects.create(make_admin())
    assert ask(client, secret, "get", CLAIMS) == 200
    assert ask(client, secret, "post", ARTICLES) == 403


def test_a_use_is_noted_once_an_hour(client, monkeypatch, django_assert_num_queries):
    _, secret = keeping.make(make_checker(), name="x", role=Role.READER, lasts=DAY)
    start = timezone.now()
    for minutes, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        ask(client, secret, "get", CLAIMS)
        assert TokenScope.objects.get().last_used_at == start + timedelta(minutes=noted)
    with django_assert_num_queries(4):  # knox's two; the scope; the role
        ask(client, secret, "get", "/api/v1/sources/?page_size=0")


def test_the_tokens_of_before_keep_what_they_may():
    """The step of the migration: each has its owner's role of then."""
    people = {role: make_person(role) for role in Role}
    tokens = {role: AuthToken.objects.create(person)[0] for role, person in people.items()}

    class Editor:
        pass

    editor = Editor()
    editor.connection = connection
    import_module("corroboration.migrations.0037_token_scopes").scope_what_there_is(apps, editor)
    assert {role: token.scope.role for role, token in tokens.items()} == {role: role.value for role in Role}
