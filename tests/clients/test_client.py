"""The Python client by itself: patience, versions, keys, and what it makes of refusals."""

import json
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from second_source_client import Changed, Client, Problem, StillWorking, Truncated
from tests.clients.answering import Answering, problem


@pytest.fixture
def answering() -> Answering:
    return Answering()


@pytest.fixture
def client(answering: Answering) -> Iterator[Client]:
    with answering.client(token="secret") as made:
        yield made


def test_it_asks_below_the_api_with_its_token(answering, client):
    answering.says({"slug": "sana"})
    assert client.source("sana") == {"slug": "sana"}
    [request] = answering.asked
    assert str(request.url) == "https://claims.example.org/api/v1/sources/sana/"
    assert request.headers["Authorization"] == "Token secret"


def test_without_a_token_none_is_sent(answering):
    answering.says({})
    answering.client().source("sana")
    assert "Authorization" not in answering.asked[0].headers


def test_days_and_truths_are_written_as_the_api_reads_them_and_what_is_not_given_is_left_out(answering, client):
    answering.says({"results": [], "next": None})
    assert list(client.claims(published_from=date(2017, 3, 1), curated=True, source=None)) == []
    assert answering.asked[0].url.params.multi_items() == [("published_from", "2017-03-01"), ("curated", "true")]


def test_lists_are_read_page_by_page_as_they_are_walked(answering, client):
    answering.says({"results": [1, 2], "next": "https://claims.example.org/api/v1/claims/?cursor=x"})
    answering.says({"results": [3], "next": None})
    walk = client.claims()
    assert next(walk) == 1
    assert len(answering.asked) == 1
    assert list(walk) == [2, 3]


def test_what_has_not_changed_is_not_sent_again(answering, client):
    answering.says({"slug": "sana"}, ETag='"1"')
    answering.says(None, status=304)
    assert client.source("sana") == client.source("sana")
    assert [request.headers.get("If-None-Match") for request in answering.asked] == [None, '"1"']


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_the_server_says(status, answering, client):
    answering.says({}, status=status, **{"Retry-After": "7"})
    answering.says({"slug": "sana"})
    assert client.source("sana") == {"slug": "sana"}
    assert answering.slept == [7.0]


def test_a_key_whose_first_request_is_still_worked_on_is_asked_with_again(answering, client):
    answering.says(problem(409, "still being worked on"), status=409, **{"Retry-After": "1"})
    answering.says({"id": "d1"}, status=201)
    assert client.decide("note", cluster="e1", reason="look again") == {"id": "d1"}
    first, second = answering.asked
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    answering.says(problem(409, "decided otherwise"), status=409)
    with pytest.raises(Problem, match="decided otherwise"):
        client.decide("note", cluster="e1", reason="look again")


def test_what_was_merged_is_read_where_it_is_now_and_a_write_goes_nowhere_else(answering, client):
    answering.says({"merged_into": "sana"}, status=302, Location="/api/v1/sources/sana/?fields=slug")
    answering.says({"slug": "sana"})
    assert client.source("syrian-arab-news-agency") == {"slug": "sana"}
    assert answering.asked[1].url.path == "/api/v1/sources/sana/"
    answering.says(None, status=308, Location="https://elsewhere.example/")
    with pytest.raises(Problem, match="308"):
        client.post("decisions", {})
    assert len(answering.asked) == 3


def test_a_server_that_wants_too_much_patience_is_not_waited_for(answering, client):
    answering.says(problem(429, "too many requests"), status=429, **{"Retry-After": "86400"})
    with pytest.raises(Problem, match="too many requests"):
        client.source("sana")
    assert answering.slept == []


def test_a_connection_that_breaks_is_tried_again_and_given_up_in_the_end(answering, client):
    answering.breaks(times=4)
    answering.says({"slug": "sana"})
    assert client.source("sana") == {"slug": "sana"}
    assert answering.slept == [0.5, 1.0, 2.0, 4.0]
    answering.breaks(times=5)
    with pytest.raises(httpx.ConnectError):
        client.source("reuters")


def test_a_refusal_names_the_field(answering, client):
    errors = [{"field": "outlet", "message": "missing"}]
    answering.says(problem(400, "outlet: missing", errors), status=400)
    with pytest.raises(Problem) as refusal:
        client.hand_in({"external_id": "1", "outlet": "", "published_at": "2017-03-02"})
    assert (refusal.value.status, refusal.value.detail, refusal.value.errors) == (400, "outlet: missing", errors)


def test_a_refusal_that_is_no_json_is_one_all_the_same(answering, client):
    answering.says_text("<h1>Bad Gateway</h1>", status=500)
    with pytest.raises(Problem, match="500: Internal Server Error"):
        client.source("sana")


def test_something_is_handed_in_under_one_key_however_often_it_is_sent(answering, client):
    answering.breaks(times=1)
    answering.says({"id": "d1"}, status=201)
    client.decide("note", cluster="e1", reason="look again")
    first, second = answering.asked
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert json.loads(second.content) == {"kind": "note", "cluster": "e1", "reason": "look again"}
    answering.says({"id": "d2"}, status=201)
    client.decide("not-a-claim", ["c1"])
    assert answering.asked[2].headers["Idempotency-Key"] != first.headers["Idempotency-Key"]


def test_a_decision_about_what_has_changed_is_not_made(answering, client):
    answering.says(problem(412, "it has changed since"), status=412)
    with pytest.raises(Changed):
        client.decide("verdict", ["c1"], verdict="true", if_match='"1"')
    assert answering.asked[0].headers["If-Match"] == '"1"'


def test_it_waits_until_what_was_handed_in_is_done(answering, client):
    answering.says({"done": False})
    answering.says({"done": True, "state": "settled"})
    assert client.until_done("https://claims.example.org/api/v1/articles/x/")["state"] == "settled"
    answering.says({"done": False, "state": "received"})
    with pytest.raises(StillWorking) as unfinished:
        client.until_done("https://claims.example.org/api/v1/articles/y/", seconds=0.0)
    assert unfinished.value.state["state"] == "received"


def test_an_export_comes_line_by_line(answering, client):
    answering.says_text('{"id": "1"}\n{"id": "2"}\n')
    assert list(client.export("claims", as_of="2017-03-01")) == [{"id": "1"}, {"id": "2"}]
    assert dict(answering.asked[0].url.params) == {"format": "ndjson", "as_of": "2017-03-01"}


def test_a_line_of_an_export_ends_where_json_says_and_nowhere_else(answering, client):
    text = "one\u2028two\u0085three\x0bfour"
    answering.says_text(json.dumps({"text": text}, ensure_ascii=False) + "\n" + '{"text": "last"}')
    assert [line["text"] for line in client.export("claims")] == [text, "last"]


def test_an_export_waits_as_long_as_the_server_says(answering, client):
    answering.says({}, status=429, **{"Retry-After": "7"})
    answering.says_text('{"id": "1"}\n')
    assert list(client.export("claims")) == [{"id": "1"}]
    assert answering.slept == [7.0]


def test_an_export_that_breaks_off_is_not_taken_for_a_whole_one(answering, client):
    answering.says_text('{"id": "1"}\n{"type": "about:blank", "detail": "the database went away"}\n')
    walk = client.export("claims")
    assert next(walk) == {"id": "1"}
    with pytest.raises(Truncated, match="went away"):
        next(walk)


def test_an_export_that_is_refused_says_why(answering, client):
    answering.says(problem(401, "no token"), status=401)
    with pytest.raises(Problem, match="no token"):
        next(client.export("claims"))
