"""What is read of a page: its article, title, dates, authors and address, in many layouts; and what isn't believed."""

from datetime import UTC, datetime, timedelta

import pytest

from corroboration.fetching import dates
from corroboration.fetching.facts import facts_of, registrable, tidy
from tests.retrieval.layouts import BODY, DAYS_APART, HEADLINE, LAYOUTS, UNDATED, page

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://www.herald.example/news/blast-hits-market-1"
DAY = timedelta(days=1)


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_article_is_read_in_the_layout(name):
    layout = LAYOUTS[name]
    found = facts_of(layout.html, layout.url, now=NOW)
    assert (found.dating.moment.written if found.dating.moment else "") == layout.published
    assert {each: getattr(found, each) for each in layout.found} == layout.found
    assert [text for text in layout.wanted if text not in found.text] == []
    assert [text for text in layout.unwanted if text in found.text] == []


@pytest.mark.parametrize(
    "html",
    ["", " ", "<html></html>", "<", "\x00", "<!doctype html><!-- x -->", "plain words", "<p>" * 5000, "<a " * 999],
)
def test_what_holds_no_article_gives_none_and_breaks_nothing(html):
    assert facts_of(html, URL, now=NOW).dating.moment is None


def test_a_feed_s_date_counts_where_the_page_has_none_and_decides_where_it_has_two():
    hint = dates.read("2021-05-04T11:00:00Z", "its feed", now=NOW)
    undated = facts_of(UNDATED, URL, now=NOW, hint=hint)
    assert undated.dating.moment == hint
    assert undated.notes == ("the page has no date; its feed has",)
    assert facts_of(DAYS_APART, URL, now=NOW, hint=hint).dating.moment.written == "2021-05-04T10:30:00+00:00"
    far = dates.read("2021-06-04", "its feed", now=NOW)
    assert facts_of(DAYS_APART, URL, now=NOW, hint=far).dating.moment is None


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("2021-05-04", "2021-05-04"),
        ("20210504", "2021-05-04"),
        ("2021-05-04T10:30:00.123+02:00", "2021-05-04T08:30:00.123000+00:00"),
        ("2021-05-04 10:30", "2021-05-04"),
        ("Tue, 04 May 2021 10:30:00 +0000", "2021-05-04T10:30:00+00:00"),
        ("2026-11-22T12:04:00Z", "2026-11-22T12:04:00+00:00"),
        ("2026-11-23", "2026-11-22"),  # elsewhere tomorrow has begun
        ("2026-11-23T12:00:00Z", None),
        ("2026-12-24", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01", None),
        ("04/05/2021", None),
        ("yesterday", None),
        ("9" * 100, None),
        (None, None),
        (20210504, None),
    ],
)
def test_dates_are_read_as_sites_write_them(raw, written):
    found = dates.read(raw, "meta", now=NOW)
    assert (found.written if found else None) == written


CANONICAL = (
    # asked, given, believed
    (URL, "/news/blast-hits-market-1", True),
    (f"{URL}?at_medium=RSS", URL, True),
    (f"{URL}.amp", URL, True),
    ("https://m.herald.example/news/blast-hits-market-1", URL, True),
    ("https://www.herald.example/article.php?id=5", "https://www.herald.example/article.php", False),
    ("https://www.herald.example/?p=5", "https://www.herald.example/", False),
    (URL, "https://www.herald.example/", False),
    (URL, "https://www.herald.example/news/another-story-2", False),
    (URL, "https://courier.example/news/blast-hits-market-1", False),
    ("https://a.co.uk/news/blast-hits-market-1", "https://b.co.uk/news/blast-hits-market-1", False),
    (URL, "javascript:alert(1)", False),
    (URL, "http://[", False),
    (URL, "", False),
)


@pytest.mark.parametrize(("asked", "given", "believed"), CANONICAL)
def test_the_address_a_page_gives_is_believed_only_where_it_is_another_form_of_where_it_was(asked, given, believed):
    html = page(f'<link rel="canonical" href="{given}">', f"<article>{BODY}</article>")
    assert (facts_of(html, asked, now=NOW).canonical != tidy(asked)) == (believed and asked != URL)


def test_an_address_on_another_site_is_kept_apart():
    html = page('<link rel="canonical" href="https://courier.example/a-1">', f"<article>{BODY}</article>")
    found = facts_of(html, URL, now=NOW)
    assert (found.canonical, found.elsewhere) == (URL, "https://courier.example/a-1")


def test_an_address_is_tidied_of_what_follows_readers():
    assert tidy("HTTPS://Herald.example?utm_source=a&id=5&fbclid=x#top") == "https://herald.example/?id=5"
    assert registrable("https://www.news.herald.co.uk/") == "herald.co.uk"
    assert registrable("http://127.0.0.1:8000/") == "127.0.0.1"


def test_scripts_and_hidden_parts_never_reach_the_text():
    evil = "<script>alert('Mayor')</script><template><p>Hidden sentence of some length here.</p></template>"
    found = facts_of(page("", f"<article><h1>{HEADLINE}</h1>{BODY}{evil}</article>"), URL, now=NOW)
    assert "alert" not in found.text
    assert "Hidden sentence" not in found.text
