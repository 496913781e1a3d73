"""The feeds of a site by the address of a page, as people paste it."""

import pytest

from corroboration.feeds.finding import MOST_FOUND, find
from corroboration.fetching.web import Unfetchable
from sources.addresses import feed_address
from tests.factories import make_source
from tests.feeds.writing import NOW, item, rss

PAGE = """<!doctype html><html><head><base href="/news/"><link rel="stylesheet" href="x.css">
<link rel="alternate" type="application/rss+xml" title="All  news" href="all.rss">
<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="/atom">
<link rel="alternate" type="application/rss+xml" href="all.rss"><link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml" href="http://10.0.0.1/rss"></head><body>Welcome</body></html>"""


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("https://paper.example/rss", "https://paper.example/rss"),
        (" feed://paper.example/rss ", "http://paper.example/rss"),
        ("feed:https://paper.example/rss", "https://paper.example/rss"),
        ("feed://https://paper.example/rss", "https://paper.example/rss"),
        ("FEED:paper.example/rss", "http://paper.example/rss"),
        ("rss://paper.example", "http://paper.example"),
        ("paper.example/rss", "https://paper.example/rss"),
        ("//paper.example/rss", "https://paper.example/rss"),
        ("ftp://paper.example/rss", "ftp://paper.example/rss"),
        ("", ""),
    ],
)
def test_an_address_is_taken_as_it_is_meant(pasted, meant):
    assert feed_address(pasted) == meant


@pytest.mark.django_db
def test_a_page_names_its_feeds(site, turns):
    outlet = make_source("Herald", homepage=f"{site.address}/welcome")
    found = find(site.page("/", PAGE, content_type="text/html"), now=NOW)
    assert [(each.url, each.title) for each in found.feeds] == [
        (f"{site.address}/news/all.rss", "All news"),
        (f"{site.address}/atom", ""),
    ]
    assert found.outlet == outlet


@pytest.mark.django_db
def test_the_address_of_a_feed_is_that_of_a_feed(site, turns):
    pasted = site.page("/feed", rss(item(1, site.address))).replace("http:", "feed:")
    found = find(pasted, now=NOW)
    assert [(each.url, each.title) for each in found.feeds] == [(f"{site.address}/feed", "Herald")]
    assert found.outlet is None


@pytest.mark.django_db
def test_a_page_without_feeds_has_none(site, turns):
    assert find(site.page("/", "<p>Welcome</p>"), now=NOW).feeds == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing", "ftp://a.example/", "http://10.0.0.1/"])
def test_what_cant_be_asked_is_said(site, turns, path):
    with pytest.raises(Unfetchable):
        find(site.address + path if path.startswith("/") else path, now=NOW)


@pytest.mark.django_db
def test_a_server_isnt_asked_twice_at_once(site):
    url = site.page("/", PAGE)
    find(url, now=NOW)
    with pytest.raises(Unfetchable, match="a moment ago"):
        find(url, now=NOW)


@pytest.mark.django_db
def test_what_its_parser_refuses_ends_the_page_and_only_so_many_feeds_are_named(site):
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{number}">' for number in range(30_000))
    found = find(site.page("/", f"<html><head>{links}<![", content_type="text/html"), now=NOW)
    assert len(found.feeds) == MOST_FOUND
