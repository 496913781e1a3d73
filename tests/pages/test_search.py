"""The search box of every page, and the page of what it finds."""

import pytest
from lxml import html
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

EVIL = "<script>alert(1)</script> blast"


def tree(response) -> html.HtmlElement:
    return html.fromstring(response.content)


@pytest.mark.parametrize("path", ["/", "/clusters/", "/sources/", "/search/", "/extract/", "/glossary/"])
def test_every_page_has_the_box(client, world, path):
    [form] = tree(client.get(path)).xpath("//header//form[@role='search']")
    assert (form.get("action"), form.xpath(".//input/@name"), form.xpath(".//input/@id")) == (
        "/search/",
        ["q"],
        ["site-search"],
    )


def test_a_claim_comes_with_its_outlet_its_day_its_cluster_and_why_it_matched(client, world):
    page = client.get("/search/", {"q": "14 people killed in Ostrava"}).content.decode()
    assert "At least 14 people were killed in Ostrava on 4 May 2021" in page
    assert "Morning Herald" in page and "4 May 2021, 11:00" in page
    id = world.claims[2].public_id
    assert f"/clusters/{world.cluster.public_id}/?near={id}#card-{id}" in page
    assert "shares 14, killed, Ostrava" in page
    assert "Match 0." in page


def test_it_says_how_many_in_the_title_and_to_a_screen_reader(client, world):
    found = tree(client.get("/search/", {"q": "gas bottle"}))
    [status] = found.xpath("//*[@role='status'][@aria-live='polite']")
    assert " ".join(status.text_content().split()) == "1 claim like “gas bottle”, best first"
    assert found.findtext(".//title").startswith("1 like “gas bottle”")


def test_the_box_keeps_what_was_asked(client, world):
    assert tree(client.get("/search/", {"q": EVIL})).xpath("//input[@id='site-search']/@value") == [EVIL]


def test_copies_are_folded_under_the_first(client, world):
    page = client.get("/search/", {"q": "blast at the covered market"}).content.decode()
    assert "1 copy in the same words" in page
    assert page.count('class="hit"') == 2  # as two outlets tell it; the agency's copy is folded


def test_nothing_found_says_what_to_try(client, world):
    page = client.get("/search/", {"q": "said that"}).content.decode()
    assert "No claim shares a telling word with this" in page
    assert "0 claims like" in page


def test_without_a_query_it_says_how_to_search(client, db):
    response = client.get("/search/")
    assert response.status_code == 200
    assert "Write a sentence" in response.content.decode()


def test_a_query_that_is_too_long_is_refused_in_words(client, db):
    response = client.get("/search/", {"q": "x" * 1001})
    assert response.status_code == 400
    assert "Too long: expected at most 1,000 characters." in response.content.decode()


@pytest.mark.parametrize("query", ["\0", "\0market", "%", "'", "x" * 1000, "ق" * 300, "💥 market", "٣", "\u202e"])
def test_junk_is_answered(client, world, query):
    assert client.get("/search/", {"q": query, "page": "junk"}).status_code == 200


def test_nothing_that_is_asked_becomes_markup(client, world):
    page = client.get("/search/", {"q": EVIL}).content.decode()
    assert "<script>" not in page


def test_it_shows_25_a_page_and_keeps_the_query(client, db):
    for n in range(30):
        text = f"A fire damaged the mill, report {n}"
        factories.make_findable(factories.make_claim(factories.make_article(text=f"{text}."), text))
    first = client.get("/search/", {"q": "mill fire"})
    assert len(first.context["shown"].hits) == 25
    assert "?q=mill+fire&amp;page=2" in first.content.decode()
    second = client.get("/search/", {"q": "mill fire", "page": 2})
    assert len(second.context["shown"].hits) == 5
    assert tree(second).xpath("//ol[@class='hits']/@start") == ["26"]


def test_the_queries_of_a_page_do_not_grow_with_what_is_found(client, db, django_assert_max_num_queries):
    for n in range(30):
        text = f"A fire damaged the mill, report {n}"
        factories.make_findable(factories.make_claim(factories.make_article(text=f"{text}."), text))
    with django_assert_max_num_queries(21):
        client.get("/search/", {"q": "mill fire"})


# --- in a browser ---


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_slash_leads_to_the_box_and_enter_to_the_claims(open_page, world):
    page = open_page("/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Find claims like a sentence")
    expect(box).to_be_focused()
    page.keyboard.type("14 killed / Ostrava")  # a slash in the box is a slash
    expect(box).to_have_value("14 killed / Ostrava")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hit").first).to_contain_text("At least 14 people were killed")
    page.locator(".hit").first.get_by_role("link", name="its cluster").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Blast at the covered market of Ostrava")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/clusters/", "/extract/"])
def test_a_slash_in_another_field_stays_there(open_page, world, path):
    page = open_page(path)
    field = page.locator("main input:visible, main textarea:visible").first
    field.focus()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("/")
