"""What an entry is known by, and whether what it brings is the whole article."""

import pytest

from corroboration.feeds.dating import Written
from corroboration.feeds.entries import Entry, contents, identified, is_whole, language_of
from tests.feeds.writing import article

FEED = "https://herald.example/feed"
LONG = article()
LINK = "https://herald.example/1"


@pytest.mark.parametrize(
    ("content", "described", "whole"),
    [
        (LONG, False, True),
        (LONG + LONG, True, True),
        ("<p>Fourteen people were killed.</p>", False, False),
        ("<p>" + "Fourteen people were killed. " * 60 + "</p>", True, False),  # one paragraph: most likely an excerpt
        (LONG + "<p>… <a href='/1'>Read more</a></p>", False, False),
        (LONG + "<p>Fourteen people […]</p>", False, False),
        (LONG + "<p>Fourteen people…</p><p>The post Blast first appeared on The Herald.</p>", False, False),
        (LONG + "<p>The post Blast first appeared on The Herald.</p>", False, True),
        ("<script>" + "x " * 900 + "</script><p>Short.</p>", False, False),
        ("", False, False),
    ],
)
def test_content_is_an_article_where_it_is_long_and_not_cut_off(content, described, whole):
    assert is_whole(Entry(content=content, described=described)) is whole


@pytest.mark.parametrize(
    ("guid", "link", "name"),
    [
        ("https://herald.example/?p=1", LINK, "https://herald.example/?p=1"),
        ("tag:herald.example,2021:1", LINK, "tag:herald.example,2021:1"),
        ("1", LINK, LINK),  # another feed of the outlet may number its entries, too
        ("1", "", f"{FEED}#1"),
        ("", LINK, LINK),
        ("", "", ""),
    ],
)
def test_an_entry_is_known_by_its_id_unless_others_may_have_that(guid, link, name):
    assert [found for found, _ in identified([Entry(guid=guid, link=link)], FEED)] == [name]


def test_an_id_that_all_entries_share_is_none():
    entries = [Entry(guid="https://herald.example/", link=f"https://herald.example/{n}") for n in (1, 2)]
    assert [name for name, _ in identified(entries, FEED)] == ["https://herald.example/1", "https://herald.example/2"]


def test_an_entry_that_is_listed_twice_is_one():
    entries = [Entry(guid=LINK, link=LINK, title=title) for title in ("new", "old")]
    assert [entry.title for _, entry in identified(entries, FEED)] == ["new"]


def test_a_long_id_is_hashed():
    [(name, _)] = identified([Entry(guid="tag:" + "x" * 400)], FEED)
    assert len(name) == 64


def test_what_an_entry_says_is_another_when_it_was_changed_and_not_when_the_feed_was_built():
    def said(*updated: str) -> list[str]:
        entries = [Entry(link=f"https://herald.example/{n}", updated=Written(day)) for n, day in enumerate(updated)]
        return list(contents(entries).values())

    assert said("2021-05-04", "2021-05-04") == said("2021-05-05", "2021-05-05")  # that of the feed
    before, after = said("2021-05-03", "2021-05-04"), said("2021-05-03", "2021-05-05")
    assert before[0] == after[0] and before[1] != after[1]


def test_what_an_entry_says_is_another_with_other_words():
    assert set(contents([Entry(title="14 killed")]).values()) != set(contents([Entry(title="15 killed")]).values())


@pytest.mark.parametrize(
    ("named", "code"),
    [(("cs", "en"), "cs"), (("", "en-GB"), "en"), (("EN_us",), "en"), (("English", "de"), "de"), (("x-klingon",), "")],
)
def test_a_language_is_named_by_its_code(named, code):
    assert language_of(*named) == code
