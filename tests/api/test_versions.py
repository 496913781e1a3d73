"""ETags: of the content, and what a program may make depend on them."""

import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from claims.models import Claim
from corroboration.api import versions
from tests.api.test_problems import problem
from tests.factories import make_user

CLAIMS, FEED = "/api/v1/claims/", "/api/v1/claim-reviews/feed/"
OTHER = '"0123"'
pytestmark = pytest.mark.django_db


def tag_of(client, path: str = CLAIMS) -> str:
    return client.get(path)["ETag"]


def test_an_etag_is_that_of_the_content(client, world):
    answer = client.get(CLAIMS)
    assert answer["ETag"] == versions.etag_of(answer.data) == tag_of(client)
    assert answer["ETag"].startswith('"')
    assert tag_of(client, f"{CLAIMS}?page_size=1") != answer["ETag"]
    Claim.objects.filter(pk=world.claims[0].pk).update(statement="Another statement.")
    assert tag_of(client) != answer["ETag"]


def test_the_form_is_one_whatever_indent_is_asked_for(client, world):
    indented = client.get(CLAIMS, HTTP_ACCEPT="application/json; indent=4")
    assert indented.content == client.get(CLAIMS).content


@pytest.mark.parametrize("asked", ["{}", "W/{}", "*", '"x", {}', ', {} ,,W/"y"', '"a,b" , W/{}'])
def test_what_the_client_has_is_not_sent_again(asked, client, world):
    tag = tag_of(client)
    answer = client.get(CLAIMS, HTTP_IF_NONE_MATCH=asked.format(tag))
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == tag
    assert answer["Cache-Control"] == "no-cache"
    assert "Authorization" in answer["Vary"]
    assert not answer.has_header("Content-Type")


@pytest.mark.parametrize("asked", [OTHER, "W/" + OTHER, '"x", "y"', '"*"', '""'])
def test_what_has_changed_is_sent(asked, client, world):
    answer = client.get(CLAIMS, HTTP_IF_NONE_MATCH=asked)
    assert answer.status_code == 200
    assert answer.json()["results"]


@pytest.mark.parametrize("asked", ["{}", "*", '"x",{}'])
def test_a_read_may_insist_on_a_version(asked, client, world):
    assert client.get(CLAIMS, HTTP_IF_MATCH=asked.format(tag_of(client))).status_code == 200


@pytest.mark.parametrize("asked", [OTHER, "W/{}", '"*"'])
def test_a_read_that_insists_on_another_version_is_refused(asked, client, world, conforms):
    answer = client.get(CLAIMS, HTTP_IF_MATCH=asked.format(tag_of(client)))
    assert problem(answer, 412)["errors"][0]["field"] == "If-Match"
    conforms(answer)
    assert not answer.has_header("ETag")


def test_insisting_comes_before_having(client, world):
    tag = tag_of(client)
    assert client.get(CLAIMS, HTTP_IF_MATCH=OTHER, HTTP_IF_NONE_MATCH=tag).status_code == 412
    assert client.get(CLAIMS, HTTP_IF_MATCH=tag, HTTP_IF_NONE_MATCH=tag).status_code == 304


@pytest.mark.parametrize("junk", ["0123", "", '"', '"a" "b"', '"a"b', "W/*", "*, *", '"a\x01"', "'a'"])
def test_a_condition_of_junk_is_refused_and_a_read_that_it_would_only_spare_is_answered(junk, client, world):
    assert [error["field"] for error in problem(client.get(CLAIMS, HTTP_IF_MATCH=junk), 400)["errors"]] == ["If-Match"]
    assert client.get(CLAIMS, HTTP_IF_NONE_MATCH=junk).status_code == 200


def test_a_problem_stays_what_it_is_whatever_the_conditions(client, world):
    for conditions in ({"HTTP_IF_MATCH": OTHER}, {"HTTP_IF_NONE_MATCH": "*"}):
        answer = client.get(f"{CLAIMS}0123456789abcdef01234567/", **conditions)
        problem(answer, 404)
        assert not answer.has_header("ETag")
        problem(client.get(f"{CLAIMS}?stauts=x", **conditions), 400)


def test_a_stream_has_no_etag(client, world):
    answer = client.get("/api/v1/sources/morning-herald/ledger/?format=csv", HTTP_IF_NONE_MATCH="*")
    assert answer.status_code == 200
    assert not answer.has_header("ETag")


def test_a_stream_with_a_weak_etag_keeps_to_the_same_conditions(client, world, conforms):
    weak = client.get(FEED)["ETag"]
    assert weak.startswith('W/"')
    for asked in (weak, weak.removeprefix("W/"), "*"):
        assert client.get(FEED, HTTP_IF_NONE_MATCH=asked).status_code == 304
    assert client.get(FEED, HTTP_IF_MATCH="*").status_code == 200
    for asked in (weak, weak.removeprefix("W/"), OTHER):
        answer = client.get(FEED, HTTP_IF_MATCH=asked)
        assert problem(answer, 412)["errors"][0]["field"] == "If-Match"
        conforms(answer)


def test_a_head_is_a_get_without_its_body(client, world):
    head = client.head(CLAIMS)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == tag_of(client)
    assert client.head(CLAIMS, HTTP_IF_NONE_MATCH=head["ETag"]).status_code == 304
    assert client.head(f"{CLAIMS}?stauts=x").status_code == 400


def test_options_tell_what_may_be_done(client, world):
    answer = client.options(f"{CLAIMS}?status=contested")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_caches_may_keep_for_all_only_what_all_may_read(client, world, settings):
    assert client.get(CLAIMS)["Cache-Control"] == "no-cache"
    client.force_login(make_user("ann"))
    answer = client.get(CLAIMS)
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    client.logout()
    settings.PUBLIC_READ = False
    refused = client.get(CLAIMS)
    assert (refused.status_code, refused["Cache-Control"]) == (401, "private, no-cache")


def changing(**conditions):
    return APIRequestFactory().post("/", **conditions)


@pytest.mark.parametrize(
    ("conditions", "current"),
    [
        ({}, OTHER),
        ({}, None),
        ({"HTTP_IF_MATCH": OTHER}, OTHER),
        ({"HTTP_IF_MATCH": "*"}, OTHER),
        ({"HTTP_IF_NONE_MATCH": "*"}, None),
        ({"HTTP_IF_NONE_MATCH": '"x"'}, OTHER),
    ],
)
def test_a_change_of_what_stands_goes_on(conditions, current):
    versions.must_match(changing(**conditions), current)


@pytest.mark.parametrize(
    ("conditions", "current"),
    [
        ({"HTTP_IF_MATCH": '"x"'}, OTHER),
        ({"HTTP_IF_MATCH": "W/" + OTHER}, OTHER),
        ({"HTTP_IF_MATCH": "*"}, None),
        ({"HTTP_IF_MATCH": OTHER}, None),
        ({"HTTP_IF_NONE_MATCH": "*"}, OTHER),
        ({"HTTP_IF_NONE_MATCH": "W/" + OTHER}, OTHER),
    ],
)
def test_a_change_of_what_stood_is_refused(conditions, current):
    with pytest.raises(versions.Changed):
        versions.must_match(changing(**conditions), current)


def test_a_change_on_a_condition_of_junk_is_refused():
    with pytest.raises(ValidationError):
        versions.must_match(changing(HTTP_IF_MATCH="0123"), None)


def test_data_in_another_order_of_keys_are_other_bytes():
    """A strong ETag promises the same bytes, not the same meaning."""
    assert versions.etag_of({"a": 1, "b": 2}) != versions.etag_of({"b": 2, "a": 1})
    assert versions.etag_of(Response({"a": "é"}).data) == versions.etag_of({"a": "é"})
