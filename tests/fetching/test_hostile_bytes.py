"""What a hostile server sends is read, or refused, in seconds: a parser's time may grow with the square of its bytes.

A worker's threads share one lock, so a page that keeps one of them busy for an hour stops all feeds for as long.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest

from corroboration.feeds import polling
from corroboration.feeds.reading import NotAFeed, read
from corroboration.fetching import facts, sameness, web
from corroboration.fetching.charsets import decoded
from corroboration.html import MOST_ATTRIBUTES, crowded

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECONDS = 15  # of the processor's time, whatever else runs: each takes 2 at most here, or hours
ITEM = b"<item><title>a</title><link>http://herald.example/1</link></item>"
ATTRIBUTES = b" ".join(b'a%d="1"' % number for number in range(100_000))


@contextmanager
def within(seconds: int) -> Iterator[None]:
    def over(*_: object) -> None:
        pytest.fail(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def rss(inside: bytes, head: bytes = b"") -> bytes:
    return b"<?xml version='1.0'?>" + head + b"<rss version='2.0'><channel>" + inside + b"</channel></rss>"


def filled(piece: bytes, most: int) -> bytes:
    """As many of these as fit below a limit."""
    return piece * ((most - 1000) // len(piece))


FEEDS: dict[str, Callable[[int], bytes]] = {
    "openings of a DOCTYPE": lambda most: filled(b"<!DOCTYPE[", most),
    "blank lines before the feed": lambda most: rss(ITEM, filled(b"\n", most)),
    "comments without an end in an entry": lambda most: rss(
        b"<item><description><![CDATA[" + filled(b"<!--", most) + b"]]></description></item>"
    ),
    "attributes": lambda most: rss(b"<item " + ATTRIBUTES + b"></item>"),
    "attributes in UTF-16": lambda most: rss(b"<item " + ATTRIBUTES + b"></item>").decode().encode("utf-16"),
    "brackets": lambda most: rss(filled(b"<", most)),
    "elements in elements": lambda most: rss(b"<a>" * 100_000),
}


@pytest.mark.parametrize("what", FEEDS)
def test_a_feed_of_nothing_but(what):
    body = FEEDS[what](polling.MOST_BYTES)
    assert len(body) <= polling.MOST_BYTES
    with within(SECONDS), suppress(NotAFeed):  # which is a right answer, too
        read(body, url="http://herald.example/feed", headers={"content-type": "application/rss+xml"})


BYTES = {
    "brackets, in no known charset": lambda most: b"\xff" + filled(b"<", most),
    "Cyrillic and brackets": lambda most: bytes(range(0xC0, 0xFF)) * 1000 + filled(b"<", most - 100_000),
    "metas without an end": lambda most: b"\xff" + filled(b"<meta", most),
}


@pytest.mark.parametrize("what", BYTES)
def test_bytes_of_nothing_but(what):
    body = BYTES[what](web.MOST_BYTES)
    with within(SECONDS):
        assert decoded(body, "text/html")


def test_a_page_of_one_tag_with_too_many_attributes_is_refused():
    page = f"<p {ATTRIBUTES.decode()}>x</p>"
    with within(SECONDS):
        assert crowded(page) == f"a tag of more than {MOST_ATTRIBUTES} attributes"
    inside = f"<p data-a='{ATTRIBUTES.decode()}' b>" * 3 + "<p a=1 b=2>"
    assert crowded(inside) == "", "what stands within a value is no attribute"


@pytest.mark.parametrize("page", ["<a b='" * 29_000 + "x" * 7_000_000, "<a " * 29_000, '<a b="> ' * 29_000])
def test_looking_for_such_tags_takes_no_time_itself(page):
    with within(SECONDS):
        crowded(page)


@pytest.mark.parametrize("page", ["<div>" * 29_999, "<p>" + "a. " * 600_000, "<pre>" + "\n" * 2_000_000 + "</pre>"])
def test_a_page_of_nothing_but(page):
    assert crowded(page) == ""
    with within(SECONDS):
        facts.facts_of(page, "http://herald.example/1", now=NOW)


def test_texts_that_have_no_line_in_common_are_compared_in_time():
    before, after = ("\n".join(f"{letter * 5} {n * 7919:x}" for n in range(40_000)) for letter in "xy")
    with within(SECONDS):
        sameness.is_edited(before, after)
        sameness.is_edited("1," * 900_000, "2," * 900_000)


DEEP = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("before", ["", "<!-- <rss> -->"])
def test_entities_of_entities_are_found_in_any_bytes(codec, before):
    body = (
        f'<?xml version="1.0"?>{before}<!DOCTYPE a [{DEEP}]><rss version="2.0"><channel>{ITEM.decode()}</channel></rss>'
    )
    with pytest.raises(NotAFeed, match="entities of its own"):
        read(body.encode(codec), url="http://herald.example/feed", headers={})


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-32"])
def test_a_feed_in_wide_characters_is_read(codec):
    body = f'<?xml version="1.0" encoding="utf-16"?>{rss(ITEM).decode().partition("?>")[2]}'.replace(">a<", ">Žižkov<")
    for kind in ("application/rss+xml", f"text/xml; charset={codec}"):
        document = read(body.encode(codec), url="http://herald.example/feed", headers={"content-type": kind})
        assert [entry.title for entry in document.entries] == ["Žižkov"]
