"""Documents too long to be held: read element by element, to the same end as those that are read as a whole."""

import gzip
import io
import json
import tracemalloc

import pytest

from corroboration.interchange import long_documents
from corroboration.interchange.documents import Spoilt, read_document
from corroboration.interchange.long_documents import read_stream
from corroboration.models import ExternalReview
from tests.interchange.reviews import claim_review
from tests.interchange.test_importing import run

REVIEW = claim_review(claimReviewed='Devět lidí \\ "zahynulo" [v Ostravě}, 9')
FEED = {"@type": "DataFeed", "name": "All", "dataFeedElement": [{"item": [REVIEW, None]}, {"item": None}, 7, REVIEW]}


@pytest.fixture
def long(monkeypatch):
    """Take whatever is longer than a few bytes for too long, and read it a few characters at a time."""
    monkeypatch.setattr(long_documents, "WHOLE", 1)
    monkeypatch.setattr(long_documents, "PIECE", 7)


def items_of(raw: bytes) -> list:
    return list(read_stream(io.BytesIO(raw)))


@pytest.mark.parametrize(
    "document",
    [
        [REVIEW, [REVIEW, None], None, "x", -12.5, 17],
        FEED,
        REVIEW,
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@graph": REVIEW, "itemListElement": [{"@type": "ListItem", "item": REVIEW}]},
        {"nothing": "of the kind", "n": 1e9},
        {"dataFeedElement": []},
        [],
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_what_is_found_is_what_a_whole_document_gives(document, indent, long):
    raw = json.dumps(document, indent=indent, ensure_ascii=False).encode()
    assert sorted(map(repr, items_of(b"\xef\xbb\xbf" + raw))) == sorted(map(repr, read_document(raw)))


def test_lines_are_read_line_by_line(monkeypatch):
    monkeypatch.setattr(long_documents, "WHOLE", 5_000)
    monkeypatch.setattr("corroboration.filing.LONGEST_LINE", 4_000)
    lines = [json.dumps(REVIEW).encode(), b"{broken", b"", json.dumps([REVIEW]).encode(), b"x" * 9_000]
    first, bad, third, last = items_of(b"\n".join(lines))
    assert (first.position, third.position) == ("line 1", "line 4, [0]")
    assert isinstance(bad, Spoilt) and bad.position == "line 2" and bad.reason.startswith("not JSON")
    assert isinstance(last, Spoilt) and last.position == "line 5" and "longer than" in last.reason


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (b"", "expected ,, found the end"),
        (b", {", "not JSON"),
        (b" {}]", "expected ,, found {"),
        (b"] []", "more behind the end"),
        (b", " + b"[" * 100_000, "nested too deep"),
        (b", " + b"9" * 5_000 + b"]", "a number too long"),
    ],
)
def test_one_that_breaks_off_has_given_what_came_before(end, says, long):
    first, last = items_of(b"[" + json.dumps(REVIEW).encode() + end)
    assert first.node == REVIEW
    assert (last.position, says in last.reason) == ("after [0]", True), last.reason


def test_one_that_is_no_utf_8_from_some_place_on_has_given_what_came_long_before(long):
    first, *_, last = items_of(b"[" + json.dumps(REVIEW).encode() + b', "' + b"x" * 100_000 + b'", "\xff"]')
    assert first.node == REVIEW
    assert "not UTF-8" in last.reason


@pytest.mark.parametrize("raw", [b"<html>\n<body>\n", b"\xff\xfe" * 9, b"123456789 12345"])
def test_one_of_which_nothing_can_be_read_says_so(raw, long):
    [only] = items_of(raw)
    assert isinstance(only, Spoilt) and only.position == "after the beginning"


def test_an_element_that_does_not_end_is_not_held(long, monkeypatch):
    monkeypatch.setattr(long_documents, "LONGEST", 1_000)
    [only] = items_of(b'["' + b"x" * 100_000)
    assert "longer than" in only.reason


def test_memory_stays_flat(monkeypatch):
    monkeypatch.setattr(long_documents, "WHOLE", 100_000)
    monkeypatch.setattr(long_documents, "PIECE", 100_000)
    raw = json.dumps({"dataFeedElement": [{"item": [REVIEW]}] * 10_000}).encode()
    tracemalloc.start()
    assert sum(1 for _ in read_stream(io.BytesIO(raw))) == 10_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(raw) > 6_000_000
    assert most < 3_000_000


@pytest.mark.django_db
def test_the_command_reads_a_long_one_and_one_that_is_packed(tmp_path, long):
    path = tmp_path / "feed.json.gz"
    path.write_bytes(gzip.compress(json.dumps(FEED).encode()))
    counts, said = run(path, "--no-look")
    assert counts == {"accepted": 1, "changed": 0, "unchanged": 1, "rejected": 1, "looked_for": 0}
    assert "dataFeedElement[2]: no ClaimReview: int" in said
    assert ExternalReview.objects.count() == 1
