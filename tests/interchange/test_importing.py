"""Others' reviews stored: once, with their history, and what can't be kept told with its place."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from corroboration.interchange.importing import take_in
from corroboration.interchange.reading import items
from corroboration.models import Decision, ExternalReview, ExternalVersion
from tests.interchange.reviews import NOW, claim_review
from tests.people import make_checker, make_reader

IMPORTS = "/api/v1/claim-reviews/imports/"
pytestmark = pytest.mark.django_db


def taken(*nodes, now=NOW) -> dict[str, int]:
    return take_in(items(list(nodes)), by=None, now=now).line()


def test_the_same_again_changes_nothing():
    reviews = [claim_review(), claim_review()]
    assert taken(*reviews) == {"accepted": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert taken(*reviews, *reviews) == {"accepted": 0, "changed": 0, "unchanged": 4, "rejected": 0}
    assert ExternalReview.objects.count() == 2


def test_one_page_may_review_several_claims():
    first = claim_review(url="https://checks.example/roundup")
    taken(first, first | {"claimReviewed": "Nobody was hurt in the market of Ostrava"})
    assert ExternalReview.objects.count() == 2


def test_a_changed_review_is_updated_and_how_it_read_is_kept():
    review = claim_review()
    taken(review)
    again = review | {"reviewRating": {"alternateName": "True", "ratingValue": 5, "bestRating": 5}}
    assert taken(again, now=NOW + timedelta(days=1))["changed"] == 1
    [row], [version] = ExternalReview.objects.all(), ExternalVersion.objects.all()
    assert (row.rating_words, row.rating, row.imported_at) == ("True", 5, NOW)
    assert row.changed_at == version.until == NOW + timedelta(days=1)
    assert (version.rating_words, version.raw["reviewRating"]["ratingValue"]) == ("Mostly false", 2)


def test_a_claim_s_text_corrected_in_its_marks_is_the_same_claim():
    review = claim_review(claimReviewed="Nine died, in Ostrava.")
    taken(review)
    assert taken(review | {"claimReviewed": "Nine died in Ostrava"})["changed"] == 1


def test_each_bad_item_is_told_and_stops_nothing():
    report = take_in(items([claim_review(), {"@type": "Review"}, "x", claim_review(url=7)]), by=None, now=NOW)
    assert report.line() == {"accepted": 1, "changed": 0, "unchanged": 0, "rejected": 3}
    assert [position for position, _ in report.refused] == ["[1]", "[2]", "[3]"]


def test_what_no_database_takes_is_left_out():
    taken(claim_review(claimReviewed="Nine\0 died \ud800 here", **{"odd\0": ["\0"]}))
    [row] = ExternalReview.objects.all()
    assert row.claim_text == "Nine died here" and row.raw["odd"] == [""]


def test_one_that_is_too_large_is_refused():
    report = take_in(items([claim_review(reviewBody="a" * 300_000)]), by=None, now=NOW)
    [(_, reason)] = report.refused
    assert "expected at most 200,000" in reason


# --- the command ---


def run(path, *options) -> tuple[dict, str]:
    out, err = io.StringIO(), io.StringIO()
    err.isatty = lambda: False
    call_command("import_claim_reviews", str(path), *options, stdout=out, stderr=err)
    return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()


def test_a_feed_in_a_file_is_taken_in(tmp_path, nlp):
    path = tmp_path / "feed.json"
    feed = {"@type": "DataFeed", "dataFeedElement": [{"item": [claim_review(), None]}, {"item": None}, {"item": ["x"]}]}
    path.write_text(json.dumps(feed))
    counts, said = run(path)
    assert counts == {"accepted": 1, "changed": 0, "unchanged": 0, "rejected": 1, "looked_for": 1}
    assert "dataFeedElement[2].item[0]: no ClaimReview: str" in said


def test_it_may_be_left_to_a_worker_to_look(tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(claim_review()))
    assert run(path, "--no-look")[0]["looked_for"] == 0
    assert ExternalReview.objects.get().looked_at is None


@pytest.mark.parametrize(("text", "says"), [("", "nothing in it"), ("{", "not JSON")])
def test_a_file_that_is_no_document_is_said_to_be_none(tmp_path, text, says):
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.json"):
        run(tmp_path / "gone.json")


# --- over the API ---


def send(client, body, kind: str = "application/json"):
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post(IMPORTS, data, content_type=kind)


@pytest.fixture
def checker(client):
    person = make_checker()
    client.force_login(person)
    return person


def test_a_fact_checker_imports_a_list(client, checker, wakeups):
    answer = send(client, [claim_review(), {"@type": "Review"}])
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
        "refused": [{"position": "[1]", "reason": "no ClaimReview: Review"}],
    }
    assert ExternalReview.objects.get().by == checker
    assert wakeups == [("corroboration.tasks.look_for_reviews", {})]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("kind", ["application/x-ndjson", "application/ld+json"])
def test_lines_and_json_ld_are_taken_too(client, checker, kind):
    body = f"{json.dumps(claim_review())}\n{json.dumps(claim_review())}\n"
    assert send(client, body, kind).json()["accepted"] == 2


@pytest.mark.parametrize("body", ["", "{", "<html>"])
def test_what_is_no_document_is_a_problem(client, checker, body):
    answer = send(client, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_reader_may_not(client):
    client.force_login(make_reader())
    assert send(client, [claim_review()]).status_code == 403
    assert not ExternalReview.objects.exists()
