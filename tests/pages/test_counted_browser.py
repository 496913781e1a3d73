"""Acts that touch several claims are counted and asked back; suggestions are answered singly or all at once."""

import pytest
from playwright.sync_api import Page, expect

from corroboration.models import Decision
from tests import factories
from tests.pages.hands import Keyboard, Mouse, card, named, panel, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind


@pytest.fixture
def desk(open_page, world) -> Page:
    return open_page(path(world.cluster), user=make_checker("vera"))


@pytest.fixture
def suggestions(world) -> list:
    """A second claim that may belong here, and one of here that may belong to the other cluster."""
    article = factories.make_article(world.agency, "The market burnt. The mayor came.", external_id="am-2")
    burnt = factories.make_claim(article, "The market burnt")
    factories.make_cluster([burnt], title="Fire at a market")
    factories.make_suggestion(burnt, world.cluster)
    factories.make_suggestion(world.claims[3], world.other_cluster)
    factories.make_findable(burnt)
    return [world.stray, burnt, world.claims[3]]


@pytest.mark.parametrize("with_hand", [Mouse, Keyboard])
def test_several_claims_are_split_off_once_their_number_was_agreed_to(desk, world, with_hand):
    hand = with_hand(desk)
    hand.tick(world.claims[3], world.claims[6])
    hand.begin("split")
    expect(panel(desk).get_by_role("heading")).to_have_text("Split off: 2 claims")
    hand.send()
    expect(toast(desk)).to_contain_text("Split 2 claims off from the other 4 of this cluster.")
    decision = Decision.objects.get()
    assert (decision.kind, decision.value) == (Kind.SPLIT, {"off": 2})
    assert len(decision.anchors) == 6


def test_one_verdict_on_several_claims_says_how_many(desk, world):
    hand = Mouse(desk)
    hand.tick(world.claims[2], world.claims[5])
    hand.begin("verdict")
    expect(panel(desk).get_by_role("button", name="Verdict (2 claims)")).to_be_visible()
    hand.choose("unproven")
    hand.fill("Why", "Nobody counted.")
    hand.send()
    expect(toast(desk)).to_contain_text("2 claims: unproven.")
    assert Decision.objects.get().value == {"rating": None, "verdict": "unproven"}


def test_copies_go_with_what_they_copy_and_are_counted(desk, world):
    hand = Mouse(desk)
    hand.tick(world.claims[0])
    hand.begin("not-a-claim")
    expect(panel(desk).locator(".says")).to_contain_text("2 claims: not a claim. Is that meant?")
    assert not Decision.objects.exists()
    hand.send()
    expect(toast(desk)).to_contain_text("2 claims: not a claim.")
    assert named(Decision.objects.get()) == [("agence-morave", "am-1"), ("evening-courier", "c-1")]


@pytest.mark.parametrize("with_hand", [Mouse, Keyboard])
def test_a_cluster_to_merge_with_is_searched(desk, world, suggestions, with_hand):
    hand = with_hand(desk)
    hand.begin("merge")
    hand.fill("Search", "the market burnt")
    hand.press("Search")
    found = panel(desk).get_by_role("radio", name="Fire at a market")
    expect(found).to_be_visible()
    expect(panel(desk).get_by_text("Found")).to_be_visible()
    hand.choose("Fire at a market")
    hand.send()
    expect(panel(desk).locator(".says")).to_contain_text("“Fire at a market”")
    hand.send()
    expect(toast(desk)).to_contain_text("The 1 claim of “Fire at a market” and the 6 claims here tell of one event.")
    assert ("agence-morave", "am-2") in named(Decision.objects.get())


@pytest.mark.parametrize(("answer", "kind"), [("Accept", Kind.SAME_EVENT), ("Refuse", Kind.DIFFERENT_EVENT)])
def test_a_suggestion_is_answered_at_once(desk, world, answer, kind):
    suggested = desk.locator("#suggestions").locator("xpath=..").get_by_role("listitem").filter(has_text="The mayor")
    suggested.get_by_role("button", name=answer, exact=True).click()
    expect(toast(desk)).to_contain_text("1 claim belongs here." if answer == "Accept" else "does not belong here.")
    decision = Decision.objects.get()
    assert (decision.kind, len(decision.anchors)) == (kind, 2)


def test_all_suggestions_are_answered_at_once_and_counted(world, suggestions, open_page):
    page = open_page(path(world.cluster), user=make_checker("vera"))
    page.get_by_role("button", name="Tick all").click()
    page.get_by_role("button", name="Refuse ticked").click()
    expect(panel(page).get_by_role("heading")).to_have_text("Refuse 3 suggestions")
    assert not Decision.objects.exists()
    panel(page).get_by_role("button", name="Refuse (3 claims)").click()
    expect(toast(page).first).to_be_visible()
    assert set(Decision.objects.values_list("kind", flat=True)) == {Kind.DIFFERENT_EVENT}
    said = " ".join(toast(page).all_inner_texts())
    assert "2 claims don't belong here." in said
    assert "1 claim does not belong to “The mayor of Ostrava will speak”." in said


def test_of_ticked_suggestions_one_needs_no_count(world, suggestions, open_page):
    page = open_page(path(world.cluster), user=make_checker("vera"))
    page.locator("[form=suggested][name=suggestions]").first.check()
    page.get_by_role("button", name="Accept ticked").click()
    expect(toast(page)).to_contain_text("1 claim belongs")
    assert Decision.objects.get().kind == Kind.SAME_EVENT


def test_what_is_done_with_a_claim_by_its_own_links_is_about_it_alone(desk, world):
    Mouse(desk).tick(world.claims[2])
    card(desk, world.claims[5]).get_by_role("button", name="Not a claim").click()
    expect(toast(desk)).to_contain_text("1 claim: not a claim.")
    assert named(Decision.objects.get()) == [("evening-courier", "c-1")]
