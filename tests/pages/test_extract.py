"""The extraction page: an article pasted, its claims shown with their reasons, nothing stored."""

import re
import threading

import pytest
from django.test import Client
from lxml import html

from corroboration import trial
from corroboration.forms import GUEST_BYTES
from corroboration.sample import TRIED, tried
from corroboration.selectors import trials
from tests import factories
from tests.commands.test_extract import rows
from tests.pages.test_highlight import shown
from tests.pages.test_hostile import EVIL, OWN_SCRIPTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

TEXT = (
    "Tue 4 May 2021 OSTRAVA (AFP) - 😀 A bridge that had been closed for years fell in Ostrava on Monday and killed "
    "at least 14 people, the mayor told Reuters.\n\n"
    "A spokesman of the railway denied that a train had been on the bridge.\n\n"
    "سقط الجسر في المدينة يوم الاثنين بعد الظهر\n\n"
    "Subscribe to our newsletter"
)
GOOD = {"outlet": "Ostrava Post", "published_at": "2021-05-04", "title": "A bridge falls", "text": TEXT}


def page(response) -> html.HtmlElement:
    return html.fromstring(response.content)


def errors(response) -> dict[str, str]:
    """What is said at each field."""
    lists = page(response).xpath("//ul[starts-with(@id, 'id_') and @class='errorlist']")
    return {listed.get("id").removeprefix("id_").removesuffix("_error"): listed.text_content() for listed in lists}


def test_the_form_is_open_to_everyone_and_in_the_navigation(client):
    tree = page(client.get("/"))
    [link] = tree.xpath("//nav//a[@href='/extract/']")
    form = page(client.get(link.get("href")))
    assert form.xpath("//nav//a[@aria-current='page']")[0].text == link.text
    assert {control.get("name") for control in form.xpath("//form[@method='post']//*[@name]")} == {
        *("csrfmiddlewaretoken", "outlet", "published_at", "title", "text"),
    }


def test_it_shows_the_claims_in_the_text_and_beside_it(client):
    response = client.post("/extract/", GOOD)
    assert response.status_code == 200
    tree = page(response)
    [text] = tree.xpath("//div[@class='text']")
    assert text.text_content() == TEXT
    marked = {id for mark in text.xpath(".//mark") for id in mark.get("data-claims").split()}
    cards = tree.xpath("//article[@data-claim]")
    assert marked == {card.get("data-claim") for card in cards}
    assert {"Ostrava Post", "mayor"} <= {name.text for name in tree.xpath("//ol[@class='chain']//span[@dir]")}
    assert "spokesman of the railway" in tree.xpath("string(//p[@class='deniers'])")
    assert any("counted from the day of publication" in card.text_content() for card in cards)


def test_zones_are_told_with_their_reasons(client):
    tree = page(client.post("/extract/", GOOD))
    told = [" ".join(item.text_content().split()) for item in tree.xpath("//ul[@class='plain zoned']/li")]
    assert any(words.startswith("dateline “OSTRAVA (AFP)") for words in told)
    assert any("language that can’t be read" in words for words in told)
    assert any(words.startswith("furniture “Subscribe") for words in told)
    assert "Wire copy of AFP" in tree.text_content()


def test_links_lead_from_the_words_to_the_card_and_back(client):
    tree = page(client.post("/extract/", GOOD))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    referred = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
    referred += tree.xpath("//@for | //@aria-labelledby | //@aria-describedby")
    assert set(referred) <= set(ids)
    for card in tree.xpath("//article[@data-claim]/@data-claim"):
        assert f"c-{card}" in referred
    levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4")]
    assert levels == [1, 2, 3, 3, 2, 2]  # the last is that of the keys


def test_the_claims_of_the_page_are_those_of_the_api(client, admin_client):
    read = admin_client.post("/api/v1/extract/", GOOD, content_type="application/json").json()
    cards = page(client.post("/extract/", GOOD)).xpath("//article[@data-claim]")
    assert [card.get("data-claim") for card in cards] == [claim["id"] for claim in read["claims"]]
    statements = [card.xpath("string(.//p[@class='statement'])") for card in cards]
    assert statements == [claim["statement"] for claim in read["claims"]]


def test_line_ends_are_those_that_were_pasted(client):
    """A browser sends each line end of a text as two characters."""
    as_sent = page(client.post("/extract/", GOOD | {"text": TEXT.replace("\n", "\r\n")}))
    as_pasted = page(client.post("/extract/", GOOD))
    assert as_sent.xpath("//@data-claim") == as_pasted.xpath("//@data-claim")


def test_sources_with_a_page_are_linked_and_others_not(client):
    factories.make_source("Reuters", slug="reuters", kind="agency")
    tree = page(client.post("/extract/", GOOD))
    links = set(tree.xpath("//ol[@class='chain']//a/@href"))
    assert links == {"/sources/reuters/"}
    assert client.get("/sources/reuters/").status_code == 200


def test_nothing_is_stored_and_nobody_is_woken(client, wakeups):
    before = rows()
    assert client.post("/extract/", GOOD | {"outlet": "Never Heard Of It"}).status_code == 200
    assert rows() == before
    assert wakeups == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": ""}, "text", "Paste the article’s text."),
        ({"text": " \n "}, "text", "Empty: expected the article's text"),
        ({"text": "a\0b"}, "text", "NUL at offset 1"),
        ({"text": "é" * 1_000_001}, "text", "2,000,002 bytes long: expected at most 2,000,000"),
        ({"text": "é" * 1_400_000}, "text", "Too long: expected at most 2,000,000 bytes"),
        ({"outlet": ""}, "outlet", "Say which outlet printed it."),
        ({"outlet": "x" * 301}, "outlet", "301 characters long: expected at most 300"),
        ({"title": "x" * 5001}, "title", "5001 characters long"),
        ({"published_at": ""}, "published_at", "Say on which day it was printed"),
        ({"published_at": "soon"}, "published_at", "'soon' is no date"),
        ({"published_at": "2021-02-30"}, "published_at", "'2021-02-30' is no date"),
        ({"published_at": "2999-01-01"}, "published_at", "2999-01-01 lies in the future"),
    ],
)
def test_a_bad_field_is_named_at_the_field(change, field, words, client):
    response = client.post("/extract/", GOOD | change)
    assert response.status_code in (400, 413)
    assert list(errors(response)) == [field]
    assert words in errors(response)[field]
    [control] = page(response).xpath("//*[@name=$name]", name=field)
    assert control.get("aria-invalid") == "true"
    assert f"id_{field}_error" in control.get("aria-describedby")


def test_all_that_is_wrong_is_told_at_once_and_what_was_right_is_kept(client):
    response = client.post("/extract/", GOOD | {"outlet": "", "published_at": "soon"})
    assert set(errors(response)) == {"outlet", "published_at"}
    tree = page(response)
    assert tree.xpath("string(//textarea)").strip() == TEXT
    assert tree.xpath("//div[@role='alert']")


def test_an_empty_post_is_answered_with_the_form(client):
    assert set(errors(client.post("/extract/"))) == {"outlet", "published_at", "text"}


def test_long_texts_are_read_for_those_who_have_logged_in(client, monkeypatch):
    monkeypatch.setattr("corroboration.forms.GUEST_BYTES", 100)
    monkeypatch.setattr("corroboration.views.GUEST_BYTES", 100)
    told = errors(client.post("/extract/", GOOD))["text"]
    assert "expected at most 100; after logging in, 2,000,000" in told
    client.force_login(factories.make_user())
    assert client.post("/extract/", GOOD).status_code == 200


def test_an_article_fits_what_a_guest_may_paste():
    assert all(len(article["text"].encode()) < GUEST_BYTES for article in tried().values())


def test_where_others_are_read_it_says_so_and_keeps_the_text(client, monkeypatch):
    monkeypatch.setattr(trial, "_room", threading.Semaphore(0))
    response = client.post("/extract/", GOOD)
    assert response.status_code == 503
    tree = page(response)
    assert "Other texts are being read" in tree.xpath("string(//div[@role='alert'])")
    assert tree.xpath("string(//textarea)").strip() == TEXT


def test_a_form_without_its_token_is_refused():
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/extract/", GOOD).status_code == 403
    token = page(browser.get("/extract/")).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert browser.post("/extract/", GOOD | {"csrfmiddlewaretoken": token}).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_it_takes_no_other_method(method, client):
    assert getattr(client, method)("/extract/").status_code == 405


@pytest.mark.parametrize("sample", sorted(TRIED))
def test_a_sample_fills_the_form_and_can_be_read(sample, client):
    tree = page(client.get("/extract/", {"sample": sample}))
    values = {name: tree.xpath("string(//input[@name=$name]/@value)", name=name) for name in ("outlet", "published_at")}
    values["text"] = tree.xpath("string(//textarea)").removeprefix("\n")
    assert values["text"] == tried()[sample]["text"]
    assert page(client.post("/extract/", values)).xpath("//article[@data-claim]")


@pytest.mark.parametrize("junk", ["", "x", "%00", "palmyra-01", "a" * 5000, "é"])
def test_a_sample_that_is_none_leaves_the_form_empty(junk, client):
    response = client.get(f"/extract/?sample={junk}")
    assert response.status_code == 200
    assert page(response).xpath("string(//textarea)").strip() == ""


def test_known_outlets_are_suggested(client):
    factories.make_source("Silesian Daily", curated=True)
    factories.make_source("Met In A Text")
    assert page(client.get("/extract/")).xpath("//datalist/option/@value") == ["Silesian Daily"]


def test_nothing_evil_becomes_markup(client):
    text = f"{EVIL} fell in Ostrava on Monday and killed four people, {EVIL} said.\n\n{EVIL}"
    response = client.post("/extract/", GOOD | {"outlet": EVIL, "title": EVIL, "text": text})
    assert response.status_code == 200
    markup = OWN_SCRIPTS.sub("", response.content.decode())
    assert "<script" not in markup and "<img src=x" not in markup
    assert not re.search(r" style=|<style", re.sub(r">[^<]*<", "><", markup))
    [written] = re.findall(r'<div class="text" dir="auto">(.*?)</div>', markup, flags=re.DOTALL)
    assert shown(written) == text


@pytest.mark.parametrize(
    "text",
    ["x", "\n\n\n", "۱۲۳ 😀", "a b c\r d e f", "." * 5000, "word " * 3000, "\ufeff\u202e said he", "<b>" * 500],
)
def test_whatever_is_pasted_is_answered(text, client):
    assert client.post("/extract/", GOOD | {"text": text}).status_code in (200, 400)


def test_of_very_many_claims_the_first_are_shown(client, monkeypatch):
    monkeypatch.setattr(trials, "MOST_CLAIMS", 1)
    tree = page(client.post("/extract/", GOOD))
    assert len(tree.xpath("//article[@data-claim]")) == 1
    assert "The first 1 of" in tree.text_content()
