"""Tokens: got with a password, shown once, expiring, revocable by their user alone."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

TOKEN, TOKENS = "/api/v1/auth/token/", "/api/v1/auth/tokens/"


def basic(name: str, password: str) -> dict:
    return {"HTTP_AUTHORIZATION": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture
def user(db):
    return make_user("importer")


def test_a_token_opens_what_its_user_may_do(client, user, conforms):
    response = client.post(TOKEN, **basic("importer", PASSWORD))
    assert response.status_code == 200
    fresh = conforms(response)
    bearer = {"HTTP_AUTHORIZATION": f"Token {fresh['token']}"}
    [listed] = conforms(client.get(TOKENS, **bearer))
    assert fresh["token"].startswith(listed["key"])
    assert client.delete(f"{TOKENS}{listed['key']}/", **bearer).status_code == 204
    assert client.get(TOKENS, **bearer).status_code == 401


def test_only_a_hash_of_the_token_is_kept(client, user):
    token = client.post(TOKEN, **basic("importer", PASSWORD)).json()["token"]
    assert token not in str(AuthToken.objects.values().get())


@pytest.mark.parametrize(
    ("name", "password"),
    [("importer", "wrong"), ("nobody", PASSWORD), ("import\x00er", PASSWORD), ("importer", "\x00"), ("", "")],
)
def test_a_wrong_password_opens_nothing(name, password, client, user, conforms):
    response = client.post(TOKEN, **basic(name, password))
    assert response.status_code == 401
    conforms(response)


@pytest.mark.parametrize("header", ["Basic", "Basic x y", "Basic %%%", "Token", "Token a b", "Bearer x", "\xff"])
def test_a_header_of_junk_opens_nothing(header, client, user):
    assert client.post(TOKEN, HTTP_AUTHORIZATION=header).status_code == 401
    assert client.get(TOKENS, HTTP_AUTHORIZATION=header).status_code == 401


def test_a_token_expires(client, user):
    token = client.post(TOKEN, **basic("importer", PASSWORD)).json()["token"]
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get(TOKENS, HTTP_AUTHORIZATION=f"Token {token}").status_code == 401


def test_nobody_revokes_the_token_of_another(client, user):
    mine, _ = AuthToken.objects.create(make_user("other"))
    client.force_authenticate(user)
    assert client.delete(f"{TOKENS}{mine.token_key}/").status_code == 404
    assert AuthToken.objects.count() == 1
