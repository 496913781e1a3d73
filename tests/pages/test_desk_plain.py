"""The desk without JavaScript: every act is a page of its own, and leads back to where it was begun."""

import pytest
from playwright.sync_api import Page, expect

from corroboration.models import Decision
from tests.pages.hands import card, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind


@pytest.fixture
def desk(open_page, world) -> Page:
    return open_page(path(world.cluster), user=make_checker("vera"), java_script_enabled=False)


def begin(page: Page, act: str) -> None:
    page.locator("#acts").get_by_role("button", name=act).click()


def back(page: Page, world) -> None:
    assert page.url.split("#")[0].endswith(path(world.cluster))


def test_a_verdict(desk, world):
    card(desk, world.claims[2]).get_by_role("link", name="Verdict").click()
    desk.get_by_role("radio", name="true", exact=True).check()
    desk.get_by_label("Why", exact=True).fill("The hospital's list.")
    desk.get_by_role("button", name="Verdict", exact=True).click()
    expect(toast(desk)).to_contain_text("1 claim: true.")
    back(desk, world)
    assert Decision.objects.get().reason == "The hospital's list."


def test_several_claims_are_split_off(desk, world):
    for claim in world.claims[3], world.claims[6]:
        card(desk, claim).locator("[data-pick]").check()
    begin(desk, "Split off")
    expect(desk.get_by_role("heading", level=2, name="Split off: 2 claims")).to_be_visible()
    desk.get_by_role("button", name="Split off (2 claims)").click()
    expect(toast(desk)).to_contain_text("Split 2 claims off")
    back(desk, world)
    assert Decision.objects.get().value == {"off": 2}


def test_a_sentence_that_is_no_claim(desk, world):
    card(desk, world.claims[5]).get_by_role("button", name="Not a claim").click()
    expect(toast(desk)).to_contain_text("1 claim: not a claim.")
    back(desk, world)


def test_a_merge_with_a_searched_cluster(desk, world):
    begin(desk, "Merge")
    desk.get_by_label("Search", exact=True).fill("the mayor will speak on Thursday")
    desk.get_by_role("main").get_by_role("button", name="Search").click()
    desk.get_by_role("radio", name="The mayor of Ostrava will speak").check()
    desk.get_by_role("button", name="Merge").click()
    expect(desk.locator(".says")).to_contain_text("Is that meant?")
    assert not Decision.objects.exists()
    desk.get_by_role("button", name="Merge").click()
    expect(toast(desk)).to_contain_text("tell of one event.")
    back(desk, world)


def test_a_suggestion_is_refused_and_that_is_undone(desk, world):
    desk.get_by_role("button", name="Refuse", exact=True).click()
    expect(toast(desk)).to_contain_text("1 claim does not belong here.")
    back(desk, world)
    toast(desk).get_by_role("button", name="Undo").click()
    expect(toast(desk)).to_contain_text("Undone: different events")
    back(desk, world)
    assert Decision.objects.filter(undoes__isnull=False).count() == 1


def test_cancel_leads_back(desk, world):
    begin(desk, "Note")
    desk.get_by_role("link", name="Cancel").click()
    back(desk, world)
    assert not Decision.objects.exists()
