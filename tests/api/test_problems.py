"""Whatever is asked, the answer is understood or says what was not: never a 500, never everything by mistake."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import RequestFactory
from rest_framework.test import APIClient

from config import problems
from corroboration.api import articles, resources
from tests.people import make_checker

pytestmark = pytest.mark.django_db

API = "/api/v1"
ID = "0123456789abcdef01234567"
LISTS = ("sources", "articles", "claims", "clusters", "relations")
ONES = (
    "sources/nobody/",
    "sources/nobody/track-record/",
    "sources/nobody/ledger/",
    f"articles/{ID}/",
    f"claims/{ID}/",
    f"clusters/{ID}/",
    f"relations/{ID}/{ID}/",
)
JUNK = ["\x00", "'", '"><script>', "-1", "0", "99999999999999999999", "é", "٣", "%", "null", "[]", "x" * 5000, "  "]


def problem(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"], body["instance"]) == ("about:blank", status, response.wsgi_request.path)
    return body


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_any_parameter_is_no_500(name, junk, client, world):
    view = {
        "sources": resources.Sources,
        "articles": articles.Articles,
        "claims": resources.Claims,
        "clusters": resources.Clusters,
        "relations": resources.Relations,
    }[name]
    parameters = {*view.filterset_class.base_filters, *view.parameters, "cursor", "page_size", "colour"}
    for parameter in sorted(parameters):
        response = client.get(f"{API}/{name}/", {parameter: junk})
        assert response.status_code in (200, 400), (parameter, junk)
        if response.status_code == 400:
            assert problem(response, 400)["errors"][0]["field"] == parameter


@pytest.mark.parametrize("path", ONES)
def test_what_nobody_has_is_not_found(path, client, db, conforms):
    response = client.get(f"{API}/{path}")
    problem(response, 404)
    conforms(response)


@pytest.mark.parametrize("path", ONES)
def test_a_single_row_takes_no_parameters_but_its_own(path, client, db, conforms):
    response = client.get(f"{API}/{path}", {"outlet": "x"})
    assert problem(response, 400)["errors"] == [{"field": "outlet", "message": "unknown parameter"}]
    conforms(response)


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "claims/xyz/",
        "claims/%00/",
        f"claims/{ID}0/",
        "sources/A%20B/",
        "sources//",
        "sources/a//b/",
        "sources/../",
        "sources/a/%00/track-record/",
        "sources/track-record/track-record/",
        "sources/" + "a-" * 3000 + "/",
        "sources/" + "a/" * 3000,
        "relations/" + ID + "/",
        "claims/" + "٣" * 24 + "/",
    ],
)
def test_junk_in_a_path_is_not_found(path, client, db):
    problem(client.get(f"{API}/{path}"), 404)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("?stauts=contested", "stauts", "unknown parameter"),
        ("?status=", "status", "given without a value"),
        ("?status=contested&status=differs", "status", "given more than once"),
        ("?slot=%00", "slot", "Null characters are not allowed."),
        ("?status=true", "status", "Select a valid choice. true is not one of the available choices."),
        ("?published_from=04/05/2021", "published_from", "'04/05/2021' is no date: expected one such as 2017-04-15"),
        ("?published_to=2021-02-30", "published_to", "day is out of range for month"),
        ("?page_size=0", "page_size", "expected a whole number from 1 to 200"),
        ("?page_size=201", "page_size", "expected a whole number from 1 to 200"),
        ("?page_size=ten", "page_size", "expected a whole number from 1 to 200"),
        ("?cursor=abc", "cursor", "not a cursor of this list: take one from `next` or `previous`"),
    ],
)
def test_a_parameter_at_fault_is_named(query, field, message, client, db, conforms):
    response = client.get(f"{API}/claims/{query}")
    body = problem(response, 400)
    assert body["errors"] == [{"field": field, "message": message}]
    assert body["detail"] == f"{field}: {message}"
    conforms(response)


@pytest.mark.parametrize(
    "day",
    ["yesterday", "2021", "20210504", "2021-W18-2", "2021-13-01", "0001-01-01", "9999-12-31", "٢٠٢١-٠٥-٠٤", "\x00"],
)
def test_a_day_that_is_none_is_refused(day, client, world):
    body = problem(client.get(f"{API}/sources/morning-herald/track-record/", {"as_of": day}), 400)
    assert [error["field"] for error in body["errors"]] == ["as_of"]


@pytest.mark.parametrize("day", ["1000-01-01", "9998-12-31", "2021-05-04"])
def test_any_day_can_be_asked_for(day, client, world):
    assert client.get(f"{API}/sources/morning-herald/track-record/", {"as_of": day}).status_code == 200
    assert client.get(f"{API}/claims/", {"published_from": day, "published_to": day}).status_code == 200
    assert client.get(f"{API}/clusters/", {"event_from": day, "event_to": day}).status_code == 200


def test_a_cursor_belongs_to_its_list(client, world):
    cursor = client.get(f"{API}/claims/?page_size=1").json()["next"].split("cursor=")[1].split("&")[0]
    assert client.get(f"{API}/claims/?cursor={cursor}").status_code == 200
    assert problem(client.get(f"{API}/articles/?cursor={cursor}"), 400)["errors"][0]["field"] == "cursor"
    assert problem(client.get(f"{API}/claims/?cursor={cursor}x"), 400)["errors"][0]["field"] == "cursor"


def test_a_form_that_is_not_spoken_is_refused(client, db, conforms):
    response = client.get(f"{API}/claims/", HTTP_ACCEPT="text/html")
    problem(response, 406)
    conforms(response)


@pytest.mark.parametrize(
    ("asked", "media"),
    [
        ("text/csv;q=0.5, application/x-ndjson;q=0.1", "text/csv"),
        ("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson"),
        ("application/x-ndjson;q=0, */*", "text/csv"),
        ("text/*, */*;q=0.1", "text/csv"),
        ("text/csv;q=junk", "text/csv"),
        ("*/*", "application/x-ndjson"),
    ],
)
def test_of_several_forms_the_one_that_is_wanted_most_is_given(asked, media, client, db):
    answer = client.get(f"{API}/exports/claims/", HTTP_ACCEPT=asked)
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, media)


def test_a_form_that_is_not_wanted_at_all_is_not_given(client, db):
    problem(client.get(f"{API}/claims/", HTTP_ACCEPT="application/json;q=0, */*;q=0.0"), 406)
    both = {"HTTP_ACCEPT": "text/csv, application/x-ndjson;q=0.1"}
    assert client.get(f"{API}/exports/claims/?format=ndjson", **both).status_code == 200


def test_a_bad_token_is_refused_even_for_reading(client, db, conforms):
    response = client.get(f"{API}/claims/", HTTP_AUTHORIZATION="Token " + "f" * 64)
    problem(response, 401)
    conforms(response)


@pytest.mark.parametrize("name", LISTS)
def test_what_can_only_be_read_can_only_be_read(name, client, admin_user):
    client.force_authenticate(admin_user)
    problem(client.delete(f"{API}/{name}/"), 405)


def test_our_own_errors_are_problems_too_and_tell_nothing(client, world, monkeypatch):
    monkeypatch.setattr(resources.Claims, "get_queryset", lambda self: 1 / 0)
    body = problem(client.get(f"{API}/claims/"), 500)
    assert "division" not in str(body)


@pytest.mark.parametrize(
    ("view", "argument", "status"),
    [
        (problems.bad_request, SuspiciousOperation("x"), 400),
        (problems.permission_denied, PermissionDenied("x"), 403),
        (problems.not_found, Exception("x"), 404),
    ],
)
def test_django_answers_pages_with_pages(view, argument, status, db):
    answer = view(RequestFactory().get("/api/v1/x/"), argument)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    page = view(RequestFactory().get("/x/"), argument)
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (status, "text/html")


@pytest.mark.parametrize("method", ["head", "options"])
@pytest.mark.parametrize("path", [*(f"{name}/" for name in LISTS), *ONES, "schema/", "docs/", "auth/token/"])
def test_questions_about_an_address_are_no_500(method, path, client, db):
    assert getattr(client, method)(f"{API}/{path}").status_code < 500


def test_a_session_writes_only_with_its_csrf_token(admin_user):
    """Otherwise any page in the same browser could."""
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(admin_user)
    refused = browser.post(f"{API}/articles/", {"external_id": "1"}, format="json")
    assert "CSRF" in problem(refused, 403)["detail"]


@pytest.mark.parametrize("path", ["articles/", "articles/batches/", "articles/retrievals/", "decisions/", "webhooks/"])
def test_a_body_of_unknown_length_is_refused(path, client, conforms):
    client.force_authenticate(make_checker())
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "content_type": "application/json"}
    response = client.post(f"{API}/{path}", b"", **chunked)
    assert problem(response, 411)["errors"][0]["field"] == "Content-Length"
    conforms(response)


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_without_its_slash_the_same_is_asked_of_the_address_with_it(method, client, db):
    response = getattr(client, method)(f"{API}/webhooks/{ID}?x=y")
    assert (response.status_code, response["Location"]) == (308, f"{API}/webhooks/{ID}/?x=y")
