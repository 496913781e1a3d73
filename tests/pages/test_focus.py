"""For whom no mouse is at hand, or much room, or calm eyes: focus, small windows, stillness, right-to-left names."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.pages.hands import Mouse, panel, path, toast
from tests.people import make_admin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = "قال مصدر عسكري إن ١٤ شخصاً قتلوا في الهجوم"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# What has the focus, in a few words, and whether that can be seen: an outline, or a ring drawn as a shadow.
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getClientRects()[0];
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const on_top = at.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  return { name: at.outerHTML.slice(0, 120), body: at === document.body, seen, uncovered: box.width > 0 && on_top };
}"""

# Whatever moves for longer than a blink.
MOVING = """() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 10).length +
  [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const times = `${style.transitionDuration},${style.animationDuration}`.split(",");
    return times.some((time) => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
  }).length"""


@pytest.fixture
def paths(world) -> list[str]:
    decision = factories.make_decision(world.claims[:2], by=factories.make_user("otto"))
    cluster = path(world.cluster)
    return [
        "/",
        "/clusters/",
        cluster,
        f"{cluster}?by=table",
        f"{cluster}act/verdict/?claims={world.claims[2].public_id}",
        f"/articles/{world.articles[1].public_id}/?claim={world.claims[2].public_id}",
        "/sources/",
        "/sources/morning-herald/",
        "/sources/compare/?s=morning-herald&s=silesian-monitor",
        "/decisions/",
        f"/decisions/{decision.public_id}/",
        "/search/?q=a+blast+hit+the+market",
        "/glossary/",
    ]


def test_whatever_has_the_focus_shows_it_and_no_page_keeps_it(open_page, paths, live_server):
    page = open_page("/", user=make_admin("ada"))
    unseen = []
    for each in paths:
        page.goto(live_server.url + each)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Skip to the content", each
        for _ in range(400):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["body"]:
                break  # once around: the page let go of it
            if not focus["seen"] or not focus["uncovered"]:
                unseen.append(f"{each} {focus}")
        else:
            raise AssertionError(f"{each} keeps the focus")
    assert not unseen, "\n".join(unseen)


def test_the_skip_link_leads_past_the_menu(open_page, world):
    page = open_page(path(world.cluster), user=make_admin("ada"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_nothing_moves_for_those_who_want_it_still(open_page, world, live_server, paths):
    page = open_page("/", user=make_admin("ada"), reduced_motion="reduce")
    for each in paths:
        page.goto(live_server.url + each)
        assert page.evaluate(MOVING) == 0, each


@pytest.mark.parametrize("key", ["v", "a", "m", "t"])
def test_a_panel_fits_a_window_of_1280_at_400_percent(open_page, world, key):
    page = open_page(path(world.cluster), width=320, user=make_admin("ada"))
    page.set_viewport_size({"width": 320, "height": 256})
    page.keyboard.press("n")
    page.keyboard.press(key)
    expect(panel(page)).to_be_visible()
    button = panel(page).locator(".go button")
    button.focus()
    expect(button).to_be_in_viewport(ratio=1)
    assert page.evaluate(OVERFLOW) <= 0
    assert panel(page).evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def direction(page: Page, selector: str) -> str:
    return page.locator(selector, has_text=ARABIC[:12]).first.evaluate("one => getComputedStyle(one).direction")


@pytest.fixture
def arabic(db):
    outlet = factories.make_source("صحيفة الصباح", slug="sabah")
    article = factories.make_article(outlet, f"{ARABIC}.\n\nThe army denied it.", title=ARABIC)
    claims = [factories.make_claim(article, ARABIC), factories.make_claim(article, "The army denied it")]
    return factories.make_cluster(claims, title=ARABIC, attention=0.9)


def test_text_from_right_to_left_runs_so_at_the_desk(open_page, arabic):
    page = open_page("/clusters/?review=any", user=make_admin("ada"))
    assert direction(page, "main [dir=auto]") == "rtl"
    page = open_page(path(arabic), user=make_admin("bela"))
    assert direction(page, "h1") == "rtl"
    hand = Mouse(page)
    hand.tick(arabic.memberships.get(claim__statement=ARABIC).claim)
    hand.begin("verdict")
    assert direction(page, "#panel .touched li") == "rtl"
    hand.choose("false")
    hand.fill("Why", ARABIC)
    assert panel(page).get_by_label("Why", exact=True).evaluate("one => getComputedStyle(one).direction") == "rtl"
    hand.send()
    expect(toast(page)).to_contain_text("1 claim: false.")
    assert direction(page, ".made .because") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('.toasts')).direction") == "ltr"
