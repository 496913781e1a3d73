"""The keys of the desk: walking, ticking, searching, asking for help; where the focus goes, and that it comes back."""

import pytest
from playwright.sync_api import Page, expect

from corroboration.acts.proposals import ACTS
from corroboration.models import Decision
from tests.pages.hands import card, focused, panel, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(open_page, world) -> Page:
    return open_page(path(world.cluster), user=make_checker("vera"))


def claims(page: Page) -> list[str]:
    return page.locator("[data-claim]:visible").evaluate_all("cards => cards.map(card => card.dataset.claim)")


def at(page: Page) -> str | None:
    return focused(page).get_attribute("data-claim")


def test_n_and_p_walk_the_claims_in_the_order_of_the_page_and_stop_at_its_ends(desk):
    order = claims(desk)
    walked = []
    for _ in range(len(order) + 1):
        desk.keyboard.press("n")
        walked.append(at(desk))
        expect(focused(desk)).to_be_in_viewport()
    assert walked == [*order, order[-1]]
    desk.keyboard.press("p")
    assert at(desk) == order[-2]


def test_x_ticks_the_claim_that_one_is_at_and_says_how_many_are(desk):
    desk.keyboard.press("n")
    desk.keyboard.press("x")
    desk.keyboard.press("n")
    desk.keyboard.press("x")
    expect(desk.locator("#chosen")).to_have_text("2 claims ticked")
    desk.keyboard.press("x")
    expect(desk.locator("#chosen")).to_have_text("1 claim ticked")


def test_acts_about_two_claims_show_when_two_are_ticked(desk, world):
    same = desk.get_by_role("button", name="Same event")
    expect(same).to_be_hidden()
    for claim in world.claims[2], world.claims[5]:
        card(desk, claim).locator("[data-pick]").check()
    expect(same).to_be_visible()


def test_slash_leads_to_the_search_and_letters_typed_there_do_nothing_else(desk):
    desk.keyboard.press("/")
    expect(desk.locator("#site-search")).to_be_focused()
    desk.keyboard.type("every v and o")
    expect(desk.locator("#site-search")).to_have_value("every v and o")
    expect(panel(desk)).to_be_hidden()
    assert not Decision.objects.exists()


def test_help_tells_every_key_that_does_something_here(desk):
    desk.keyboard.press("?")
    box = desk.locator("#help")
    expect(box).to_be_visible()
    told = box.locator("dt").all_inner_texts()
    shown = {act.key.upper() for act in ACTS.values() if act.least < 2}
    assert {"N", "P", "X", "/", "?"} | shown <= set(told)
    assert len(told) == len(set(told)), "no key stands there for two things"
    desk.keyboard.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.parametrize("way", ["Escape", "Cancel", "Cancel by Enter"])
def test_a_closed_panel_gives_the_focus_back_and_decides_nothing(desk, way):
    desk.keyboard.press("n")
    desk.keyboard.press("n")
    was = at(desk)
    desk.keyboard.press("v")
    expect(panel(desk)).to_be_visible()
    assert panel(desk).locator(":focus").count() == 1, "the panel has the focus"
    if way == "Escape":
        desk.keyboard.press("Escape")
    elif way == "Cancel":
        panel(desk).get_by_role("link", name="Cancel").click()
    else:
        panel(desk).get_by_role("link", name="Cancel").focus()
        desk.keyboard.press("Enter")
    expect(panel(desk)).to_be_hidden()
    assert was is not None
    assert at(desk) == was
    assert not Decision.objects.exists()


def test_a_panel_opened_by_its_button_gives_the_focus_back_to_it(desk):
    button = desk.locator(f'#acts [data-key="{ACTS["merge"].key}"]')
    button.click()
    expect(panel(desk)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_panel_keeps_the_focus_while_it_is_open_and_no_key_acts_behind_it(desk):
    desk.keyboard.press("n")
    desk.keyboard.press("v")
    expect(panel(desk)).to_be_visible()
    inside = "document.activeElement === document.body || !!document.activeElement.closest('#panel')"
    for _ in range(20):
        desk.keyboard.press("Tab")
        assert desk.evaluate(inside)
    panel(desk).get_by_role("radio").first.focus()
    desk.keyboard.press("o")
    desk.wait_for_load_state("networkidle")
    assert not Decision.objects.exists()


def test_after_a_decision_one_is_still_at_the_claim(desk):
    desk.keyboard.press("n")
    desk.keyboard.press("n")
    was = at(desk)
    desk.keyboard.press("s")
    panel(desk).get_by_role("button", name="Split off").press("Enter")
    expect(toast(desk)).to_be_visible()
    expect(desk.locator(f'[data-claim="{was}"].current')).to_be_visible()
