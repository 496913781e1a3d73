"""A password that gets a program a token is half of it, too, where there is a second factor."""

from base64 import b64encode

import pytest

from tests.factories import PASSWORD
from tests.login.conftest import app_shows, give_factor

pytestmark = pytest.mark.django_db
TOKEN, TOKENS = "/api/v1/auth/token/", "/api/v1/auth/tokens/"


def basic(password: str = PASSWORD, **more) -> dict:
    return {"Authorization": "Basic " + b64encode(f"vera:{password}".encode()).decode()} | more


def test_a_token_takes_a_code_of_who_has_a_second_factor(client, vera):
    secret, codes = give_factor(vera)
    asked = client.post(TOKEN, headers=basic())
    assert (asked.status_code, "`Second-Factor`" in asked.json()["detail"]) == (401, True)
    wrong = client.post(TOKEN, headers=basic(**{"Second-Factor": "000000"}))
    assert (wrong.status_code, "used before" in wrong.json()["detail"]) == (401, True)
    code = {"Second-Factor": app_shows(secret)}
    assert "token" in client.post(TOKEN, headers=basic(**code)).json()
    assert client.post(TOKEN, headers=basic(**code)).status_code == 401, "once"
    assert client.get(TOKENS, headers=basic()).status_code == 401, "nor does a password alone list or make tokens"
    assert client.get(TOKENS, headers=basic(**{"Second-Factor": codes[0]})).status_code == 200


def test_without_the_password_nobody_learns_of_the_second_factor(client, vera):
    give_factor(vera)
    assert "Second-Factor" not in client.post(TOKEN, headers=basic("no")).json()["detail"]


def test_codes_run_out_as_on_the_pages(client, vera, limit):
    secret, _ = give_factor(vera)
    limit(codes_of_person=(1, 60))
    wrong = basic(**{"Second-Factor": "000000"})
    assert [client.post(TOKEN, headers=wrong).status_code for _ in range(2)] == [401, 429]
    assert client.post(TOKEN, headers=basic(**{"Second-Factor": app_shows(secret)}))["Retry-After"] == "60"


def test_whose_role_takes_one_gets_no_token_without(client, vera, settings):
    settings.MFA_REQUIRED_ROLES = ["reader"]
    refused = client.post(TOKEN, headers=basic())
    assert (refused.status_code, "set one up" in refused.json()["detail"]) == (401, True)
