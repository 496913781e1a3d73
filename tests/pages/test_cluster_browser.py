"""The page of a cluster in a real browser: by mouse and by keyboard, narrow, from right to left."""

import pytest
from playwright.sync_api import Page, expect

from corroboration.models import Assessment, Cluster
from tests import factories
from tests.factories import quantity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARABIC = "قال مصدر عسكري إن ١٤ شخصاً قتلوا في الهجوم"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def quarrel(db) -> Cluster:
    """Eight bodies, each of an origin of its own, who count the dead and name the place; two contradict each other."""
    claims, origins = [], []
    for number in range(8):
        body = factories.make_source(f"Body {number}", kind="official")
        article = factories.make_article(published_at=f"2021-05-0{number + 1}")
        dead = factories.make_claim(
            article, "A blast hit the market", chain=[body], slot="killed", quantities=[quantity(number + 3)]
        )
        place = factories.make_claim(
            article, "It killed 14 people", chain=[body], slot="place", frame={"place": "Ostrava"}, statement=ARABIC
        )
        claims += [dead, place]
        origins.append({"source": body.slug, "name": body.name, "claims": [dead.public_id, place.public_id]})
    factories.make_relation(claims[2], claims[0], "contradicts")
    reasons = ["+2.60 Body 0 says so (as origin, reliability 0.73)", "one more independent voice would make it 0.94"]
    factories.make_assessment(claims[0], Assessment.Status.CONTRADICTED, reasons=reasons)
    return factories.make_cluster(claims, origins=origins, title="Blast")


def address(cluster: Cluster, asked: str = "") -> str:
    return f"/clusters/{cluster.public_id}/{asked}"


def tab_to(page: Page, name: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{name!r} can't be reached by Tab")


def test_by_mouse_from_look_to_look_and_from_an_answer_to_its_card(open_page, quarrel):
    page = open_page(address(quarrel))
    expect(page.get_by_role("link", name="By question")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="By origin").click()
    expect(page.get_by_role("heading", name="Body 0")).to_be_visible()
    page.get_by_role("link", name="Side by side").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="killed"))
    expect(row).to_contain_text("contradicts Body 1")
    row.get_by_role("link", name="3 killed").click()
    card = page.locator("article.card:target")
    expect(card).to_contain_text("3 killed")
    expect(card).to_be_in_viewport()


def test_by_keyboard_to_what_a_score_rests_on(open_page, quarrel):
    page = open_page(address(quarrel))
    card = page.locator("article.card").first
    expect(card.get_by_text("What would change it")).to_have_count(0)
    tab_to(page, "Credibility")
    page.keyboard.press("Enter")
    expect(card.get_by_text("What would change it")).to_be_visible()
    expect(card.locator(".votes .for")).to_contain_text("+2.60 Body 0 says so")


def test_what_could_not_be_loaded_says_so_and_keeps_what_was_there(open_page, quarrel):
    page = open_page(address(quarrel))
    part = page.locator("details.basis > div").first
    part.evaluate("part => part.dispatchEvent(new CustomEvent('htmx:sendError', {bubbles: true, detail: {}}))")
    page.locator("details.basis").first.evaluate("fold => fold.open = true")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")


def test_pairs_are_narrowed_from_a_card_and_widened_again(open_page, quarrel):
    page = open_page(address(quarrel))
    page.locator("article.card").get_by_role("link", name="contradicts 1").first.click()
    expect(page.locator("li.relation")).to_have_count(1)
    expect(page.get_by_role("heading", name="How they stand to each other")).to_be_in_viewport()
    page.locator("#pairs ~ .notice").get_by_role("link", name="Show all pairs").click()
    expect(page.get_by_text("of one claim")).to_have_count(0)


def test_by_keyboard_from_claim_to_claim_in_their_articles(open_page, quarrel):
    first, second = quarrel.memberships.order_by("claim__article__told_at", "claim__position")[:2]
    page = open_page(f"/claims/{first.claim_id}/")
    expect(page.get_by_text("Claim 1 of 16")).to_be_visible()
    page.keyboard.press("j")
    page.wait_for_url(f"**claim={second.claim_id}**")
    expect(page.locator(".text mark.chosen")).to_have_text("It killed 14 people")
    expect(page.locator(".text mark.kin")).to_have_text("A blast hit the market")
    page.get_by_role("link", name="Blast", exact=True).click()
    expect(page.locator("article.card:target")).to_contain_text(ARABIC)


def test_the_table_scrolls_inside_itself_and_keeps_its_questions_in_sight(open_page, quarrel):
    page = open_page(address(quarrel, "?by=table"), width=320)
    assert page.evaluate(OVERFLOW) <= 0
    box = page.get_by_role("region", name="Answers side by side")
    box.focus()
    before = page.get_by_role("rowheader", name="killed").bounding_box()["x"]
    box.evaluate("box => box.scrollLeft = 400")
    assert page.get_by_role("rowheader", name="killed").bounding_box()["x"] == before
    expect(page.get_by_role("columnheader", name="Body 2")).to_be_in_viewport()


def test_a_statement_from_right_to_left_runs_so_in_a_card_and_in_the_table(open_page, quarrel):
    page = open_page(address(quarrel))
    statement = page.locator(".statement", has_text=ARABIC).first
    assert statement.evaluate("e => getComputedStyle(e).direction") == "rtl"
    page.get_by_role("link", name="Side by side").click()
    answer = page.locator(".answer a", has_text="Ostrava").first
    assert answer.evaluate("e => getComputedStyle(e).direction") == "ltr"


@pytest.mark.parametrize("look", ["question", "origin", "table"])
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1920, "light")])
def test_no_look_is_wider_than_the_window(open_page, quarrel, look, width, scheme):
    page = open_page(address(quarrel, f"?by={look}&whole=true"), width=width, scheme=scheme)
    assert page.evaluate(OVERFLOW) <= 0
