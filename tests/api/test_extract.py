"""POST /api/v1/extract/: what an article would give, with the reasons, and nothing stored."""

import io
import json
import threading

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from corroboration import trial
from corroboration.api.base import BODY_BYTES
from corroboration.sample import tried
from tests.commands.test_extract import rows
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

ADDRESS = "/api/v1/extract/"
TEXT = (
    "😀 Two bridges fell in Ostrava on Monday and killed at least four people, the mayor said.\n\n"
    "A spokesman of the railway denied that a train had been on the bridge.\n\n"
    "Subscribe to our newsletter"
)
GOOD = {"outlet": "Ostrava Post", "published_at": "2021-05-04T12:00:00Z", "text": TEXT}


@pytest.fixture
def reader(db):
    """A client whose user has logged in and may do nothing in particular."""
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(make_user("reader"))
    return client


def errors(response) -> dict[str, str]:
    assert response["Content-Type"] == "application/problem+json"
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_the_answer_is_what_the_schema_says(reader, conforms):
    response = reader.post(ADDRESS, GOOD, format="json")
    assert response.status_code == 200
    read = conforms(response)
    assert read["text"] == TEXT
    assert read["article"] == {
        "external_id": trial.EXTERNAL_ID,
        "outlet": "ostrava-post",
        "published_at": "2021-05-04T12:00:00Z",
    }
    assert {claim["modality"] for claim in read["claims"]} == {"asserted", "denied"}
    for claim in read["claims"]:
        assert claim["text"] == " ".join(TEXT[start:end] for start, end in claim["segments"])


def test_each_claim_and_zone_has_its_reasons(reader):
    read = reader.post(ADDRESS, GOOD, format="json").json()
    assert [told["claim"] for told in read["explanation"]["claims"]] == [claim["id"] for claim in read["claims"]]
    for told in read["explanation"]["claims"]:
        assert {"who", "time", "place"} <= {reason["about"] for reason in told["reasons"]}
    [carried] = [reason for reason in read["explanation"]["claims"][0]["reasons"] if "the mayor said" in reason["says"]]
    [[start, end]] = carried["segments"]
    assert "the mayor said" in TEXT[start:end]
    assert [zone["zone"] for zone in read["zones"]] == ["body", "body", "furniture"]
    assert TEXT[read["zones"][2]["start"] : read["zones"][2]["end"]] == "Subscribe to our newsletter"
    assert all(zone["reason"] for zone in read["zones"])


@pytest.mark.parametrize("sample", sorted(tried()))
def test_the_claims_are_those_that_the_command_writes(sample, reader, tmp_path):
    article = tried()[sample]
    path = tmp_path / "in.ndjson"
    path.write_text(json.dumps(article), encoding="utf-8")
    out = io.StringIO()
    call_command("extract", str(path), stdout=out, stderr=io.StringIO())
    written = [json.loads(line) for line in out.getvalue().splitlines()]
    assert written
    assert reader.post(ADDRESS, article, format="json").json()["claims"] == written


def test_nothing_is_stored_and_nobody_is_woken(reader, wakeups):
    before = rows()
    assert reader.post(ADDRESS, GOOD | {"outlet": "Never Heard Of It"}, format="json").status_code == 200
    assert rows() == before
    assert wakeups == []


def test_a_page_in_html_is_read_and_its_text_told(reader, conforms):
    page = "<html><body><article><p>" + TEXT.replace("\n\n", "</p><p>") + "</p></article><script>killed()</script>"
    article = {name: value for name, value in GOOD.items() if name != "text"} | {"html": page}
    read = conforms(reader.post(ADDRESS, article, format="json"))
    assert "killed()" not in read["text"]
    for claim in read["claims"]:
        assert claim["text"] == " ".join(read["text"][start:end] for start, end in claim["segments"])


def test_an_unknown_field_is_a_warning(reader, conforms):
    read = conforms(reader.post(ADDRESS, GOOD | {"colour": "red"}, format="json"))
    assert read["warnings"] == ["unknown field 'colour' ignored"]


def test_a_text_without_claims_has_none(reader, conforms):
    read = conforms(reader.post(ADDRESS, GOOD | {"text": "سقط الجسر في المدينة يوم الاثنين. " * 5}, format="json"))
    assert read["claims"] == read["explanation"]["claims"] == []


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"outlet": " "}, "outlet", "missing"),
        ({"outlet": None}, "outlet", "missing"),
        ({"external_id": ""}, "external_id", "missing"),
        ({"published_at": None}, "published_at", "missing"),
        ({"published_at": "soon"}, "published_at", "is no date"),
        ({"published_at": "2999-01-01"}, "published_at", "future"),
        ({"text": " \n"}, "text", "empty"),
        ({"text": ["a"]}, "text", "expected a string"),
        ({"text": "a\x00b"}, "text", "NUL at offset 1"),
        ({"text": "ab\ud800"}, "text", "lone surrogate U+D800 at offset 2"),
        ({"text": "é" * 1_000_001}, "text", "2,000,002 bytes long"),
        ({"url": "javascript:alert(1)"}, "url", "expected an http or https address"),
    ],
)
def test_a_bad_field_is_named(change, field, message, reader, conforms):
    response = reader.post(ADDRESS, json.dumps(GOOD | change), content_type="application/json")
    assert response.status_code == 400
    conforms(response)
    assert list(errors(response)) == [field]
    assert message in errors(response)[field]


def test_all_that_is_wrong_is_told_at_once(reader):
    assert set(errors(reader.post(ADDRESS, {}, format="json"))) == {"outlet", "published_at", "text"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_article_is_refused(body, reader, conforms):
    response = reader.post(ADDRESS, body, content_type="application/json")
    assert response.status_code == 400
    conforms(response)


def test_a_body_too_large_is_refused(reader, conforms):
    response = reader.post(ADDRESS, b"[" * (BODY_BYTES + 1), content_type="application/json")
    assert response.status_code == 413
    conforms(response)


def test_another_media_type_is_refused(reader, conforms):
    response = reader.post(ADDRESS, b"a=b", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 415
    conforms(response)


def test_it_only_takes_posts(reader):
    for method in ("get", "put", "patch", "delete"):
        assert getattr(reader, method)(ADDRESS).status_code == 405


def test_an_unknown_parameter_is_refused(reader, conforms):
    response = reader.post(f"{ADDRESS}?outlet=x", GOOD, format="json")
    assert errors(response) == {"outlet": "unknown parameter"}
    conforms(response)


def test_the_address_answers_without_its_slash(reader):
    """A POST that was redirected would come without its body."""
    response = reader.post(ADDRESS.rstrip("/"), GOOD, format="json")
    assert response.status_code == 200
    assert response.json()["claims"]


def test_nobody_in_particular_may_not(client, conforms):
    response = client.post(ADDRESS, GOOD, format="json")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Token")
    conforms(response)


def test_a_session_needs_its_csrf_token(db):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(make_user())
    assert browser.post(ADDRESS, GOOD, format="json").status_code == 403


def test_where_others_are_read_it_says_so_at_once(reader, conforms, monkeypatch):
    monkeypatch.setattr(trial, "_room", threading.Semaphore(0))
    response = reader.post(ADDRESS, GOOD, format="json")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "being read" in conforms(response)["detail"]


def test_the_room_is_free_again_after_a_text_that_failed(reader, monkeypatch):
    monkeypatch.setattr(trial, "_room", threading.BoundedSemaphore(1))
    monkeypatch.setattr(trial, "listen", lambda *given: 1 / 0)
    assert reader.post(ADDRESS, GOOD, format="json").status_code == 500
    monkeypatch.undo()
    assert reader.post(ADDRESS, GOOD, format="json").status_code == 200


def test_the_example_of_the_schema_is_a_true_one(reader, conforms, schema):
    [operation] = [path["post"] for address, path in schema["paths"].items() if address == ADDRESS]
    shown = operation["requestBody"]["content"]["application/json"]["example"]
    answered = operation["responses"]["200"]["content"]["application/json"]["example"]
    read = conforms(reader.post(ADDRESS, shown, format="json"))
    assert set(read) == set(answered)
    assert (read["article"], read["text"]) == (answered["article"], answered["text"])
    for claim in answered["claims"]:
        assert claim["text"] == " ".join(read["text"][start:end] for start, end in claim["segments"])
    assert {claim["id"] for claim in read["claims"]} & {claim["id"] for claim in answered["claims"]}
