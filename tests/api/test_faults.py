"""What is at fault is named, also where it is no field: a header, the method, the body as a whole."""

import pytest

from corroboration.api import base
from tests.api.test_problems import problem

ARTICLES, CLAIMS = "/api/v1/articles/", "/api/v1/claims/"
pytestmark = pytest.mark.django_db


def fields(response, status: int) -> list[str]:
    body = problem(response, status)
    assert all(error["message"] in body["detail"] for error in body["errors"])
    return [error["field"] for error in body["errors"]]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b" ", "not JSON: Expecting value at character 1"),
        (b'{"external_id": "1"', "not JSON: Expecting ',' delimiter at character 19"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
        (b"[" * 100_000, "not JSON that can be read: nested too deep, or a number too long"),
        (b"[]", "expected a JSON object, got list"),
        (b"null", "expected a JSON object, got NoneType"),
    ],
)
def test_a_body_that_cannot_be_read(body, message, writer):
    response = writer.post(ARTICLES, body, content_type="application/json")
    assert fields(response, 400) == [""]
    assert response.json()["errors"][0]["message"] == message


def test_a_body_in_another_charset(writer, conforms):
    for charset in ("latin-1", "utf-16", "nonsense"):
        response = writer.post(ARTICLES, b"{}", content_type=f"application/json; charset={charset}")
        assert fields(response, 415) == ["Content-Type"]
        conforms(response)
    assert writer.post(ARTICLES, b"{}", content_type="application/json; charset=UTF-8").status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json+x", "x"])
def test_a_body_of_another_kind(kind, writer, conforms):
    response = writer.post(ARTICLES, b"{}", content_type=kind)
    assert fields(response, 415) == ["Content-Type"]
    conforms(response)


def test_a_body_too_large(writer, conforms, monkeypatch):
    monkeypatch.setattr(base, "BODY_BYTES", 10)
    response = writer.post(ARTICLES, b'{"external_id": "1"}', content_type="application/json")
    assert fields(response, 413) == [""]
    conforms(response)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_that_is_none(method, writer):
    response = writer.generic(method.upper(), ARTICLES)
    assert fields(response, 405) == ["method"]
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_form_that_is_not_spoken(client, world):
    assert fields(client.get(CLAIMS, HTTP_ACCEPT="text/html"), 406) == ["Accept"]
    assert fields(client.get(f"{CLAIMS}?format=xml"), 406) == ["format"]
    assert fields(client.get(f"{CLAIMS}?format=json"), 400) == ["format"]  # not a parameter of these


def test_a_cursor_that_is_none(client, world):
    for cursor in ("abc", "\x00", "é", "x" * 5000):
        assert fields(client.get(CLAIMS, {"cursor": cursor}), 400) == ["cursor"]


@pytest.mark.parametrize("header", ["", "Token " + "f" * 64, "Token", "Bearer x"])
def test_who_is_not_known_is_told_the_way_in(header, client, world, settings, conforms):
    settings.PUBLIC_READ = False
    response = client.get(CLAIMS, **({"HTTP_AUTHORIZATION": header} if header else {}))
    assert fields(response, 401) == ["Authorization"]
    conforms(response)
    assert response["WWW-Authenticate"] == "Token"
    assert "/api/v1/auth/token/" in response.json()["detail"]


def test_who_gives_a_wrong_password_is_asked_for_another(client, db):
    response = client.post("/api/v1/auth/token/")
    assert fields(response, 401) == ["Authorization"]
    assert response["WWW-Authenticate"].startswith("Basic")


def test_a_name_that_is_not_this_sites(client, db):
    assert fields(client.get(CLAIMS, HTTP_HOST="elsewhere.example.org"), 400) == ["Host"]
