"""From a decision in the browser through the whole pipeline and back: the page shows by itself what followed."""

import pytest
from playwright.sync_api import expect

from corroboration.models import Cluster, Decision, Membership
from tests.pages.hands import Mouse, panel, path, toast
from tests.people import make_checker
from tests.pipeline.articles import take_in, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]


@pytest.fixture
def cluster(transactional_db) -> Cluster:
    """The largest cluster of the tales."""
    take_in()
    work()
    return Cluster.objects.order_by("-claim_count", "public_id")[0]


def test_what_follows_a_split_shows_by_itself(open_page, cluster):
    page = open_page(path(cluster), user=make_checker("vera"))
    article = "claim__article__external_id"
    members = cluster.memberships.filter(copy_of=None, **{article: "a1"}).select_related("claim")
    told = [member.claim for member in members]
    hand = Mouse(page)
    hand.tick(*told)
    hand.begin("split")
    hand.send()
    expect(toast(page)).to_contain_text("off from the other")
    expect(page.locator("#news")).to_contain_text("is being worked out")
    work()
    homes = set(Membership.objects.filter(claim__in=told).values_list("cluster", flat=True))
    left = set(Membership.objects.filter(**{article: "a2"}).values_list("cluster", flat=True))
    assert homes.isdisjoint(left)
    expect(page.locator(".made")).to_contain_text("judgement", timeout=15_000)
    expect(page.get_by_text("is being worked out")).to_have_count(0)
    expect(toast(page)).to_contain_text("off from the other"), "the undo stays in reach"


def test_a_verdict_changes_credibility_and_the_history_says_so(open_page, cluster):
    page = open_page(path(cluster), user=make_checker("vera"))
    claim = cluster.memberships.filter(copy_of=None).order_by("claim").first().claim
    before = claim.assessment.credibility
    hand = Mouse(page)
    hand.tick(claim)
    hand.begin("verdict")
    hand.choose("mostly false")
    hand.fill("Why", "The morgue's list says so.")
    hand.send()
    expect(toast(page)).to_contain_text("1 claim: mostly false.")
    work()
    claim.assessment.refresh_from_db()
    assert claim.assessment.credibility < before
    summary = page.locator(".made summary", has_text="Changed")
    expect(summary).to_be_visible(timeout=15_000)
    expect(panel(page)).to_be_hidden()
    summary.click()
    expect(page.locator(".made .changed")).to_contain_text(f"{before:.2f} → ")
    expect(page.locator(".made .changed")).to_contain_text(f"{claim.assessment.credibility:.2f}")
    assert Decision.objects.count() == 1
