"""A source's page in a real browser: everything opens by keyboard, and opened it still fits and can be read."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.pages.test_browser import ARABIC, LOW_CONTRAST, OVERFLOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_ALL = "document.querySelectorAll('main details').forEach(each => each.open = true)"


@pytest.fixture
def wide(world):
    """A source whose names, statements and evidence are as long as they come."""
    outlet = factories.make_source("صحيفة " + "W" * 120, slug="wide")
    article = factories.make_article(outlet, f"{ARABIC}.\n\n{'x' * 300} fell.", published_at="2021-05-01")
    mine = factories.make_claim(article, ARABIC, statement="y" * 400, first_hand=True)
    theirs = factories.make_claim(world.articles[1], "A blast hit the covered market", statement="z" * 400)
    factories.make_relation(theirs, mine, reasons=["r" * 200], evidence=["e" * 200])
    for role in ("own", "origin", "carrier"):
        factories.make_record(outlet, role=role)
        factories.make_ledger_entry(outlet, mine, role=role, partner=theirs)
    return outlet


def tab_to_summary(page: Page, words: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName === 'SUMMARY' && document.activeElement.textContent") == words:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{words!r} can't be reached by Tab")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_opened_to_the_last_line_it_fits_and_can_be_read(open_page, wide, width, scheme):
    page = open_page("/sources/wide/", width=width, scheme=scheme)
    assert page.locator("main details").count() >= 9  # of each role: how the score follows, its leads, its line
    page.evaluate(OPEN_ALL)
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(LOW_CONTRAST) == []


def test_by_keyboard_from_a_number_to_what_made_it(open_page, world):
    page = open_page("/sources/silesian-monitor/")
    tab_to_summary(page, "How the score follows")
    page.keyboard.press("Enter")
    expect(page.get_by_text("prior 1.00 + borne out 6.00 = alpha 7.00")).to_be_visible()
    tab_to_summary(page, "Two voices")
    page.keyboard.press("Enter")
    expect(page.get_by_text("contradicts, number: 9 or at least 14 killed")).to_be_visible()


def test_a_topic_is_chosen_in_the_table_or_in_the_form(open_page, world):
    page = open_page("/sources/morning-herald/")
    page.locator(".topics").get_by_role("link", name="killing").click()
    page.wait_for_url("**topic=killing&role=carrier#ledger")
    expect(page.locator(".ledger tbody tr")).to_have_count(1)
    page.locator("select[name=topic]").select_option("bombing")
    page.locator("select[name=role]").select_option("own")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Track record on bombing")).to_be_visible()
    expect(page.locator(".record")).to_have_count(1)
    page.get_by_role("link", name="all, today").click()
    expect(page.locator(".record")).to_have_count(2)


def test_the_whole_ledger_can_be_taken_away(open_page, world):
    page = open_page("/sources/morning-herald/")
    page.locator("select[name=role]").select_option("own")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**as_of=&role=own&topic=")
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    assert started.value.suggested_filename == "morning-herald-ledger.csv"
    rows = started.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) == 2 and rows[0].startswith("role,date,kind,up,down,weight")
