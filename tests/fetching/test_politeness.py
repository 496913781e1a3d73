"""Manners: a pause between two requests to a host, what its robots.txt says, and waiting when told to."""

from datetime import UTC, datetime, timedelta

import pytest

from corroboration.fetching import politeness
from corroboration.fetching.politeness import allowed, asked_to_wait, host_of, take_turn, wait_until
from corroboration.fetching.rows import Host
from corroboration.fetching.web import Fetched
from tests.fetching.server import Answer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org/a", "example.org"),
        ("http://example.org:80/a", "example.org"),
        ("https://example.org:443", "example.org"),
        ("https://example.org:80/", "example.org:80"),
        ("http://example.org.:8080/a?b", "example.org:8080"),
        ("http://[2001:db8::1]/a", "[2001:db8::1]"),
        ("http://[2001:db8::1]:8080/a", "[2001:db8::1]:8080"),
    ],
)
def test_a_host_is_one_whatever_its_address_looks_like(url, host):
    assert host_of(url) == host


def test_a_host_is_asked_once_in_a_pause():
    assert take_turn("https://example.org/a", now=NOW) is None
    assert take_turn("https://example.org/b", now=NOW) == NOW + politeness.PAUSE
    assert take_turn("http://EXAMPLE.org/c", now=NOW + SECOND) == NOW + politeness.PAUSE
    assert take_turn("https://example.net/", now=NOW) is None, "another host isn't held up"
    assert take_turn("https://example.org/b", now=NOW + politeness.PAUSE) is None


def test_a_host_that_asks_for_it_is_left_alone_but_not_for_ever():
    wait_until("https://example.org/", NOW + HOUR, now=NOW)
    wait_until("https://example.org/", NOW + SECOND, now=NOW)  # an earlier moment changes nothing
    assert take_turn("https://example.org/a", now=NOW) == NOW + HOUR
    wait_until("https://example.org/", NOW + 400 * DAY, now=NOW)
    assert take_turn("https://example.org/a", now=NOW) == NOW + DAY


@pytest.mark.parametrize(
    ("given", "wait"),
    [
        ("120", 120 * SECOND),
        ("Sun, 22 Nov 2026 13:00:00 GMT", HOUR),
        ("Sunday, 22-Nov-26 13:00:00 GMT", HOUR),
        ("Sun, 22 Nov 2066 13:00:00 GMT", DAY),
        ("99999999999999999999", DAY),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("Sun, 99 Nov 2026 13:00:00 GMT", None),
        ("١٢", None),
    ],
)
def test_how_long_to_wait_comes_as_seconds_or_as_a_date(given, wait):
    answer = Fetched("https://example.org/", 429, {"retry-after": given}, b"")
    assert asked_to_wait(answer, now=NOW) == (wait and NOW + wait)


ROBOTS = "User-agent: *\nDisallow: /private\n\nUser-agent: SecondSource\nDisallow: /not-you\nCrawl-delay: 7\n"


def test_robots_txt_is_obeyed_by_our_name_and_asked_for_once_a_day(site):
    site.page("/robots.txt", ROBOTS, content_type="text/plain")
    assert allowed(site.address + "/private", now=NOW), "what is said to others doesn't bind whoever is named"
    assert not allowed(site.address + "/not-you/1", now=NOW)
    assert len(site.asked) == 1
    site.page("/robots.txt", "", content_type="text/plain")
    assert not allowed(site.address + "/not-you/1", now=NOW + DAY - SECOND)
    assert allowed(site.address + "/not-you/1", now=NOW + DAY)
    assert len(site.asked) == 2


def test_the_pause_that_robots_txt_wishes_for_is_kept_within_reason(site):
    site.page("/robots.txt", ROBOTS)
    assert allowed(site.address + "/", now=NOW)
    assert take_turn(site.address + "/", now=NOW) is None
    assert take_turn(site.address + "/", now=NOW) == NOW + 7 * SECOND
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 86400\n")
    allowed(site.address + "/", now=NOW + DAY)
    assert take_turn(site.address + "/", now=NOW + DAY) is None
    assert take_turn(site.address + "/", now=NOW + DAY) == NOW + DAY + politeness.LONGEST_PAUSE


@pytest.mark.parametrize(("status", "open_to_us"), [(404, True), (403, True), (410, True), (429, False), (503, False)])
def test_without_a_robots_txt_all_is_open_and_while_it_cannot_be_had_nothing_is(site, status, open_to_us):
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    assert allowed(site.address + "/a", now=NOW) is open_to_us


def test_where_robots_txt_is_gone_for_a_while_the_last_one_counts_and_it_is_asked_for_again_soon(site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /a\n")
    assert not allowed(site.address + "/a", now=NOW)
    site.page("/robots.txt", status=500)
    later = NOW + 2 * DAY
    assert not allowed(site.address + "/a", now=later)
    assert allowed(site.address + "/b", now=later)
    site.page("/robots.txt", "")
    assert not allowed(site.address + "/a", now=later + politeness.ROBOTS_ASKED_AGAIN - SECOND)
    assert allowed(site.address + "/a", now=later + politeness.ROBOTS_ASKED_AGAIN)


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00nonsense\x00", b"<html>not found</html>", b"Disallow: /a", b"User-agent: *\nCrawl-delay: x"]
)
def test_nonsense_forbids_nothing_and_breaks_nothing(site, body):
    site.page("/robots.txt", body)
    assert allowed(site.address + "/a", now=NOW)


def test_an_endless_robots_txt_is_none_that_can_be_had(site):
    site.answers["/robots.txt"] = Answer([b"# " + bytes(100_000)] * 10)
    assert not allowed(site.address + "/a", now=NOW)
    assert Host.objects.get().robots == ""
