"""Two fact-checkers at one cluster: the second is told what the first decided, and nothing is overwritten silently."""

import pytest
from playwright.sync_api import Page, expect

from corroboration.decisions import decide
from corroboration.models import Decision
from tests import factories
from tests.pages.hands import Mouse, panel, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind


def judge(page: Page, world, rating: str, why: str) -> None:
    hand = Mouse(page)
    hand.tick(world.claims[2])
    hand.begin("verdict")
    hand.choose(rating)
    hand.fill("Why", why)


def test_who_decides_second_is_told_first_and_may_go_on(open_page, world):
    otto, vera = make_checker("otto"), make_checker("vera")
    first, second = (open_page(path(world.cluster), user=who) for who in (otto, vera))
    judge(second, world, "false", "Not by any list.")
    judge(first, world, "true", "The hospital's list.")
    Mouse(first).send()
    expect(toast(first)).to_contain_text("1 claim: true.")
    Mouse(second).send()
    alert = panel(second).get_by_role("alert")
    expect(alert).to_contain_text("Somebody else decided here meanwhile.")
    expect(alert).to_contain_text("otto: verdict: true")
    assert Decision.objects.get().by == otto, "nothing of hers is stored yet"
    expect(panel(second).get_by_label("Why", exact=True)).to_have_value("Not by any list.")
    Mouse(second).send()
    expect(toast(second)).to_contain_text("1 claim: false.")
    assert list(Decision.objects.order_by("pk").values_list("by__username", flat=True)) == ["otto", "vera"]


def test_what_is_done_at_once_asks_back_when_somebody_else_decided(open_page, world):
    page = open_page(path(world.cluster), user=make_checker("vera"))
    decide(Kind.NOTE, [world.claims[0]], by=make_checker("otto"), now=factories.RECEIVED, reason="Wait.")
    page.keyboard.press("y")
    expect(panel(page).get_by_role("alert")).to_contain_text("otto: note")
    assert Decision.objects.count() == 1


def test_ones_own_decision_is_no_news(open_page, world):
    vera = make_checker("vera")
    page = open_page(path(world.cluster), user=vera)
    decide(Kind.NOTE, [world.claims[0]], by=vera, now=factories.RECEIVED, reason="In another window.")
    page.keyboard.press("y")
    expect(toast(page)).to_contain_text("Marked as reviewed.")


def test_an_open_page_hears_of_what_others_decide(open_page, world):
    page = open_page(path(world.cluster), user=make_checker("vera"))
    decide(Kind.NOTE, [world.claims[0]], by=make_checker("otto"), now=factories.RECEIVED, reason="Wait.")
    expect(page.locator("#news")).to_contain_text("otto decided: note", timeout=30_000)
    page.locator("#news").get_by_role("link", name="Show it as it is now").click()
    expect(page.locator(".made")).to_contain_text("Wait.")
