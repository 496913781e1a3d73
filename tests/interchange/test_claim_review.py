"""Verdicts as ClaimReview: what an object holds, whom it names, and which verdicts there are."""

import json
import re

import pytest

from corroboration.interchange.claim_review import LONGEST, shortened
from corroboration.interchange.ratings import number_of, words_of
from corroboration.interchange.verdicts import everything
from corroboration.models import Membership
from tests import factories
from tests.factories import make_article, make_claim, make_cluster, make_relation, make_source

LIST, FEED = "/api/v1/claim-reviews/", "/api/v1/claim-reviews/feed/"


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("Nine people died", "Nine people died"),
        ("Nine\n people  died", "Nine people died"),
        ("a" * 74, "a" * 74),
        ("a" * 75, "a" * 73 + "…"),
        (f"{'word ' * 14}abc defgh", f"{'word ' * 14}abc…"),
        (f"{'word ' * 14}abc, defgh", f"{'word ' * 14}…".replace(" …", "…")),
        (f"{'word ' * 14}, defgh", f"{'word ' * 14}".strip() + "…"),
    ],
)
def test_a_claim_is_cut_between_words_below_75_characters(statement, short):
    assert shortened(statement) == short and len(short) <= LONGEST < 75


@pytest.mark.parametrize(
    ("rating", "number", "words"),
    [
        (1.0, 5, "true"),
        (0.75, 4, "mostly true"),
        (0.5, 3, "half true"),
        (0.25, 2, "mostly false"),
        (0.0, 1, "false"),
        (0.9, 5, "true"),
        (None, None, "unproven"),
    ],
)
def test_a_number_and_its_words_go_together(rating, number, words):
    assert (number_of({"rating": rating}), words_of({"rating": rating})) == (number, words)


# --- one object ---


@pytest.fixture
def reviewed(world, desk, ask):
    """Nine died, the ministry said, according to the agency: judged, and told to programs."""
    killed, nine = world.claims[2], world.claims[5]
    assert killed.slot == nine.slot == "killed"
    desk.verdict(nine, links=["https://register.example/deaths"])
    [review] = ask(LIST)["results"]
    return review


def test_an_object_has_what_google_requires_and_recommends(reviewed, world):
    nine = world.claims[5]
    assert reviewed["@type"] == "ClaimReview" and reviewed["@context"] == "https://schema.org"
    assert reviewed["claimReviewed"] == "Nine people died"
    place = f"http://testserver/clusters/{world.cluster.public_id}/?near={nine.public_id}#card-{nine.public_id}"
    assert reviewed["url"] == place
    assert (reviewed["datePublished"], reviewed["dateModified"]) == ("2021-06-01", "2021-06-01T12:00:00Z")
    assert reviewed["author"] == {"@type": "Organization", "name": "Second Source", "url": "http://testserver/"}
    assert reviewed["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "False",
        "name": "False",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
        "ratingExplanation": "By the register.",
    }
    assert reviewed["citation"] == ["https://register.example/deaths"]
    assert "sdLicense" not in reviewed
    claim = reviewed["itemReviewed"]
    assert claim["@type"] == "Claim" and claim["@id"] == f"http://testserver/claims/{nine.public_id}/"
    assert claim["author"] == {"@type": "Organization", "name": "Interior Ministry"}


def test_the_anchor_of_an_object_is_on_the_page_it_names(reviewed, client):
    path, anchor = reviewed["url"].removeprefix("http://testserver").split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()


def test_what_can_t_be_told_has_no_number(world, desk, ask):
    desk.verdict(world.claims[5], rating="unproven", reason="")
    [review] = ask(LIST)["results"]
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Unproven", "name": "Unproven"}


def test_who_publishes_under_which_terms_is_set(world, desk, ask, settings):
    settings.SITE_URL, settings.PUBLISHER_NAME = "https://claims.example", "Example Desk"
    settings.PUBLISHER_URL, settings.REVIEW_LICENSE = "https://example.org/", "https://example.org/terms"
    desk.verdict(world.claims[5])
    [review] = ask(LIST)["results"]
    assert review["author"] == {"@type": "Organization", "name": "Example Desk", "url": "https://example.org/"}
    assert review["url"].startswith("https://claims.example/clusters/")
    assert review["sdLicense"] == "https://example.org/terms"


def test_the_origin_is_the_first_appearance_and_carriers_are_the_others(db, desk, ask):
    """A ministry said it; the agency told it first, one outlet copied it, another repeats it, a third knows better."""
    ministry = make_source("Interior Ministry", kind="official", homepage="https://ministry.example/")
    told = [
        make_claim(
            make_article(
                make_source(name), "Nine people died.", url=url, published_at=f"2021-05-0{day}", title=f"By {name}"
            ),
            chain=[ministry],
            slot="killed",
        )
        for day, (name, url) in enumerate(
            [("Agency", "https://agency.example/1"), ("Copier", ""), ("Repeater", "https://repeater.example/3")], 4
        )
    ]
    apart = make_claim(make_article(text="Nine people died.", published_at="2021-05-03"), slot="killed")
    make_cluster([*told, apart], copies={told[1]: told[0]})
    make_relation(told[2], told[0], independent=False)
    make_relation(told[0], apart, independent=True)
    desk.verdict(told[2])
    [review] = ask(LIST)["results"]
    claim = review["itemReviewed"]
    assert claim["author"] == {
        "@type": "Organization",
        "name": "Interior Ministry",
        "sameAs": "https://ministry.example/",
    }
    assert claim["datePublished"] == "2021-05-04T12:00:00Z"
    assert claim["firstAppearance"]["url"] == "https://agency.example/1"
    assert [each["publisher"]["name"] for each in claim["appearance"]] == ["Copier", "Repeater"]
    copy, repeat = claim["appearance"]
    assert "url" not in copy and copy["@id"].startswith("http://testserver/articles/")
    assert repeat["url"] == "https://repeater.example/3" and repeat["headline"] == "By Repeater"


@pytest.mark.parametrize(
    ("kind", "fields", "author"),
    [
        ("person", {"public_role": True}, {"@type": "Person", "name": "Jana Nová"}),
        ("person", {}, {"@type": "Thing", "description": "a private person, as told by Morning Herald"}),
        ("unnamed", {}, {"@type": "Thing", "description": "Jana Nová, not named, as told by Morning Herald"}),
        ("reports", {}, {"@type": "Thing", "description": "reports that name nobody, as told by Morning Herald"}),
        ("monitor", {}, {"@type": "Organization", "name": "Jana Nová"}),
        ("monitor", {"homepage": "javascript:alert(1)"}, {"@type": "Organization", "name": "Jana Nová"}),
    ],
)
def test_only_somebody_in_particular_who_may_be_named_is(db, desk, ask, kind, fields, author):
    voice = make_source("Jana Nová", kind=kind, **fields)
    claim = make_claim(make_article(make_source("Morning Herald")), chain=[voice])
    make_cluster([claim])
    desk.verdict(claim)
    [review] = ask(LIST)["results"]
    assert review["itemReviewed"]["author"] == author


def test_a_claim_without_a_cluster_is_reviewed_on_the_page_of_its_article(world, desk, ask):
    claim = world.claims[-1]
    Membership.objects.filter(claim=claim).delete()
    desk.verdict(claim)
    [review] = ask(LIST)["results"]
    assert re.fullmatch(rf"http://testserver/articles/\w+/\?claim={claim.public_id}#c-{claim.public_id}", review["url"])


# --- which there are ---


def rated(ask) -> list[str]:
    return [each["reviewRating"]["name"] for each in ask(LIST)["results"]]


def test_an_undone_verdict_is_none_and_comes_back_when_the_undo_is_undone(world, desk, ask):
    decision = desk.verdict(world.claims[5])
    undone = desk.undo(decision)
    assert rated(ask) == []
    desk.undo(undone)
    [review] = ask(LIST)["results"]
    assert (review["datePublished"], review["dateModified"][:10]) == ("2021-06-01", "2021-06-03")


def test_a_newer_verdict_replaces_the_older_until_it_is_undone(world, desk, ask):
    desk.verdict(world.claims[5], rating="false")
    newer = desk.verdict(world.claims[5], rating="mostly false")
    [review] = ask(LIST)["results"]
    assert review["reviewRating"]["ratingValue"] == 2
    assert (review["datePublished"], review["dateModified"][:10]) == ("2021-06-01", "2021-06-02")
    desk.undo(newer)
    [review] = ask(LIST)["results"]
    assert review["reviewRating"]["ratingValue"] == 1
    assert (review["datePublished"], review["dateModified"][:10]) == ("2021-06-01", "2021-06-03")


def test_a_verdict_whose_claim_is_gone_is_none(world, desk, ask):
    desk.verdict(world.claims[5])
    world.claims[5].delete()
    assert rated(ask) == []


def test_a_verdict_on_two_claims_is_two_reviews(world, desk, ask):
    desk.verdict(world.claims[5], world.claims[2])
    assert len({each["url"] for each in ask(LIST)["results"]}) == 2


# --- pages of them, the feed, the cluster's page ---


@pytest.fixture
def seven(db, desk):
    claims = [make_claim(text=f"Number {n} holds.") for n in range(7)]
    make_cluster(claims)
    for claim in claims[:5]:
        desk.verdict(claim)
    desk.verdict(*claims[5:])
    return claims


def walk(ask, path: str, key: str = "next") -> list[list[str]]:
    pages = []
    while path:
        page = ask(path)
        pages.append([each["claimReviewed"] for each in page["results"]])
        path = page[key]
    return pages


def test_pages_are_full_and_lead_there_and_back(seven, ask):
    pages = walk(ask, f"{LIST}?page_size=2")
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    flat = [words for page in pages for words in page]
    assert len(set(flat)) == 7 and {*flat[:2]} == {"Number 5 holds.", "Number 6 holds."}
    assert flat[2:] == [f"Number {n} holds." for n in (4, 3, 2, 1, 0)]
    last = ask(f"{LIST}?page_size=2")["next"]
    back = ask(ask(last)["previous"])
    assert [each["claimReviewed"] for each in back["results"]] == pages[0] and back["previous"] is None


def test_a_walk_over_pieces_misses_nothing(seven, monkeypatch):
    monkeypatch.setattr("corroboration.interchange.verdicts.PIECE", 2)
    found = [each.claim for each in everything()]
    assert len(found) == len(set(found)) == 7
    assert [each.claim for each in everything(backwards=True)] == found[::-1]


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json"])
def test_the_feed_is_a_data_feed_of_all_verdicts(seven, client, kind):
    response = client.get(FEED, headers={"Accept": kind})
    assert response["Content-Type"] == f"{kind}; charset=utf-8" and response.streaming
    feed = json.loads(b"".join(response.streaming_content))
    assert feed["@type"] == "DataFeed" and feed["dateModified"] == "2021-06-06T12:00:00Z"
    assert len(feed["dataFeedElement"]) == 7
    for element in feed["dataFeedElement"]:
        assert element["@type"] == "DataFeedItem" and element["item"][0]["@type"] == "ClaimReview"


def test_the_feed_without_verdicts_is_an_empty_one(db, client):
    assert json.loads(b"".join(client.get(FEED).streaming_content))["dataFeedElement"] == []


def test_a_feed_that_is_known_is_not_sent_again_until_something_is_decided(seven, client, desk):
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    desk.verdict(seven[0], rating="true")
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 200


def test_queries_are_constant_however_many_verdicts_there_are(seven, client, desk, django_assert_num_queries):
    for size in (2, 7):
        with django_assert_num_queries(8):
            client.get(LIST, {"page_size": size})


DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_the_page_of_a_cluster_holds_an_object_a_verdict(world, desk, client):
    path = f"/clusters/{world.cluster.public_id}/"
    assert not DATA.findall(client.get(path).content.decode())
    desk.verdict(world.claims[5], world.claims[2])
    found = [json.loads(each) for each in DATA.findall(client.get(path).content.decode())]
    assert [each["@type"] for each in found] == ["ClaimReview"] * 2
    assert all(each["url"].startswith(f"http://testserver{path}") for each in found)


def test_no_text_ends_the_data_block(desk, client, db):
    claim = make_claim(statement="</script><script>alert(1)</script><!-- & \u2028")
    cluster = make_cluster([claim])
    desk.verdict(claim, reason="<b>no</b>")
    page = client.get(f"/clusters/{cluster.public_id}/").content.decode()
    [block] = DATA.findall(page)
    assert "<" not in block and json.loads(block)["itemReviewed"]["text"] == claim.statement


def test_the_page_of_one_cluster_says_nothing_of_others(world, desk, client):
    article = world.articles[0]
    elsewhere = factories.make_claim(article, "The mayor will speak", statement="Something else")
    factories.make_cluster([elsewhere])
    desk.verdict(elsewhere)
    assert not DATA.findall(client.get(f"/clusters/{world.cluster.public_id}/").content.decode())
