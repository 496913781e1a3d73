"""The extraction page in a real browser: by mouse, by keyboard, without scripts, narrow and wide, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from corroboration.sample import tried
from tests.pages.test_browser import LOW_CONTRAST, OVERFLOW, tab_to
from tests.pages.test_extract import GOOD, TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]

LONG = "W" * 200
HARD = f"{TEXT}\n\n{LONG} fell on Monday, the {LONG} said.\n\nقال مصدر عسكري إن ١٤ شخصاً قتلوا في الهجوم"


def read(page: Page, **change: str) -> Page:
    """Fill the form as a person would, and send it."""
    fields = GOOD | change
    page.get_by_label("Outlet").fill(fields["outlet"])
    page.get_by_label("Published on").fill(fields["published_at"])
    page.get_by_label("Headline").fill(fields["title"])
    page.get_by_label("Text").fill(fields["text"])
    page.get_by_role("button", name="Read it").click()
    shown(page)
    return page


def shown(page: Page) -> None:
    """Wait for the result, and for the script that lights it up."""
    page.locator(".trial").wait_for()
    page.wait_for_load_state("domcontentloaded")


def test_a_claim_and_its_card_light_up_together(open_page):
    page = read(open_page("/extract/"))
    assert page.locator(".text").inner_text() == TEXT
    mark = page.locator(".text mark", has_text="fell in Ostrava").last
    card = page.locator(f"[data-claim='{mark.get_attribute('data-claims').split()[0]}']")
    mark.hover()
    expect(card).to_have_class("card lit")
    page.get_by_role("heading", level=1).hover()
    expect(card).to_have_class("card")
    card.locator(".statement a").hover()
    expect(page.locator(".text mark.lit")).not_to_have_count(0)
    mark.click()
    expect(card).to_be_in_viewport()
    expect(card).to_have_class(re.compile("chosen"))
    expect(page.locator("h1")).to_have_text("Extract claims")  # the same page: nothing was sent again


def test_the_card_of_a_claim_far_down_comes_into_view(open_page):
    page = read(open_page("/extract/"), text=tried()["palmyra-19"]["text"], outlet="Moon of Alabama")
    last = page.locator(".text mark").last
    card = page.locator(f"[data-claim='{last.get_attribute('data-claims').split()[0]}']")
    expect(card).not_to_be_in_viewport()
    last.hover()
    expect(card).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.locator(".text mark").nth(4).hover()
    expect(page.locator(".card.lit")).to_be_in_viewport(ratio=1)


def test_it_is_used_by_keyboard_alone(open_page):
    page = open_page("/extract/")
    page.get_by_label("Outlet").focus()
    page.keyboard.type(GOOD["outlet"])
    page.keyboard.press("Tab")
    page.keyboard.type("05042021")
    page.get_by_label("Text").focus()
    page.keyboard.insert_text(TEXT)
    tab_to(page, "Read it")
    page.keyboard.press("Enter")
    shown(page)
    link = page.locator(".text mark a").first
    link.focus()
    expect(page.locator(".card.lit")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".card.chosen")).to_be_in_viewport()
    summary = page.locator(".card.chosen summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card.chosen .reasons")).to_be_visible()


def test_it_works_without_scripts(chromium, live_server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/extract/")
    read(page)
    page.locator(".text mark", has_text="fell in Ostrava").last.click()
    target = page.locator(".card:target")
    expect(target).to_be_in_viewport()
    target.locator(".statement a").click()
    expect(page.locator(".anchor:target")).to_have_count(1)
    context.close()


def test_an_error_is_told_and_the_text_kept(chromium, live_server):
    page = chromium.new_page()  # the browser itself complains of the 400: not with open_page
    page.goto(f"{live_server.url}/extract/")
    page.locator("form.paste").evaluate("form => form.noValidate = true")
    page.get_by_label("Text").fill(TEXT)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Read it").click()
    assert answer.value.status == 400
    expect(page.get_by_text("Say which outlet printed it.")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value(TEXT)
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (1920, "dark")])
def test_it_fits_the_window_and_stands_out_from_its_ground(open_page, width, scheme):
    page = read(open_page("/extract/", width=width, scheme=scheme), text=HARD, outlet=LONG, title=LONG)
    for details in page.locator("details").all():
        details.evaluate("opened => opened.open = true")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(LOW_CONTRAST) == []
    page.locator(".text mark").first.hover()
    assert page.evaluate(LOW_CONTRAST) == []
    assert page.locator(".text").inner_text() == HARD


def test_text_from_right_to_left_runs_so(open_page):
    page = read(open_page("/extract/"), text=HARD, title="الهجوم على المدينة")
    assert page.evaluate("getComputedStyle(document.querySelector('#result')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).unicodeBidi") == "plaintext"
