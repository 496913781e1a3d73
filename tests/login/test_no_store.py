"""What is shown to who is logged in is kept by no cache and no browser; what everybody may read is as before."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import PASSWORD, make_user
from tests.people import make_admin, make_reader
from tests.world import make_world

pytestmark = pytest.mark.django_db
PAGES = ["/", "/clusters/", "/sources/", "/sources/morning-herald/", "/glossary/", "/sessions/", "/nothing/"]


@pytest.fixture
def reader(client) -> Client:
    client.force_login(make_reader())
    return client


@pytest.fixture(autouse=True)
def world(db):
    make_world()


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_who_is_logged_in_are_not_kept(reader, path):
    told = reader.get(path)["Cache-Control"]
    assert "no-store" in told and "private" in told


def test_nor_are_the_admins(client):
    client.force_login(make_admin())
    assert "no-store" in client.get("/admin/")["Cache-Control"]


def test_nor_is_the_way_to_the_login_of_a_session_that_has_ended(reader, settings):
    settings.PUBLIC_READ = False
    reader.session.flush()
    reader.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    answer = reader.get("/clusters/")
    assert answer.status_code == 302 and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/clusters/", "/glossary/"])
def test_what_everybody_may_read_is_as_before(client, settings, path):
    settings.PUBLIC_READ = True
    assert "Cache-Control" not in client.get(path)


def test_of_the_api_the_etag_still_spares_the_way(reader):
    first = reader.get("/api/v1/claims/")
    assert first["Cache-Control"] == "private, no-cache"
    again = reader.get("/api/v1/claims/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_logging_out_empties_the_browser_and_keeps_it_known(client):
    make_user("vera")
    secure = {"secure": True}
    client.post("/login/", {"username": "vera", "password": PASSWORD}, **secure)
    assert client.post("/logout/", **secure)["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies[settings.KNOWN_COOKIE_NAME].value
    assert "Clear-Site-Data" not in client.post("/logout/")


def test_styles_and_scripts_are_kept_as_before(reader):
    answer = reader.get("/static/second_source.css")
    answer.close()
    assert "no-store" not in answer["Cache-Control"]
