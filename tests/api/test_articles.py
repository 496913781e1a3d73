"""Articles handed in by programs."""

import json

import pytest

from claims.models import Article
from corroboration.api.base import BODY_BYTES
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/articles/"
GOOD = {
    "external_id": "x-1",
    "outlet": "Ostrava Post",
    "published_at": "2021-05-04T12:00:00Z",
    "text": "A bridge fell in Ostrava.",
}


def errors(response) -> dict[str, str]:
    assert response["Content-Type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_an_article_is_stored_before_it_is_acknowledged(writer, conforms):
    response = writer.post(ADDRESS, GOOD, format="json")
    assert response.status_code == 202
    receipt = conforms(response)
    article = Article.objects.get()
    assert (article.text, article.state) == (GOOD["text"], "received")
    assert (receipt["result"], receipt["article"]["id"]) == ("accepted", article.public_id)
    assert response["Location"] == receipt["status_url"] == f"http://testserver{ADDRESS}{article.public_id}/"
    assert writer.get(receipt["status_url"]).json()["state"] == "received"


def test_the_same_article_again_changes_nothing(writer, conforms):
    writer.post(ADDRESS, GOOD, format="json")
    response = writer.post(ADDRESS, GOOD, format="json")
    assert response.status_code == 200
    assert conforms(response)["result"] == "unchanged"
    assert Article.objects.count() == 1


def test_another_text_is_a_revision(writer, conforms):
    writer.post(ADDRESS, GOOD, format="json")
    response = writer.post(ADDRESS, GOOD | {"text": "A bridge gave way in Ostrava."}, format="json")
    assert response.status_code == 202
    assert conforms(response)["result"] == "revised"


def test_an_unknown_field_is_a_warning(writer, conforms):
    response = writer.post(ADDRESS, GOOD | {"colour": "red"}, format="json")
    assert response.status_code == 202
    assert conforms(response)["warnings"] == ["unknown field 'colour' ignored"]


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"external_id": None}, "external_id", "missing"),
        ({"outlet": " "}, "outlet", "missing"),
        ({"outlet": 7}, "outlet", "expected a string"),
        ({"published_at": "soon"}, "published_at", "is no date"),
        ({"published_at": "2999-01-01"}, "published_at", "future"),
        ({"text": ""}, "text", "empty"),
        ({"text": "a\x00b"}, "text", "NUL at offset 1"),
        ({"text": "ab\ud800"}, "text", "lone surrogate U+D800 at offset 2"),
        ({"text": "x" * 2_000_001}, "text", "2,000,001 bytes long"),
        ({"url": "javascript:alert(1)"}, "url", "expected an http or https address"),
    ],
)
def test_a_bad_field_is_named(change, field, message, writer, conforms):
    body = json.dumps(GOOD | change)
    response = writer.post(ADDRESS, body, content_type="application/json")
    assert response.status_code == 400
    conforms(response)
    assert message in errors(response)[field]
    assert not Article.objects.exists()


def test_all_that_is_wrong_is_told_at_once(writer):
    told = errors(writer.post(ADDRESS, {}, format="json"))
    assert set(told) == {"external_id", "outlet", "published_at", "text"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"external_id": ' + b"9" * 5000 + b"}",
        b'{"a": NaN}',
        b'{"\\ud800": 1}',
        b"{}" * 2,
    ],
)
def test_a_body_that_is_no_article_is_refused(body, writer, conforms):
    response = writer.post(ADDRESS, body, content_type="application/json")
    assert response.status_code == 400
    conforms(response)


def test_a_body_too_large_is_refused_before_it_is_read_as_json(writer, conforms):
    response = writer.post(ADDRESS, b"[" * (BODY_BYTES + 1), content_type="application/json")
    assert response.status_code == 413
    conforms(response)


def test_another_media_type_is_refused(writer, conforms):
    response = writer.post(ADDRESS, b"a=b", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 415
    conforms(response)


def test_html_is_stored_as_the_text_in_it(writer):
    page = "<html><body><article><p>" + "A bridge fell in Ostrava on Monday. " * 10 + "</p></article></body></html>"
    body = {name: value for name, value in GOOD.items() if name != "text"} | {
        "html": page + "<script>alert(1)</script>"
    }
    assert writer.post(ADDRESS, body, format="json").status_code == 202
    article = Article.objects.get()
    assert article.text.startswith("A bridge fell") and "alert" not in article.text


# --- who may ---


def test_nobody_in_particular_may_not(client, db, conforms):
    response = client.post(ADDRESS, GOOD, format="json")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Token")
    conforms(response)


def test_a_user_without_the_permission_may_not(client, db, conforms):
    client.force_authenticate(make_user())
    response = client.post(ADDRESS, GOOD, format="json")
    assert response.status_code == 403
    conforms(response)
    assert not Article.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_articles_are_neither_changed_nor_deleted(method, client, admin_user):
    client.force_authenticate(admin_user)
    assert getattr(client, method)(ADDRESS).status_code == 405
