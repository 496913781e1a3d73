"""Others' reviews in the admin: looked into, looked for again, and taken out as long as nobody has answered."""

import pytest
from django.urls import reverse

from corroboration.interchange.answering import Answered, answer
from corroboration.models import ExternalReview
from tests.factories import make_article, make_claim
from tests.interchange.reviews import NOW, claim_review, make_external_review
from tests.interchange.test_importing import taken
from tests.people import make_checker

LIST = "/admin/corroboration/externalreview/"
pytestmark = pytest.mark.django_db


def page(review: ExternalReview, name: str = "change") -> str:
    return reverse(f"admin:corroboration_externalreview_{name}", args=[review.pk])


def test_a_list_shows_whose_they_are_and_finds_them_by_site(admin_client):
    make_external_review()
    make_external_review(author={"name": "Others", "url": "https://others.example/"})
    shown = admin_client.get(LIST, {"q": "others."}).content.decode()
    assert "Others" in shown and "Example Checks" not in shown


def test_the_list_takes_so_many_queries(admin_client, django_assert_num_queries):
    for _ in range(3):
        make_external_review()
        with django_assert_num_queries(4):
            assert admin_client.get(LIST).status_code == 200


def test_one_shows_how_it_was_read_what_came_and_how_it_read_before(admin_client):
    review = claim_review()
    taken(review)
    taken(review | {"reviewRating": {"alternateName": "True"}})
    row = ExternalReview.objects.get()
    shown = admin_client.get(page(row)).content.decode()
    assert "Mostly false" in shown and "checks.example" in shown
    assert f"/external-reviews/{row.public_id}/" in shown
    assert 'name="_save"' not in shown


def test_they_are_looked_for_again(admin_client, wakeups, django_capture_on_commit_callbacks):
    row = make_external_review()
    ExternalReview.objects.update(looked_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(LIST, {"action": "look_again", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.looked_at is None
    assert ("corroboration.tasks.look_for_reviews", {}) in wakeups


def test_one_that_nobody_answered_can_be_taken_out_and_another_cannot(admin_client):
    row, answered = make_external_review(), make_external_review()
    given = Answered("related")
    answer(answered, [make_claim(make_article())], given, by=make_checker(), now=NOW)
    for each in (row, answered):
        admin_client.post(page(each, "delete"), {"post": "yes"})
    assert [*ExternalReview.objects.all()] == [answered]
