"""The pages in a real browser: by mouse, by keyboard, narrow and wide, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import Article
from tests import factories
from tests.people import make_admin, make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = "قال مصدر عسكري إن ١٤ شخصاً قتلوا في الهجوم"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# The contrast of each piece of text with what is painted behind it (WCAG 2.2, relative luminance).
LOW_CONTRAST = """() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parse = s => { const n = s.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('option, .skip, .hidden')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(`${e.className}: ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  return bad;
}"""


@pytest.fixture
def paths(world) -> list[str]:
    """One page of each kind, with names and texts as long and foreign as they come."""
    outlet = factories.make_source("صحيفة " + "W" * 120, slug="wide", aliases=["W" * 200])
    long = factories.make_article(outlet, f"{ARABIC}.\n\n{'x' * 20_000} fell.", title="W" * 300)
    claim = factories.make_claim(long, ARABIC, statement="y" * 400)
    cluster = factories.make_cluster([claim, factories.make_claim(long, "fell", statement="z" * 400)], title="W" * 300)
    factories.make_relation(*[member.claim for member in cluster.memberships.order_by("-pk")])
    factories.make_record(outlet)
    factories.make_ledger_entry(outlet, claim)
    return [
        "/",
        "/clusters/",
        "/search/",
        "/search/?q=blast+market+" + "w" * 300,
        f"/clusters/{world.cluster.public_id}/",
        f"/clusters/{cluster.public_id}/",
        f"/articles/{world.articles[1].public_id}/",
        f"/articles/{long.public_id}/?claim={claim.public_id}",
        "/sources/",
        "/sources/wide/",
        "/sources/morning-herald/",
        "/extract/?sample=palmyra-19",
        "/glossary/",
        "/login/",
    ]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the link of this name has the focus, which must be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", focused
        if focused == name:
            return
    raise AssertionError(f"{name!r} can't be reached by Tab")


def test_by_mouse_from_the_desk_to_a_source(open_page, world):
    page = open_page("/")
    page.get_by_role("link", name="Blast at the covered market").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blast at the covered market of Ostrava")
    page.get_by_role("link", name="At least 14 people were killed").first.click()
    expect(page.locator(".text mark.chosen")).to_have_text("At least 14 people were killed")
    expect(page.locator(".text mark.chosen")).to_be_in_viewport()
    page.locator(".path").get_by_role("link", name="Silesian Monitor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Silesian Monitor")
    expect(page.locator("svg.interval").first).to_be_visible()


def test_by_keyboard_from_the_desk_to_a_source(open_page, world):
    page = open_page("/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Blast at the covered market of Ostrava")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clusters/**")
    tab_to(page, "At least 14 people were killed in Ostrava on 4 May 2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    tab_to(page, "Silesian Monitor")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Silesian Monitor")


def test_a_claim_is_chosen_by_clicking_it_in_the_text(open_page, world):
    page = open_page(f"/articles/{world.articles[1].public_id}/")
    page.locator("mark.claim", has_text="a gas bottle had exploded").click()
    expect(page.locator(".text mark.chosen")).to_have_text("a gas bottle had exploded")
    expect(page.get_by_role("heading", name="Chosen claim")).to_be_visible()


def test_the_claims_of_a_long_article_are_one_link_away(open_page, world):
    page = open_page(f"/articles/{world.articles[1].public_id}/", width=320)
    page.get_by_role("link", name="4 claims").click()
    expect(page.get_by_role("heading", name="Claims")).to_be_in_viewport()


def test_the_reasons_of_a_score_open_without_a_mouse(open_page, world):
    page = open_page(f"/clusters/{world.cluster.public_id}/")
    reason = page.get_by_text("one origin, no confirmation yet").first
    expect(reason).to_be_hidden()
    page.locator(".basis summary").first.focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (1920, "light")])
def test_no_page_is_wider_than_the_window(open_page, paths, live_server, width, scheme):
    page = open_page("/", width=width, scheme=scheme)
    for path in paths:
        page.goto(live_server.url + path)
        assert page.evaluate(OVERFLOW) <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, paths, live_server, scheme):
    page = open_page("/", scheme=scheme)
    for path in paths:
        page.goto(live_server.url + path)
        assert page.evaluate(LOW_CONTRAST) == [], path


def test_text_from_right_to_left_runs_so(open_page, db):
    article = factories.make_article(text=f"{ARABIC}.\n\nThe army denied it.", title=ARABIC)
    page = open_page(f"/articles/{article.public_id}/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.text')).unicodeBidi") == "plaintext"


def test_hostile_text_stays_text(open_page, db):
    article = factories.make_article(
        text="<script>alert(1)</script><img src=x onerror=alert(1)> fell.", title="<h1>x</h1>"
    )
    claim = factories.make_claim(article, "<script>alert(1)</script>")
    page = open_page(f"/articles/{article.public_id}/?claim={claim.public_id}")
    assert page.locator(".text").inner_text() == article.text
    assert page.locator("main script, main img").count() == 0


def test_progress_follows_the_work_and_stops_when_it_is_done(open_page, db):
    article = factories.make_article(state="received")
    page = open_page("/")
    progress = page.locator("#progress")
    expect(progress).to_contain_text("0 of 1 articles settled")
    Article.objects.filter(pk=article.pk).update(state="settled")
    expect(progress).to_contain_text("All 1 article settled.")
    assert progress.get_attribute("hx-get") is None
    progress.get_by_role("link", name="Show the results").click()
    expect(progress).not_to_contain_text("Show the results")


def test_logging_in_and_out(open_page, db):
    factories.make_user("vera")
    page = open_page("/login/")
    page.get_by_label("Name").fill("vera")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


ROOM = """box => {
    const style = getComputedStyle(box), drawing = document.createElement('canvas').getContext('2d')
    drawing.font = style.font
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    return [drawing.measureText(box.placeholder).width, room]
}"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("make", [make_admin, make_checker])
def test_the_search_box_shows_its_words_whole(open_page, world, make, width):
    """Who may do more has more beside it, and so has who has a long name."""
    page = open_page("/sources/", user=make("maximiliane-von-und-zu-hohenlohe"), width=width)
    wanted, room = page.locator("#site-search").evaluate(ROOM)
    assert 0 < wanted <= room
