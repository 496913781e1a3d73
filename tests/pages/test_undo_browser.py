"""What was decided is undone: from the toast, by one key, from the history; and an undo can be undone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from corroboration.decisions import decide
from corroboration.models import Decision
from tests import factories
from tests.pages.hands import Mouse, path, toast
from tests.people import make_checker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Decision.Kind


@pytest.fixture
def vera(db):
    return make_checker("vera")


@pytest.fixture
def decided(open_page, world, vera) -> Page:
    """The page just after something was decided at it."""
    page = open_page(path(world.cluster), user=vera)
    hand = Mouse(page)
    hand.tick(world.claims[5])
    hand.begin("not-a-claim")
    expect(toast(page)).to_contain_text("1 claim: not a claim.")
    return page


def by_toast(page: Page) -> None:
    toast(page).get_by_role("button", name="Undo").click()


def by_key(page: Page) -> None:
    page.keyboard.press("u")


def by_bar(page: Page) -> None:
    page.locator('#acts [data-key="u"]').click()


def from_the_history(page: Page) -> None:
    page.locator(".made").get_by_role("button", name="Undo: not a claim").click()


def from_the_keyboard_in_the_history(page: Page) -> None:
    page.locator(".made").get_by_role("button", name="Undo: not a claim").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("way", [by_toast, by_key, by_bar, from_the_history, from_the_keyboard_in_the_history])
def test_a_decision_is_undone_by_another(decided, vera, way: Callable[[Page], None]):
    way(decided)
    expect(toast(decided)).to_contain_text("Undone: not a claim: 1 claim.")
    first, undoing = Decision.objects.order_by("pk")
    assert (undoing.kind, undoing.undoes, undoing.by) == (Kind.UNDO, first, vera)
    expect(decided.locator(".made-one.undone")).to_contain_text("undone by vera")


def test_an_undo_is_undone_from_its_toast(decided):
    by_toast(decided)
    expect(toast(decided)).to_contain_text("Undone: not a claim")
    by_toast(decided)
    expect(toast(decided)).to_contain_text("Undone: undo")
    assert Decision.objects.count() == 3


def test_u_takes_back_nothing_of_somebody_else(open_page, world, vera):
    decide(Kind.NOTE, [world.claims[0]], by=make_checker("otto"), now=factories.RECEIVED, reason="Look.")
    page = open_page(path(world.cluster), user=vera)
    page.keyboard.press("u")
    page.wait_for_load_state("networkidle")
    assert Decision.objects.count() == 1


def test_what_somebody_else_decided_is_undone_from_the_list_of_all(open_page, world, vera):
    decide(Kind.NOTE, [world.claims[0]], by=make_checker("otto"), now=factories.RECEIVED, reason="Look.")
    page = open_page("/decisions/", user=vera)
    page.get_by_role("button", name="Undo: note").click()
    expect(toast(page)).to_contain_text("Undone: note.")
    assert page.url.endswith("/decisions/")
    assert Decision.objects.filter(undoes__isnull=False, by=vera).count() == 1
