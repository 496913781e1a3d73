"""Every door that strangers' words come in by: whatever comes, it is taken or refused in words, and never hangs."""

from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from claims.engine.document import legible
from claims.engine.extract import extract
from claims.engine.reference import load_reference
from claims.engine.values import ArticleText
from corroboration import ingestion
from corroboration.feeds import opml
from corroboration.feeds.reading import NotAFeed
from corroboration.feeds.reading import read as read_feed
from corroboration.html import crowded, text_of
from corroboration.interchange import importing
from corroboration.interchange.reading import Unreadable, items
from sources.engine.values import Kind, Voice
from tests.access_table import API, PAGES, things
from tests.fuzz import inputs
from tests.fuzz.hunting import hunt
from tests.people import make_admin
from tests.test_access import ALL
from tests.world import make_world

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PARAMETERS = (
    *(
        "q",
        "page",
        "page_size",
        "cursor",
        "place",
        "source",
        "topic",
        "status",
        "kind",
        "role",
        "order",
        "as_of",
        "from",
    ),
    *("to", "since", "until", "limit", "format", "fields", "view", "claim", "left", "right", "near", "url"),
    *(
        "checker",
        "sample",
        "outlet",
        "language",
        "state",
        "brief",
        "published_after",
        "published_before",
        "min_origins",
        "show",
    ),
)


def test_lines_of_an_import():
    def door(raw: bytes) -> None:
        with suppress(ingestion.Rejected):
            submission = ingestion.check(ingestion.parse_line(raw), now=NOW)
            assert "\x00" not in submission.text
            submission.text.encode()

    hunt(door, inputs.lines)


def test_pages_of_html():
    def door(page: str) -> None:
        if not crowded(page):
            assert "<script" not in text_of(page)

    hunt(door, inputs.markup)


def test_feeds():
    def door(body: bytes) -> None:
        with suppress(NotAFeed):
            for entry in read_feed(body, url="http://herald.example/feed", headers={}).entries:
                entry.title.encode()

    hunt(door, inputs.feeds)


def test_lists_of_feeds():
    def door(body: bytes) -> None:
        with suppress(opml.NotOpml):
            opml.read(body)

    hunt(door, inputs.opml)


def test_reviews_of_others():
    def door(document: object) -> None:
        for found in items(document):
            with suppress(Unreadable):
                importing._checked(found.node)

    hunt(door, inputs.reviews)


def test_texts_that_are_read(nlp):
    known = load_reference()
    voice = Voice("herald", "Herald", Kind.OUTLET)

    def door(given: str) -> None:
        text = given.encode("utf-8", "ignore").decode()  # as taking it in leaves it
        article = ArticleText(text, voice, datetime(2021, 5, 4, tzinfo=UTC), title=text[:60])
        assert len(legible(text)) == len(text)
        for claim in extract(article, known, nlp).claims:
            assert claim.text == " ".join(text[start:end] for start, end in claim.segments)

    hunt(door, inputs.prose)


@pytest.fixture
def client(db) -> tuple[Client, list[str]]:
    """Somebody who may do all, and every address that can be read."""
    known = things(make_world())
    client = Client(raise_request_exception=True)
    client.force_login(make_admin("root"))
    named = [key for key in {**PAGES, **API} if ALL[key].get in (200, 400)]
    paths = [ALL[key].path or reverse(key, args=[known.get(word, word) for word in ALL[key].args]) for key in named]
    return client, sorted(paths)


def test_parameters_of_every_address(client):
    asking, paths = client

    def door(asked: tuple[str, list[tuple[str, str]]]) -> None:
        path, given = asked
        query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in given)
        answer = asking.get(f"{path}?{query}")
        assert answer.status_code < 500, (path, query)
        assert answer.content if not answer.streaming else b"".join(answer.streaming_content) is not None

    pairs = st.lists(st.tuples(st.sampled_from(PARAMETERS), inputs.words), max_size=4)
    day = st.tuples(st.just("as_of"), st.sampled_from(inputs.DAYS)).map(lambda pair: [pair])  # asked for by most
    hunt(door, st.tuples(st.sampled_from(paths), st.one_of(pairs, day)), short=4)


def test_bodies_that_are_sent(client):
    asking, _ = client
    addresses = [f"/api/v1/{name}/" for name in ("articles", "decisions", "review-imports", "webhooks", "batches")]
    bodies = st.one_of(inputs.json_text.map(str.encode), inputs.lines, inputs.articles.map(repr).map(str.encode))

    def door(asked: tuple[str, bytes]) -> None:
        path, body = asked
        answer = asking.post(path, body, content_type="application/json")
        assert answer.status_code < 500, path
        assert answer.status_code < 400 or answer["Content-Type"].startswith("application/problem+json")

    hunt(door, st.tuples(st.sampled_from([*addresses, "/api/v1/extract/"]), bodies))
