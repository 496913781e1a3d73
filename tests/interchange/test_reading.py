"""Others' ClaimReview in the shapes that are found in the wild."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.interchange.documents import NoDocument, Spoilt, read_document
from corroboration.interchange.reading import Unreadable, day, items, number, plain, read, web
from tests.interchange.reviews import claim_review

REVIEW = claim_review()


def positions(document) -> list[str]:
    return [found.position for found in items(document)]


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (REVIEW, ["document"]),
        ([REVIEW, None, [REVIEW]], ["[0]", "[2][0]"]),
        ({"@graph": [REVIEW, {"@type": "WebPage"}]}, ["@graph[0]"]),
        (
            {
                "@type": "DataFeed",
                "dataFeedElement": [{"item": None}, {"item": [REVIEW, None]}, None, {"item": REVIEW}],
            },
            ["dataFeedElement[1].item[0]", "dataFeedElement[3].item"],
        ),
        ({"@type": "DataFeed", "dataFeedElement": None}, []),
        ({"@type": "NewsArticle", "review": REVIEW}, ["review"]),
        (["nothing"], ["[0]"]),
        (None, []),
    ],
)
def test_reviews_are_found_wherever_they_lie(document, wanted):
    assert positions(document) == wanted


def test_what_is_nested_without_end_is_one_item_and_no_review():
    document = REVIEW
    for _ in range(40):
        document = [document]
    [found] = items(document)
    with pytest.raises(Unreadable):
        read(found.node)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (json.dumps([REVIEW, REVIEW]), 2),
        (json.dumps(REVIEW, indent=1), 1),
        (f"{json.dumps(REVIEW)}\n\n{json.dumps(REVIEW)}\n", 2),
        ("\ufeff" + json.dumps(REVIEW), 1),
    ],
)
def test_a_document_is_json_or_lines_of_it(raw, count):
    assert len(list(read_document(raw.encode()))) == count


def test_a_bad_line_is_told_with_its_place_and_the_others_are_read():
    raw = f"{json.dumps(REVIEW)}\n{{broken\n{json.dumps([REVIEW])}\n"
    first, bad, last = read_document(raw.encode())
    assert (first.position, last.position) == ("line 1", "line 3, [0]")
    assert isinstance(bad, Spoilt) and bad.position == "line 2" and bad.reason.startswith("not JSON")


@pytest.mark.parametrize("raw", [b"", b"  \n ", b"{", b"<html>\n<body>\n", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_document_is_said_to_be_none(raw):
    with pytest.raises(NoDocument):
        list(read_document(raw))


def test_a_review_as_most_write_it():
    found = read(REVIEW)
    assert (found.publisher, found.publisher_site) == ("Example Checks", "checks.example")
    assert (found.rating_words, found.rating, found.worst, found.best_rating) == ("Mostly false", 2, 1, 5)
    assert (found.claimed_on, found.reviewed_on) == (date(2021, 5, 4), date(2021, 5, 10))
    assert (found.claimant, found.appearances) == ("Silesian Monitor", ["https://herald.example/1"])


def test_an_older_one_has_a_creative_work_names_and_lists():
    found = read(
        claim_review(
            author=["Example Checks"],
            reviewRating={"ratingValue": "4,5", "bestRating": "5", "worstRating": None, "alternateName": None},
            itemReviewed=[
                {
                    "@type": ["CreativeWork"],
                    "author": {"@type": "Person", "name": ["A Minister", None], "sameAs": ["https://minister.example"]},
                    "sameAs": "https://a.example/1",
                    "appearance": ["https://b.example/2", {"url": ["https://c.example/3"]}, None, "not an address"],
                    "firstAppearance": {"@type": "CreativeWork", "url": "https://first.example/"},
                    "datePublished": {"@value": "2021-05-03T10:00:00+02:00"},
                }
            ],
        )
    )
    assert (found.publisher, found.publisher_site) == ("Example Checks", "checks.example")
    assert (found.rating, found.rating_words, found.worst) == (4.5, "4,5", None)
    assert (found.claimant, found.claimed_on) == ("A Minister", date(2021, 5, 3))
    first, *others = found.appearances
    assert first == "https://first.example/" and len(others) == 3


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"claimReviewed": "<p>Nine &amp; ten <b>died</b></p>"}, "Nine & ten died"),
        ({"claimReviewed": "&lt;b&gt;Nine&lt;/b&gt; died"}, "Nine died"),
        ({"claimReviewed": "5 < 6 and 7 > 3"}, "5 < 6 and 7 > 3"),
        ({"claimReviewed": None, "itemReviewed": {"name": "Nine died"}}, "Nine died"),
        ({"claimReviewed": "", "itemReviewed": "Nine died"}, "Nine died"),
        ({"claimReviewed": ["", "Nine died"]}, "Nine died"),
        ({"claimReviewed": {"@value": "Nine died", "@language": "en"}}, "Nine died"),
    ],
)
def test_the_claim_is_plain_text_wherever_it_stands(fields, text):
    assert read(claim_review(**fields)).claim_text == text


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        ({"@type": "Review"}, "no ClaimReview: Review"),
        ({"url": "https://x.example"}, "no ClaimReview: an object without @type"),
        ("text", "no ClaimReview: str"),
        (claim_review(url="javascript:alert(1)"), "url: expected an http or https address"),
        (claim_review(url=None), "url: expected an http or https address"),
        (claim_review(claimReviewed=" ", itemReviewed=None), "claimReviewed: missing"),
    ],
)
def test_what_can_t_be_kept_says_why(node, reason):
    with pytest.raises(Unreadable) as refused:
        read(node)
    assert str(refused.value) == reason


def test_a_type_may_be_written_as_an_address():
    assert read(claim_review(**{"@type": ["http://schema.org/ClaimReview", "Review"]})).publisher == "Example Checks"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/1?q=2#3", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" data:text/html,x", False),
        ("//a.example", False),
        ("https://", False),
        ("https://user:secret@a.example/", False),
        ('https://a.example/"onclick="x', False),
        ("https://a.example:99999/", False),
        ("https://" + "a" * 3_000, False),
    ],
)
def test_only_what_leads_to_the_web_is_an_address(address, kept):
    assert web(address) == (address if kept else "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021-05-04", date(2021, 5, 4)),
        ("2021-05-04T23:30:00-05:00", date(2021, 5, 4)),
        ("2021-05-04T10:00:00.000Z", date(2021, 5, 4)),
        ("May 4, 2021", date(2021, 5, 4)),
        ("4th May 2021", date(2021, 5, 4)),
        ("Tue, 04 May 2021 10:00:00 GMT", date(2021, 5, 4)),
        ("13/5/2021", date(2021, 5, 13)),
        ("5/13/2021", date(2021, 5, 13)),
        ("4/5/2021", None),  # April or May
        ("5/5/2021", date(2021, 5, 5)),
        ("20210504", date(2021, 5, 4)),
        ("1620122400", date(2021, 5, 4)),
        (1620122400000, date(2021, 5, 4)),
        (["2021-05-04"], date(2021, 5, 4)),
        ("0001-01-01", None),
        ("soon", None),
        ("31/31/2021", None),
        (None, None),
    ],
)
def test_a_day_in_one_of_many_forms(text, wanted):
    assert day(text) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("3", 3), (3, 3), ("3,5", 3.5), ("3/5", 3), ("-1", -1), (True, None), ("three", None), (float("nan"), None)],
)
def test_a_number_also_written_out(value, wanted):
    assert number(value) == wanted


def test_hostile_text_is_read_in_no_time():
    assert plain("<" * 200_000).startswith("<")
    assert plain("<a " * 100_000) != ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@value", "name", "url", "@id", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = ("url", "claimReviewed", "author", "reviewRating", "itemReviewed", "datePublished", "inLanguage", "headline")
INNER = ("author", "datePublished", "appearance", "firstAppearance", "sameAs", "name", "ratingValue", "alternateName")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4),
    st.dictionaries(st.sampled_from(INNER), JSON, max_size=4),
    st.booleans(),
)
def test_whatever_an_item_holds_it_is_read_or_refused(fields, inner, kept):
    node = claim_review(**fields)
    if kept:
        node |= {"itemReviewed": inner, "reviewRating": inner}
    try:
        found = read(node)
    except Unreadable:
        return
    assert web(found.url) == found.url != "" and found.claim_text and found.publisher
    assert all(web(address) == address for address in found.appearances)
    assert len(found.publisher) <= 300 and len(found.rating_words) <= 300
