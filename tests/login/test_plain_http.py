"""Where there is https, programs that ask by plain http are refused and told what it gave away; people are sent on."""

from base64 import b64encode

import pytest
from django.test import Client
from knox.models import AuthToken

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings):
    settings.SECURE_SSL_REDIRECT, settings.PUBLIC_READ = True, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client()


@pytest.mark.parametrize("path", ["/api/v1/claims/", "/api/v1/auth/token/", "/api/v1alpha1/claims:search"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_what_programs_ask_for_is_refused(client, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "Location" not in answer and answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["detail"].startswith("This is asked by https alone, and nothing was done. A token or password")
    assert answer.json()["instance"] == path


def test_figures_are_given_to_networks_and_a_token_for_them_is_said_to_be_burnt(client, settings):
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = "s3cret", ["10.0.0.0/8"]
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    sent = client.get("/metrics", headers={"Authorization": "Bearer s3cret"}, REMOTE_ADDR="10.1.2.3")
    assert sent.status_code == 403
    assert "revoke it" in sent.json()["detail"]


def test_nothing_is_done(client):
    vera = make_user("vera")
    basic = {"Authorization": "Basic " + b64encode(f"vera:{PASSWORD}".encode()).decode()}
    assert client.post("/api/v1/auth/token/", headers=basic).status_code == 403
    assert not AuthToken.objects.filter(user=vera).exists()


@pytest.mark.parametrize("path", ["/", "/login/", "/claims/?q=api", "/apis/", "/x/api/"])
def test_people_are_sent_on(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{path}")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_ask_as_before(client, path):
    assert client.get(path).status_code in {200, 503}


def test_by_https_the_api_answers(client):
    assert client.get("/api/v1/claims/", headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_without_https_it_answers_plain(client, settings):
    settings.SECURE_SSL_REDIRECT = False
    assert client.get("/api/v1/claims/").status_code == 200
