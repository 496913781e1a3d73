"""Choosing and comparing sources, and narrowing a ledger, in a real browser: by mouse and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.pages.test_browser import ARABIC, LOW_CONTRAST, OVERFLOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMPARED = "/sources/compare/?s=silesian-monitor&s=morning-herald&s=evening-courier"


def tab_to(page: Page, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector!r} can't be reached by Tab")


def test_by_mouse_from_the_list_to_a_comparison_and_on(open_page, world):
    page = open_page("/sources/")
    for name in ("Morning Herald", "Evening Courier"):
        page.get_by_label(f"Compare {name}", exact=True).check()
    page.get_by_role("button", name="Compare chosen").click()
    expect(page.locator(".compared tbody tr")).to_have_count(2)
    expect(page.locator(".told")).to_contain_text("too little was checked to compare them")
    page.get_by_label("Add a source").fill("silesian")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Add Silesian Monitor").click()
    expect(page.locator(".compared tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Leave Evening Courier out").click()
    expect(page.locator(".compared tbody tr")).to_have_count(2)


def test_by_keyboard_from_the_list_to_a_comparison(open_page, world):
    page = open_page("/sources/")
    for slug in ("evening-courier", "morning-herald"):
        tab_to(page, f"[value='{slug}']") if slug == "evening-courier" else page.locator(f"[value='{slug}']").focus()
        page.keyboard.press("Space")
    tab_to(page, ".choose button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/compare/?s=*&s=*")
    expect(page.locator(".compared tbody tr")).to_have_count(2)


def test_a_ledger_is_narrowed_by_mouse_and_by_keyboard(open_page, world):
    factories.make_ledger_entry(world.monitor, world.claims[3], role="origin", partner=world.claims[1], kind="denied")
    page = open_page("/sources/silesian-monitor/")
    lines = page.locator(".ledger tbody tr")
    expect(lines).to_have_count(2)
    page.locator("[name=kind]").select_option("denied")
    page.get_by_role("button", name="Narrow").click()
    expect(lines).to_have_count(1)
    page.get_by_role("link", name="all checks").click()
    expect(lines).to_have_count(2)
    tab_to(page, "[name=checker]")
    page.keyboard.type("interior-ministry")
    page.keyboard.press("Enter")
    page.wait_for_url("**checker=interior-ministry**")
    expect(lines).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_they_fit_and_can_be_read(open_page, world, width, scheme):
    wide = factories.make_source("صحيفة " + "W" * 120, slug="wide")
    factories.make_record(wide, letter="F", enough=False)
    factories.make_reply(wide, ARABIC + "\n\n" + "x" * 300, about="y" * 190)
    for path in (f"{COMPARED}&s=wide", "/sources/", "/sources/wide/"):
        page = open_page(path, width=width, scheme=scheme)
        assert page.evaluate(OVERFLOW) <= 0, path
        assert page.evaluate(LOW_CONTRAST) == [], path
