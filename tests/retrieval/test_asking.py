"""Asking for a page: one row a page that is waited for, refused at once where the address may never be asked."""

from datetime import UTC, datetime

import pytest

from corroboration import retrieval
from corroboration.fetching.rows import Retrieval
from corroboration.fetching.web import Unfetchable
from tests.factories import make_feed, make_source

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://example.org/news/1"


def test_a_page_asked_for_waits_with_what_is_known_of_it():
    feed = make_feed(make_source())
    row = retrieval.ask(
        f" {URL}#top ", outlet="Example", feed=feed, hints={"title": "A title", "language": ""}, now=NOW
    )
    assert (row.url, row.host, row.outlet, row.feed) == (URL, "example.org", "Example", feed)
    assert (row.state, row.hints, row.next_attempt_at) == (Retrieval.State.WAITING, {"title": "A title"}, NOW)


def test_a_page_that_is_waited_for_is_one_row():
    first = retrieval.ask(URL, now=NOW)
    assert retrieval.ask(URL, outlet="Example", now=NOW) == first
    Retrieval.objects.update(state=Retrieval.State.UNCLEAR, reason="no date")
    assert retrieval.ask(URL, now=NOW) == first
    Retrieval.objects.update(state=Retrieval.State.DONE)
    assert retrieval.ask(URL, now=NOW) != first


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "http://10.0.0.1/",
        "http://a:b@example.org/",
        "https://e.org/" + "x" * 990,
    ],
)
def test_an_address_that_may_never_be_asked_is_refused_at_once(url):
    with pytest.raises(Unfetchable):
        retrieval.ask(url, now=NOW)
    assert not Retrieval.objects.exists()


def test_a_hint_that_nobody_would_heed_is_a_mistake():
    with pytest.raises(ValueError, match="author"):
        retrieval.ask(URL, hints={"author": "A. Writer"}, now=NOW)
