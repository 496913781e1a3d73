"""Pages of other sites: none may ask the API unless it was named, and none as whoever is logged in."""

import pytest
from django.conf import settings as real
from django.urls import reverse
from knox.models import AuthToken

from tests.people import make_reader

DESK, STRANGER = "https://desk.example.org", "https://stranger.example.org"
CLAIMS = "/api/v1/claims/"
ASKING = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST", "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "idempotency-key"}
pytestmark = pytest.mark.django_db


def allowed(response) -> set[str]:
    return {name.lower() for name in response.headers if name.lower().startswith("access-control-")}


@pytest.fixture
def named(settings):
    settings.CORS_ALLOWED_ORIGINS = [DESK]


def test_by_itself_no_site_may_ask(client, world):
    assert real.CORS_ALLOWED_ORIGINS == []
    assert allowed(client.get(CLAIMS, HTTP_ORIGIN=DESK)) == set()
    assert allowed(client.options(CLAIMS, HTTP_ORIGIN=DESK, **ASKING)) == set()


def test_a_named_site_may_ask_and_read_what_it_needs(client, world, named):
    answer = client.get(CLAIMS, HTTP_ORIGIN=DESK)
    assert answer["Access-Control-Allow-Origin"] == DESK
    exposed = answer["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "Retry-After", "RateLimit"} <= set(exposed.split(", "))
    assert "origin" in answer["Vary"]
    assert not answer.has_header("Access-Control-Allow-Credentials")


def test_so_may_it_where_it_is_refused(client, world, named, settings):
    settings.PUBLIC_READ = False
    assert client.get(CLAIMS, HTTP_ORIGIN=DESK)["Access-Control-Allow-Origin"] == DESK
    unchanged = client.get(f"{CLAIMS}?x=y", HTTP_ORIGIN=DESK)
    assert unchanged["Access-Control-Allow-Origin"] == DESK


def test_a_browser_that_asks_before_is_told_without_a_login(client, world, named, settings):
    settings.PUBLIC_READ = False
    answer = client.options(CLAIMS, HTTP_ORIGIN=DESK, **ASKING)
    assert answer.status_code == 200
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert {"authorization", "idempotency-key", "if-match"} <= set(answer["Access-Control-Allow-Headers"].split(", "))
    assert not answer.has_header("Access-Control-Allow-Credentials")


@pytest.mark.parametrize(
    "origin", [STRANGER, "null", DESK + ".evil.example", "http://desk.example.org", DESK + ":8443"]
)
def test_no_other_site_may(origin, client, world, named):
    assert allowed(client.get(CLAIMS, HTTP_ORIGIN=origin)) == set()
    assert allowed(client.options(CLAIMS, HTTP_ORIGIN=origin, **ASKING)) == set()


def test_the_pages_are_for_nobody_elses(client, world, named):
    for path in ("/", "/login/", "/admin/"):
        assert allowed(client.get(path, HTTP_ORIGIN=DESK)) == set()


def test_a_page_may_search_as_google_s_clients_do(client, world, named, settings):
    """They send the key as a header; a browser asks first whether it may."""
    settings.PUBLIC_READ = False
    search = reverse("api-claims-search")
    sent = "x-goog-api-client,x-goog-api-key"
    before = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "GET", "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": sent}
    answer = client.options(search, HTTP_ORIGIN=DESK, **before)
    assert answer["Access-Control-Allow-Origin"] == DESK
    assert set(sent.split(",")) <= set(answer["Access-Control-Allow-Headers"].split(", "))
    key = AuthToken.objects.create(make_reader())[1]
    found = client.get(search, {"query": "blast"}, HTTP_ORIGIN=DESK, HTTP_X_GOOG_API_KEY=key)
    assert (found.status_code, found["Access-Control-Allow-Origin"]) == (200, DESK)
