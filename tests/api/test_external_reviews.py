"""What is said of others' reviews, among the decisions that the API tells, in the shape that it publishes."""

import pytest

from corroboration.interchange.answering import Answered, answer
from tests.interchange.reviews import NOW, make_external_review
from tests.people import make_checker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("given", "kind"), [("verdict", "verdict"), ("related", "external-review")])
def test_an_answer_is_a_decision_like_any_other(client, world, conforms, given, kind):
    review = make_external_review()
    answer(review, [world.claims[2]], Answered(given, "false"), by=make_checker(), now=NOW)
    [decision] = conforms(client.get("/api/v1/decisions/"))["results"]
    assert decision["kind"] == kind and decision["value"]["review"] == review.public_id


def test_a_verdict_and_an_import_have_the_published_shape(client, world, conforms):
    person = make_checker()
    answer(make_external_review(), [world.claims[2]], Answered("verdict", "false"), by=person, now=NOW)
    [review] = conforms(client.get("/api/v1/claim-reviews/"))["results"]
    assert review["citation"] == ["https://checks.example/" + review["citation"][0].rsplit("/", 1)[1]]
    client.force_authenticate(person)
    conforms(client.post("/api/v1/claim-reviews/imports/", [review], format="json"))
