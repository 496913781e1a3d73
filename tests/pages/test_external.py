"""The pages of others' reviews: beside our claims, answered by a person, undone as decisions are."""

import pytest

from corroboration.decisions import undo
from corroboration.interchange.importing import take_in
from corroboration.interchange.reading import items
from corroboration.models import Decision, ExternalAnswer, ExternalMatch, ExternalReview
from tests.interchange.reviews import NOW, make_external_review
from tests.people import make_checker, make_reader

LIST = "/external-reviews/"


def suggest(world, claim: int = 2, score: float = 0.8, **fields) -> ExternalReview:
    """A review, and a claim of the world that it may be about."""
    review = make_external_review(**fields)
    ExternalMatch.objects.create(
        review=review, claim=world.claims[claim].public_id, score=score, reasons=["shares market, Ostrava"]
    )
    ExternalReview.objects.filter(pk=review.pk).update(best=score, looked_at=NOW)
    return review


def path(review: ExternalReview) -> str:
    return f"{LIST}{review.public_id}/"


@pytest.fixture
def checker(client):
    person = make_checker("vera")
    client.force_login(person)
    return person


def shown(client, query: str = "", address: str = LIST) -> str:
    response = client.get(f"{address}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_theirs_beside_ours_with_the_reasons(client, world):
    review = suggest(world)
    page = shown(client)
    assert review.claim_text in page and "Mostly false" in page and "2 of 1–5" in page
    assert world.claims[2].statement in page and "shares market, Ostrava" in page and "0.80" in page
    assert review.claim_text not in shown(client, "?state=nothing")
    assert review.claim_text not in shown(client, "?state=answered")


def test_reviews_that_fit_nothing_stand_apart(client, world):
    review = make_external_review()
    assert review.claim_text not in shown(client)
    assert "Its claim is being looked for" in shown(client, "?state=nothing")
    ExternalReview.objects.update(looked_at=NOW, best=0.0)
    assert "No claim here fits it" in shown(client, "?state=nothing")


def test_the_list_can_be_narrowed_to_a_publisher(client, world):
    suggest(world)
    suggest(world, author={"name": "Other Checks", "url": "https://other.example"}, url="https://other.example/1")
    page = shown(client, "?site=other.example")
    assert "Other Checks" in page and "Example Checks" not in page


@pytest.mark.parametrize("query", ["?state=junk", "?page=99", "?site=%00", "?state=answered&page=x"])
def test_junk_in_the_address_falls_back(client, world, query):
    shown(client, query)


def test_an_empty_list_says_so(client, db):
    assert "No review waits for an answer" in shown(client)


def test_queries_are_constant_however_many_reviews_there_are(client, world, django_assert_num_queries):
    for _ in range(3):
        suggest(world)
        with django_assert_num_queries(8):
            client.get(LIST)


def answer(client, review, **data):
    return client.post(f"{path(review)}answer/", data, follow=False)


def test_a_verdict_cites_the_review_and_names_its_publisher(client, world, checker):
    review = suggest(world)
    sent = {"claim": world.claims[2].public_id, "answer": "verdict", "rating": "mostly false", "reason": "We agree."}
    response = answer(client, review, **sent)
    assert (response.status_code, response["Location"]) == (303, path(review))
    [decision] = Decision.objects.all()
    assert (decision.kind, decision.by) == ("verdict", checker)
    assert decision.value["links"] == [review.url] and decision.value["rating"] == 0.25
    assert decision.reason == "Example Checks: “Mostly false”. We agree."
    assert "took it up in a verdict" in shown(client, address=path(review))
    assert review.claim_text in shown(client, "?state=answered") and review.claim_text not in shown(client)


@pytest.mark.parametrize(("given", "words"), [("related", "related, no verdict"), ("rejected", "about something else")])
def test_other_answers_are_decisions_from_which_nothing_follows(client, world, checker, given, words, wakeups):
    review = suggest(world)
    answer(client, review, claim=world.claims[2].public_id, answer=given)
    [decision] = Decision.objects.all()
    assert decision.kind == "external-review" and not hasattr(decision, "effect")
    assert words in shown(client, address=f"/decisions/{decision.public_id}/")
    assert words in shown(client, "?state=answered")
    assert wakeups == []


def test_an_answer_is_undone_with_its_decision_and_comes_back_when_that_is_undone(client, world, checker):
    review = suggest(world)
    answer(client, review, claim=world.claims[2].public_id, answer="rejected")
    [given] = ExternalAnswer.objects.all()
    undoing = undo(given.decision, by=checker, now=NOW)
    assert review.claim_text in shown(client)
    again = undo(undoing, by=checker, now=NOW)
    assert review.claim_text in shown(client, "?state=answered")
    undo(again, by=checker, now=NOW)
    assert review.claim_text in shown(client)


def test_another_claim_can_be_named_by_the_address_of_its_page(client, world, checker):
    review = suggest(world)
    nine = world.claims[5]
    address = f"http://testserver/clusters/{world.cluster.public_id}/?near={nine.public_id}#card-{nine.public_id}"
    answer(client, review, claim=world.claims[2].public_id, other=address, answer="related")
    [decision] = Decision.objects.all()
    assert decision.anchors[0]["segments"] == nine.segments


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Say whether the review is about this claim."),
        ({"answer": "verdict"}, "Choose the claim"),
        ({"answer": "related", "other": "junk"}, "Choose the claim"),
        ({"answer": "related", "claim": "mine", "other": "junk"}, "Choose the claim"),
        ({"answer": "verdict", "claim": "mine"}, "Say how true the claim is"),
        ({"answer": "junk", "claim": "mine"}, "Select a valid choice"),
    ],
)
def test_an_answer_that_lacks_something_says_what(client, world, checker, data, says):
    review = suggest(world)
    if "claim" in data:
        data = data | {"claim": world.claims[2].public_id}
    response = answer(client, review, **data)
    assert response.status_code == 400 and says in response.content.decode()
    assert not Decision.objects.exists()


def test_the_same_answer_sent_twice_is_given_once(client, world, checker):
    review = suggest(world)
    sent = {"claim": world.claims[2].public_id, "answer": "related"}
    answer(client, review, **sent)
    assert answer(client, review, **sent).status_code == 400
    assert Decision.objects.count() == 1


def test_a_reader_sees_no_form_and_may_not_answer(client, world):
    review = suggest(world)
    client.force_login(make_reader())
    assert '<form class="answer"' not in shown(client, address=path(review))
    assert answer(client, review, claim=world.claims[2].public_id, answer="related").status_code == 403


def test_the_page_of_a_cluster_shows_what_may_be_about_it_until_it_is_answered(client, world, checker):
    review = suggest(world)
    page = shown(client, address=f"/clusters/{world.cluster.public_id}/")
    assert path(review) in page and "Others’ reviews that may be about it" in page
    assert path(review) not in shown(client, address=f"/clusters/{world.other_cluster.public_id}/")
    answer(client, review, claim=world.claims[2].public_id, answer="rejected")
    assert "Others’ reviews that may be about it" not in shown(client, address=f"/clusters/{world.cluster.public_id}/")


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_nothing_of_a_review_becomes_markup_or_a_link_to_elsewhere_than_the_web(client, world, checker):
    review = suggest(
        world,
        claimReviewed=f"Nine died {EVIL.replace('<', '&amp;lt;')} in Ostrava",
        author={"name": EVIL.replace("<", "< "), "url": "javascript:alert(1)"},
        reviewRating={"alternateName": "javascript:alert(1)", "ratingExplanation": EVIL.replace("<", "&amp;lt;")},
        itemReviewed={
            "author": EVIL,
            "appearance": ["javascript:alert(1)", "https://x.example/"],
            "sameAs": ["data:x"],
        },
    )
    for address in (LIST, path(review), f"/clusters/{world.cluster.public_id}/"):
        page = shown(client, address=address)
        assert "<script>alert" not in page and "<img src=x" not in page
        assert 'href="javascript:' not in page and 'href="data:' not in page


def test_a_match_whose_claim_is_gone_is_passed_over(client, world, checker):
    review = suggest(world)
    world.claims[2].delete()
    assert "No claim here fits it" in shown(client, address=path(review))


def test_how_a_changed_review_read_before_is_shown(client, world):
    review = suggest(world)
    node = review.raw | {"reviewRating": {"alternateName": "True"}}
    take_in(items(node), by=None, now=NOW)
    page = shown(client, address=path(review))
    assert "How it read before" in page and "Mostly false" in page
