"""What goes wrong at the desk: a page that is old, a server that refuses or isn't reached, a hand that clicks twice."""

import pytest
from playwright.sync_api import expect

from corroboration.decisions import decide
from corroboration.models import Decision
from tests import factories
from tests.pages.hands import card, panel, path, toast
from tests.people import make_checker, make_reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind
FAILED = "Failed to load resource|htmx:|Response Status Error"  # what the console says of a request that failed


@pytest.fixture
def vera(db):
    return make_checker("vera")


def settle_down(page) -> None:
    """Wait until nothing is on its way any more."""
    page.wait_for_load_state("networkidle")


def test_a_reader_sees_nothing_to_decide_with(open_page, world):
    page = open_page(path(world.cluster), user=make_reader("rita"))
    expect(card(page, world.claims[2])).to_be_visible()
    assert page.locator("#acts, [data-act], [data-pick], [name=answer]").count() == 0
    page.keyboard.press("n")
    page.keyboard.press("o")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_who_was_logged_out_meanwhile_logs_in_and_is_back(open_page, world, live_server):
    vera = factories.make_user("vera")
    checker = make_checker("other")
    vera.groups.set(checker.groups.all())
    page = open_page(path(world.cluster), user=vera)
    page.context.clear_cookies()
    page.keyboard.press("n")
    page.keyboard.press("v")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.get_by_label("Name").fill("vera")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(live_server.url + path(world.cluster))
    assert not Decision.objects.exists()


def test_the_panel_says_what_contradicts_a_decision(open_page, world, vera):
    killed, nine = world.claims[2], world.claims[5]
    decide(Kind.SAME_EVENT, [killed, nine], by=vera, now=factories.RECEIVED)
    page = open_page(path(world.cluster), user=vera)
    for claim in (killed, nine):
        card(page, claim).locator("[data-pick]").click()
    page.keyboard.press("d")
    panel(page).get_by_role("button", name="Different events").click()
    alert = panel(page).get_by_role("alert")
    expect(alert).to_contain_text("These claims can't be of different events: vera decided on")
    expect(alert).to_contain_text("Undo one of these decisions first")
    assert Decision.objects.count() == 1


def test_a_request_that_fails_says_so_and_stores_nothing(open_page, world, vera):
    page = open_page(path(world.cluster), user=vera, expects=FAILED)
    page.keyboard.press("n")
    page.keyboard.press("s")
    expect(panel(page)).to_be_visible()
    page.route("**/act/**", lambda route: route.abort())
    panel(page).get_by_role("button", name="Split off").click()
    expect(panel(page).get_by_role("alert")).to_contain_text("nothing was stored")
    page.unroute("**/act/**")
    panel(page).get_by_role("button", name="Split off").click()
    expect(toast(page)).to_contain_text("Split 1 claim off")
    assert Decision.objects.count() == 1


def test_a_server_that_fails_is_told_of_in_the_panel(open_page, world, vera):
    page = open_page(path(world.cluster), user=vera, expects=FAILED)
    page.route("**/act/**", lambda route: route.fulfill(status=500, body="broken"))
    page.keyboard.press("n")
    page.keyboard.press("v")
    expect(panel(page).get_by_role("alert")).to_contain_text("nothing was stored")


def test_a_key_pressed_twice_decides_once(open_page, world, vera):
    page = open_page(path(world.cluster), user=vera)
    page.keyboard.press("n")
    page.evaluate("""() => { for (let i = 0; i < 3; i++) document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key: "o", bubbles: true, cancelable: true })); }""")
    expect(toast(page)).to_contain_text("not a claim")
    settle_down(page)
    assert Decision.objects.count() == 1


def test_a_double_click_decides_once(open_page, world, vera):
    page = open_page(path(world.cluster), user=vera)
    page.keyboard.press("n")
    page.keyboard.press("s")
    panel(page).get_by_role("button", name="Split off").dblclick()
    expect(toast(page)).to_contain_text("Split 1 claim off")
    settle_down(page)
    assert Decision.objects.count() == 1


def test_a_double_click_on_a_suggestion_decides_once(open_page, world, vera):
    page = open_page(path(world.cluster), user=vera)
    page.get_by_role("button", name="Refuse", exact=True).dblclick()
    expect(toast(page).first).to_contain_text("does not belong here")
    settle_down(page)
    assert Decision.objects.count() == 1


def test_a_double_click_on_undo_undoes_once(open_page, world, vera):
    decide(Kind.NOTE, [world.claims[0]], by=vera, now=factories.RECEIVED, reason="Look again.")
    page = open_page(path(world.cluster), user=vera)
    page.locator(".made").get_by_role("button", name="Undo").dblclick()
    expect(toast(page).first).to_contain_text("Undone: note")
    settle_down(page)
    assert Decision.objects.count() == 2
