"""Bytes that say they are a feed: every format, and every way in which they lie about it."""

import time

import pytest

from corroboration.feeds.dating import Written
from corroboration.feeds.reading import MOST_ENTRIES, NotAFeed, read
from tests.feeds.writing import article, item, rss

SITE = "https://herald.example"
URL = f"{SITE}/feed"
RSS = rss(item(1, SITE), item(2, SITE))
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="cs"><title>Herald</title>
<link href="https://herald.example/"/><entry><id>tag:herald.example,2021:1</id>
<title type="html">A &lt;b&gt;blast&lt;/b&gt; &amp;amp; fire</title>
<link rel="self" href="/1.atom"/><link rel="alternate" href="/1"/><published>2021-05-04T10:30:00Z</published>
<updated>2021-05-04T11:30:00Z</updated>
<content type="html">&lt;p&gt;Fourteen &lt;a href="/2"&gt;people&lt;/a&gt;.&lt;/p&gt;</content>
<source><title>Daily Sun</title><link href="https://sun.example/"/></source></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://herald.example/"><title>Herald</title></channel>
<item rdf:about="https://herald.example/1"><title>Blast</title><link>https://herald.example/1</link>
<dc:date>2021-05-04T10:30:00+02:00</dc:date></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Herald",
"home_page_url": "https://herald.example/", "items": [{"id": "1", "url": "https://herald.example/1",
"title": "Blast & fire", "content_text": "Fourteen <b>.\\nMore.",
"date_published": "2021-05-04T10:30:00Z"}, "junk", {"id": 17.0, "url": 3, "title": null}]}"""


def found(body: str | bytes, content_type: str = "application/rss+xml"):
    return read(body.encode() if isinstance(body, str) else body, url=URL, headers={"content-type": content_type})


def test_rss():
    document = found(
        rss(item(1, SITE), head="<link>https://herald.example/</link><ttl>60</ttl><language>cs</language>")
    )
    [entry] = document.entries
    assert (document.title, document.link, document.language, document.ttl) == ("Herald", f"{SITE}/", "cs", "60")
    assert (entry.guid, entry.link, entry.title) == (f"{SITE}/1", f"{SITE}/1", "Blast 1")
    assert entry.published.raw == "Tue, 04 May 2021 01:00:00 GMT" and "Ostrava" in entry.content and not entry.described


def test_how_often_it_wants_to_be_read():
    head = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    document = found(rss(item(1, SITE), head=head))
    assert (document.period, document.frequency) == ("daily", "2")


def test_atom():
    [entry] = found(ATOM, "application/atom+xml").entries
    assert (entry.guid, entry.link, entry.title) == ("tag:herald.example,2021:1", f"{SITE}/1", "A blast & fire")
    assert (entry.published.raw, entry.updated.raw) == ("2021-05-04T10:30:00Z", "2021-05-04T11:30:00Z")
    assert entry.content == '<p>Fourteen <a href="/2">people</a>.</p>', "content stays as it is"
    assert (entry.source_name, entry.source_url) == ("Daily Sun", "https://sun.example/")


def test_rss_of_1999():
    [entry] = found(RDF).entries
    assert (entry.link, entry.title, entry.updated.raw or entry.published.raw) == (
        f"{SITE}/1",
        "Blast",
        "2021-05-04T10:30:00+02:00",
    )


def test_json_feed_holds_what_is_of_its_type():
    document = found(JSON, "application/feed+json")
    first, second = document.entries
    assert (document.title, first.guid, first.title) == ("Herald", "1", "Blast & fire")
    assert first.content == "<p>Fourteen &lt;b&gt;.</p><p>More.</p>" and first.published.raw == "2021-05-04T10:30:00Z"
    assert (second.guid, second.link, second.title) == ("17.0", "", "")


def test_the_source_that_rss_names():
    more = '<source url="https://sun.example/rss">Daily Sun</source>'
    [entry] = found(rss(item(1, SITE, more=more))).entries
    assert (entry.source_name, entry.source_url) == ("Daily Sun", "https://sun.example/rss")


@pytest.mark.parametrize(
    "content_type", ["text/html", "image/png", "", "text/xml; charset=klingon", "application/json"]
)
def test_a_wrong_content_type_changes_nothing(content_type):
    assert [entry.title for entry in found(RSS, content_type).entries] == ["Blast 1", "Blast 2"]


@pytest.mark.parametrize("lie", ["text/xml; charset=us-ascii", "text/xml; charset=utf-16", "text/xml"])
def test_an_encoding_that_is_another_is_found(lie):
    body = rss(item(1, SITE)).replace("Blast 1", "Výbuch")
    assert found(body, lie).entries[0].title == "Výbuch"
    latin = body.replace('encoding="utf-8"', 'encoding="iso-8859-2"').encode("iso-8859-2")
    assert found(latin, "application/rss+xml").entries[0].title == "Výbuch"


def test_bytes_of_no_encoding_are_read_as_far_as_they_go():
    body = rss(item(1, SITE)).encode().replace(b"Blast 1", b"Blast \xff\xfe\x80")
    assert found(body).entries[0].link == f"{SITE}/1"


@pytest.mark.parametrize(
    "broken",
    [
        RSS.replace("&lt;", "<", 3),  # a tag that isn't closed
        RSS.replace("<title>Blast 1</title>", "<title>Blast & 1 &nbsp; </title>"),
        RSS.replace("</rss>", ""),
        "\n\n  " + RSS,
        RSS.replace("<channel>", "<channel>\x00\x0b"),
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(broken):
    assert f"{SITE}/1" in [entry.link for entry in found(broken).entries]


def test_of_a_feed_that_was_cut_off_the_last_entry_is_left_for_another_time():
    assert [entry.title for entry in found(RSS[:-900]).entries] == ["Blast 1"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "empty"),
        ("<!DOCTYPE html><html><head><title>Herald</title></head><body>Sorry</body></html>", "a web page"),
        ("Service unavailable", "neither RSS nor Atom"),
        ("{}", "no JSON Feed"),
        ("[" * 100_000, "neither XML nor JSON"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "without its list"),
        (b"{\xff\xfe", "neither XML nor JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "neither RSS nor Atom"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body, why):
    with pytest.raises(NotAFeed, match=why):
        found(body)


def test_an_empty_feed_is_a_feed():
    assert found(rss()).entries == ()


BOMBS = {
    "laughs": '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>",
    "outside": '<!DOCTYPE rss [<!ENTITY m SYSTEM "file:///etc/hostname">]>',
}


@pytest.mark.parametrize("bomb", ["laughs", "outside"])
def test_entities_are_refused_unread(bomb):
    body = rss(item(1, SITE)).replace("?><rss", f"?>{BOMBS[bomb]}<rss").replace("Blast 1", "Blast &m;")
    with pytest.raises(NotAFeed, match="declares entities"):
        found(body)


@pytest.mark.parametrize("bomb", ["laughs", "outside"])
def test_entities_that_go_unnoticed_neither_grow_nor_reach_out(bomb):
    """In two bytes a letter they aren't looked for; the parser below holds them up."""
    body = rss(item(1, SITE)).replace("?><rss", f"?>{BOMBS[bomb]}<rss").replace("Blast 1", "Blast &m;")
    try:
        titles = [entry.title for entry in found(body.replace("utf-8", "utf-16").encode("utf-16")).entries]
    except NotAFeed:
        titles = []
    assert all(len(title) < 200 and "/" not in title for title in titles)


def test_of_a_flood_as_many_entries_are_looked_at_as_there_may_be():
    body = rss(*(f"<item><guid>{n}</guid></item>" for n in range(100_000)))
    started = time.process_time()
    assert len(found(body).entries) in (MOST_ENTRIES, MOST_ENTRIES - 1)
    assert time.process_time() - started < 5


def test_what_is_nested_without_end_is_refused_or_ends():
    with pytest.raises(NotAFeed, match="more than 200,000 tags"):
        found(rss("<b>" * 300_000))
    with pytest.raises(NotAFeed, match="neither RSS nor Atom"):
        found("<" * 1_000_000)
    assert found(rss(item(1, SITE, content="<b>" * 50_000))).entries[0].link == f"{SITE}/1"


def test_markup_and_bad_characters_never_reach_a_title():
    body = rss(item(1, SITE)).replace("Blast 1", "&lt;script&gt;alert(1)&lt;/script&gt;Blast")
    assert found(body).entries[0].title == "Blast"


def test_a_date_is_passed_on_as_it_is_written():
    assert found(rss(item(1, SITE, date="yesterday"))).entries[0].published == Written("yesterday")
    assert found(rss(item(1, SITE, date=None))).entries[0].published == Written()


def test_an_article_of_a_description_is_told_apart():
    body = rss(item(1, SITE)).replace("content:encoded", "description")
    assert found(body).entries[0].described and found(body).entries[0].content.count("<p>") == article().count("<p>")
