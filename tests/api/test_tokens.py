"""Tokens over the API: got with a password, shown once, expiring, revocable by their owner alone."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from corroboration.roles import Role
from corroboration.tokens import keeping
from corroboration.tokens.models import TokenScope
from tests.api.test_problems import problem
from tests.factories import PASSWORD
from tests.people import make_checker, make_reader

pytestmark = pytest.mark.django_db

TOKEN, TOKENS = "/api/v1/auth/token/", "/api/v1/auth/tokens/"


def basic(name: str, password: str) -> dict:
    return {"HTTP_AUTHORIZATION": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


def with_token(secret: str) -> dict:
    return {"HTTP_AUTHORIZATION": f"Token {secret}"}


@pytest.fixture
def user(db):
    person = make_checker("importer")
    person.set_password(PASSWORD)
    person.save()
    return person


def test_a_token_opens_what_its_user_may_do(client, user, conforms):
    response = client.post(TOKEN, **basic("importer", PASSWORD))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    fresh = conforms(response)
    assert fresh["role"] == "fact-checker"
    bearer = with_token(fresh["token"])
    [listed] = conforms(client.get(TOKENS, **bearer))
    assert fresh["token"].startswith(listed["key"])
    assert client.delete(f"{TOKENS}{listed['key']}/", **bearer).status_code == 204
    assert client.get(TOKENS, **bearer).status_code == 401


def test_only_a_hash_of_the_token_is_kept(client, user):
    token = client.post(TOKEN, **basic("importer", PASSWORD)).json()["token"]
    assert token not in str(AuthToken.objects.values().get()) + str(TokenScope.objects.values().get())


@pytest.mark.parametrize(
    ("name", "password"),
    [("importer", "wrong"), ("nobody", PASSWORD), ("import\x00er", PASSWORD), ("importer", "\x00"), ("", "")],
)
@pytest.mark.parametrize("path", [TOKEN, TOKENS])
def test_a_wrong_password_opens_nothing(path, name, password, client, user, conforms):
    response = client.post(path, **basic(name, password))
    assert response.status_code == 401
    conforms(response)


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic x y", "Basic %%%", "Token", "Token a b", "Token \xff", "Token a\x00b", "Bearer x", "\xff"],
)
def test_a_header_of_junk_opens_nothing(header, client, user):
    assert client.post(TOKEN, HTTP_AUTHORIZATION=header).status_code == 401
    assert client.get(TOKENS, HTTP_AUTHORIZATION=header).status_code == 401


def test_a_token_expires(client, user):
    token = client.post(TOKEN, **basic("importer", PASSWORD)).json()["token"]
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get(TOKENS, **with_token(token)).status_code == 401


def test_nobody_revokes_the_token_of_another(client, user):
    mine, _ = AuthToken.objects.create(make_reader("other"))
    client.force_authenticate(user)
    assert client.delete(f"{TOKENS}{mine.token_key}/").status_code == 404
    assert AuthToken.objects.count() == 1


def test_a_token_is_made_with_a_name_a_role_and_an_end(client, user, conforms):
    asked = {"name": "Nightly report", "role": "reader", "days": 30}
    response = client.post(TOKENS, asked, format="json", **basic("importer", PASSWORD))
    assert response.status_code == 201
    fresh = conforms(response)
    assert (fresh["name"], fresh["role"], fresh["last_used_at"]) == ("Nightly report", "reader", None)
    lasts = AuthToken.objects.get().expiry - timezone.now()
    assert timedelta(days=29.9) < lasts <= timedelta(days=30)
    assert client.get(TOKENS, **with_token(fresh["token"])).status_code == 200


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x", "role": "admin"}, "role"),
        ({"name": "x", "role": "king"}, "role"),
        ({"name": "x", "days": 0}, "days"),
        ({"name": "x", "days": 366}, "days"),
        ({"name": "x", "days": "30"}, "days"),
        ({"name": "x", "days": True}, "days"),
        ({"name": "x", "user": "admin"}, "user"),
    ],
)
def test_what_a_token_cannot_be_is_named(asked, field, client, user, conforms):
    client.force_authenticate(user)
    response = client.post(TOKENS, asked, format="json")
    assert [error["field"] for error in problem(response, 400)["errors"]] == [field]
    conforms(response)
    assert not AuthToken.objects.exists()


def test_a_token_makes_no_tokens(client, user, conforms):
    _, secret = keeping.make(user, name="x", role=Role.FACT_CHECKER, lasts=timedelta(days=1))
    response = client.post(TOKENS, {"name": "y"}, format="json", **with_token(secret))
    assert "A token makes no tokens" in problem(response, 403)["detail"]
    conforms(response)
    assert AuthToken.objects.count() == 1


def test_a_token_revokes_itself_alone_and_its_owner_each(client, user, conforms):
    (stolen, secret), (other, _) = (
        keeping.make(user, name=name, role=Role.READER, lasts=timedelta(days=1)) for name in ("stolen", "other")
    )
    refused = client.delete(f"{TOKENS}{other.token_key}/", **with_token(secret))
    assert "revokes itself alone" in problem(refused, 403)["detail"]
    conforms(refused)
    assert client.delete(f"{TOKENS}{stolen.token_key}/", **with_token(secret)).status_code == 204
    assert client.delete(f"{TOKENS}{other.token_key}/", **basic("importer", PASSWORD)).status_code == 204
    assert not AuthToken.objects.exists()


def test_nobody_has_more_tokens_than_can_be_looked_through(client, user, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    assert client.post(TOKEN, **basic("importer", PASSWORD)).status_code == 200
    refused = client.post(TOKEN, **basic("importer", PASSWORD))
    assert "revoke one first" in problem(refused, 400)["detail"]


def test_listing_tokens_takes_the_same_queries_however_many(user, django_assert_num_queries):
    client = APIClient()
    client.force_authenticate(user)
    for count in (1, 5):
        for number in range(count):
            keeping.make(user, name=f"{count}-{number}", role=Role.READER, lasts=timedelta(days=1))
        with django_assert_num_queries(1):
            assert len(client.get(TOKENS).json()) >= count
