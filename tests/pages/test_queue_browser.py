"""The review queue in a real browser: by mouse and by keyboard, with its filters, ticks and views."""

import re

import pytest
from playwright.sync_api import Page, expect

from corroboration.models import Cluster, ClusterFacet, SavedView
from tests import factories
from tests.people import make_checker, make_reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fires(db) -> list[Cluster]:
    made = [
        factories.make_cluster(
            title=f"fire {n}",
            attention=9.0 - n,
            attention_grounds=[["clash", "a contradiction", 9.0 - n]],
            state=f"s{n}",
            contradictions=n % 2,
        )
        for n in range(4)
    ]
    for cluster in made[2:]:
        ClusterFacet.objects.create(cluster=cluster, kind="place", value="azaz")
    factories.make_cluster(title="quiet")
    return made


@pytest.fixture
def queue(open_page, fires) -> Page:
    page = open_page("/clusters/", user=make_checker("vera"), expects="htmx:")  # a newer request takes an older's place
    expect(page.locator("[data-row]")).to_have_count(4)
    return page


def titles(page: Page) -> list[str]:
    return page.locator("[data-row] .title").all_inner_texts()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_a_filter_is_applied_when_it_is_chosen_and_stands_in_the_address(queue):
    queue.get_by_label("Status").select_option("contested")
    expect(queue.locator("[data-row]")).to_have_count(2)
    assert queue.url.endswith("/clusters/?status=contested")  # without the filters that are empty
    expect(queue.locator(".total")).to_contain_text("2 clusters")
    expect(queue.get_by_role("link", name="Contested")).to_have_attribute("aria-current", "page")
    queue.get_by_role("link", name="All 5").click()
    expect(queue.locator("[data-row]")).to_have_count(5)
    expect(queue.get_by_label("Status")).to_have_value("")
    queue.go_back()
    expect(queue.locator("[data-row]")).to_have_count(2)


def test_places_are_suggested_while_one_types(queue):
    place = queue.get_by_role("combobox", name="Place", exact=True)
    place.press_sequentially("Az")
    expect(queue.locator("#places option")).to_have_attribute("value", "azaz")
    place.fill("azaz")
    queue.keyboard.press("Enter")
    expect(queue.locator("[data-row]")).to_have_count(2)
    expect(place).to_have_value("azaz")


def test_the_rows_are_walked_by_keys_and_enter_opens(queue):
    for key, title in (("j", "fire 0"), ("j", "fire 1"), ("k", "fire 0"), ("k", "fire 0"), ("j", "fire 1")):
        queue.keyboard.press(key)
        assert focused(queue) == title
    assert queue.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    queue.keyboard.press("Enter")
    expect(queue.get_by_role("heading", level=1)).to_have_text("fire 1")
    assert "queue=&stood=8.0" in queue.url


def test_the_clusters_of_a_queue_are_reviewed_one_after_another(queue):
    def expect_place(title: str, words: str) -> None:
        expect(queue.get_by_role("heading", level=1)).to_have_text(title)
        expect(queue.locator(".queue-nav")).to_contain_text(words)
        queue.wait_for_load_state()  # its scripts listen to the keys

    queue.keyboard.press("j")
    queue.keyboard.press("Enter")
    expect_place("fire 0", "1 of 4")
    queue.keyboard.press("y")
    expect_place("fire 0", "no longer in it · 3 left")
    for key, title, words in (("j", "fire 1", "1 of 3"), ("j", "fire 2", "2 of 3"), ("k", "fire 1", "1 of 3")):
        queue.keyboard.press(key)
        expect_place(title, words)
    queue.get_by_role("link", name="Queue", exact=True).click()
    expect(queue.locator("[data-row]")).to_have_count(3)
    assert titles(queue) == ["fire 1", "fire 2", "fire 3"]


def test_f_leads_to_the_filters_and_there_keys_are_letters(queue):
    queue.keyboard.press("f")
    expect(queue.get_by_label("Words")).to_be_focused()
    queue.keyboard.type("jfx")
    expect(queue.get_by_label("Words")).to_have_value("jfx")


def test_keys_are_told_in_the_help(queue):
    queue.keyboard.press("?")
    told = queue.locator("#help dl").inner_text()
    assert all(words in told for words in ("Next cluster", "Previous cluster", "Tick the cluster", "Go to the filters"))


def test_several_are_marked_by_keyboard_and_undone(queue, fires):
    queue.keyboard.press("j")
    queue.keyboard.press("x")
    queue.keyboard.press("j")
    queue.keyboard.press("x")
    expect(queue.locator("[data-picked]")).to_have_text("2 ticked")
    expect(queue.locator("[data-row].ticked")).to_have_count(2)
    queue.get_by_role("button", name="Mark reviewed").press("Enter")
    expect(queue.get_by_role("heading", level=1)).to_have_text("Mark 2 clusters as reviewed?")
    expect(queue.get_by_role("button", name="Mark 2 as reviewed")).to_be_focused()
    queue.keyboard.press("Enter")
    expect(queue.locator(".toasts")).to_contain_text("2 clusters marked as reviewed.")
    assert titles(queue) == ["fire 2", "fire 3"]
    queue.locator(".toasts").get_by_role("button", name="Undo").press("Enter")
    expect(queue.locator("[data-row]")).to_have_count(4)
    assert not Cluster.objects.filter(review="reviewed").exists()


def test_one_is_assigned_by_mouse_and_found_among_mine(queue):
    queue.get_by_label("Tick: fire 2").check()
    queue.get_by_role("button", name="Assign to me").click()
    expect(queue.locator(".toasts")).to_contain_text("1 cluster assigned to vera.")
    queue.get_by_role("link", name="Mine 1").click()
    expect(queue.locator("[data-row]")).to_have_count(1)
    expect(queue.locator("[data-row]")).to_contain_text("assigned to vera")


def test_all_on_the_page_are_ticked_at_once(queue):
    queue.locator("[data-pick-all]").check()
    expect(queue.locator("[data-tick]:checked")).to_have_count(4)
    queue.get_by_label("Tick: fire 1").uncheck()
    expect(queue.locator("[data-picked]")).to_have_text("3 ticked")


def test_a_view_is_kept_found_again_and_deleted(queue):
    queue.get_by_label("Status").select_option("contested")
    queue.get_by_label("Origins, at least").fill("1")
    queue.keyboard.press("Enter")
    expect(queue).to_have_url(re.compile("min_origins=1"))
    queue.get_by_text("Keep these filters").click()
    queue.get_by_label("Name").fill("Quarrels")
    queue.get_by_role("button", name="Keep").click()
    tab = queue.get_by_role("link", name="Quarrels")
    expect(tab).to_have_attribute("aria-current", "page")
    queue.get_by_role("link", name="All 5").click()
    expect(queue.locator("[data-row]")).to_have_count(5)
    tab.click()
    expect(queue.locator("[data-row]")).to_have_count(2)
    queue.get_by_text("This view", exact=True).click()
    queue.get_by_role("button", name="Delete this view").click()
    expect(tab).to_have_count(0)
    assert not SavedView.objects.exists()


def test_a_queue_that_can_t_be_loaded_says_so(open_page, fires):
    page = open_page("/clusters/", user=make_reader("rita"))
    expect(page.locator("#queue-failed")).to_be_hidden()
    page.evaluate(
        "htmx.trigger(document.getElementById('queue'), 'htmx:sendError', {target: document.getElementById('queue')})"
    )
    expect(page.locator("#queue-failed")).to_be_visible()


def test_where_there_is_little_room_the_filters_are_folded(open_page, fires):
    page = open_page("/clusters/", width=320)
    expect(page.get_by_label("Words")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Status").select_option("contested")
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.get_by_label("Status")).to_be_visible()
