"""Others' reviews in a real browser, and the data block of a cluster's page, which no policy complains about."""

import json

import pytest
from playwright.sync_api import expect

from corroboration.decisions import decide
from corroboration.models import Decision
from tests.interchange.reviews import NOW
from tests.pages.test_accessible import SIZES, violations
from tests.pages.test_cluster_browser import OVERFLOW
from tests.pages.test_external import LIST, path, suggest
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_data_of_a_verdict_is_in_the_page_and_runs_nowhere(open_page, world):
    checker = make_checker()
    value = {"rating": 0.0, "verdict": "false"}
    decide("verdict", [world.claims[5]], by=checker, now=NOW, value=value, reason="</script><script>alert(1)</script>")
    page = open_page(f"/clusters/{world.cluster.public_id}/", user=checker)
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert json.loads(block)["reviewRating"]["ratingExplanation"] == "</script><script>alert(1)</script>"


def test_a_review_is_answered_from_the_list_and_the_answer_undone(open_page, world):
    review = suggest(world)
    page = open_page(LIST, user=make_checker())
    page.get_by_role("link", name=review.claim_text).click()
    page.get_by_label("mostly false").check()
    page.get_by_role("button", name="Give the verdict").click()
    expect(page.get_by_text("took it up in a verdict")).to_be_visible()
    assert Decision.objects.get().value["verdict"] == "mostly false"
    page.locator(".side").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("took it up in a verdict")).to_have_count(0)
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_are_accessible_and_scroll_one_way(open_page, world, width, scheme):
    review = suggest(world, claimReviewed="ا" * 200 + " " + "https://long.example/" + "a" * 200)
    checker = make_checker()
    for address in (LIST, path(review)):
        page = open_page(address, width=width, scheme=scheme, user=checker)
        assert violations(page) == []
        assert page.evaluate(OVERFLOW) <= 0
