"""`/api/v1/claims/?q=`: the claims like a sentence, whatever else is stored, in one order for everybody."""

import io
import random
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim
from corroboration import search
from corroboration.ingestion import accept
from corroboration.models import SearchWord
from tests.factories import make_article, make_claim, make_cluster, make_findable, make_source
from tests.pipeline.articles import line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

CLAIMS = "/api/v1/claims/"
BOMBING = "A bomb killed 14 people at a market in Azaz"


def find(client, words: str, **filters) -> list[dict]:
    response = client.get(CLAIMS, {"q": words, **filters})
    assert response.status_code == 200, response.content
    return response.json()["results"]


def told(*statements: str, outlet: str = "", **fields) -> list[Claim]:
    """Findable claims, each of an article of its own."""
    article = {name: fields.pop(name) for name in ("published_at",) if name in fields}
    source = make_source(outlet) if outlet else None
    claims = [make_claim(make_article(source, f"{text}.", **article), text, **fields) for text in statements]
    make_findable(*claims)
    return claims


@pytest.fixture
def crowd(monkeypatch):
    """A search reads four claims of each root, and no filter leaves few claims."""
    monkeypatch.setattr(search, "LOOKED_THROUGH", 4)
    monkeypatch.setattr(search, "CHUNK", 2)
    monkeypatch.setattr(search, "NARROW", 0)


def test_an_answer_has_the_published_shape(client, world, conforms):
    [first, *_] = conforms(client.get(CLAIMS, {"q": "14 killed in Ostrava"}))["results"]
    assert first["statement"] == "At least 14 people were killed in Ostrava on 4 May 2021"
    assert first["match"]["score"] == pytest.approx((first["match"]["words"] + first["match"]["event"]) / 2)
    assert any(reason.startswith("shares ") for reason in first["match"]["reasons"])


def test_the_list_without_a_sentence_has_no_match(client, world):
    assert all("match" not in row for row in client.get(CLAIMS).json()["results"])


def test_the_likest_comes_first_and_a_single_word_does_not_win(client):
    exact, other, word = told(BOMBING, "The mayor of Azaz opened a school", "Market")
    told("Snow fell on Vienna")
    assert [row["id"] for row in find(client, BOMBING)] == [exact.public_id, other.public_id, word.public_id]


@pytest.mark.parametrize("spelling", ["Kafraya", "Kefraya", "KEFRAYA", "Kafraya's"])
def test_another_spelling_of_a_name_is_found(client, spelling):
    [claim] = told("Buses left Kefraya")
    assert [row["id"] for row in find(client, spelling)] == [claim.public_id]


@pytest.mark.parametrize("words", ["the of in", "said", "?!", "Vienna", "ق", "%", "_", "' OR 1=1 --"])
def test_what_nothing_is_like_finds_nothing(client, words):
    told(BOMBING)
    assert find(client, words) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "given without a value"),
        ("   ", "given without a value"),
        ("a\0b", "Null characters are not allowed."),
        ("x" * 1001, "Ensure this value has at most 1000 characters (it has 1001)."),
    ],
)
def test_what_is_no_sentence_is_refused(client, db, words, message, conforms):
    response = client.get(CLAIMS, {"q": words})
    assert response.status_code == 400
    assert conforms(response)["errors"] == [{"field": "q", "message": message}]


def test_a_single_claim_takes_no_sentence(client, world):
    assert client.get(f"{CLAIMS}{world.stray.public_id}/", {"q": "blast"}).status_code == 400


def test_claims_in_the_same_words_are_folded_into_the_first(client):
    original, copy, again = told(BOMBING, BOMBING, BOMBING)
    make_cluster([original, copy, again], copies={copy: original, again: original})
    [row] = find(client, BOMBING)
    assert (row["id"], set(row["match"]["copies"])) == (original.public_id, {copy.public_id, again.public_id})


def test_a_copy_is_found_where_a_filter_leaves_out_its_original(client):
    [original] = told(BOMBING, outlet="Gazette")
    [copy] = told(BOMBING, outlet="Post")
    make_cluster([original, copy], copies={copy: original})
    [row] = find(client, BOMBING, outlet="post")
    assert (row["id"], row["match"]["copies"]) == (copy.public_id, [])


# --- filters ---


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {0, 1, 4, 2, 3, 5, 6}),
        ({"outlet": "agence-morave"}, {0}),
        ({"source": "agence-morave"}, {4, 5}),
        ({"slot": "killed"}, {2, 5}),
        ({"published_from": "2021-05-05"}, {4, 5, 6}),
        ({"status": "contested"}, {3, 6}),
        ({"modality": "planned"}, set()),
        ({"published_to": "2021-05-04", "slot": "killed"}, {2}),
    ],
)
@pytest.mark.parametrize("narrow", [0, 2_000])
def test_filters_narrow_what_is_ranked(client, world, monkeypatch, filters, expected, narrow):
    monkeypatch.setattr(search, "NARROW", narrow)
    rows = find(client, "blast market bomb killed died exploded", **filters)
    ids = {id for row in rows for id in (row["id"], *row["match"]["copies"])}
    assert {n for n, claim in enumerate(world.claims) if claim.public_id in ids} == expected


@pytest.mark.parametrize("words", ["Azaz", "Azaz market", "a bomb at the Azaz market on 4 May 2021"])
def test_a_filter_finds_its_claim_in_a_crowd(client, crowd, words):
    told(*(f"A bomb hit the market of Azaz, report {n}" for n in range(9)), published_at="2021-05-05")
    [wanted] = told("A bomb hit the market of Azaz", outlet="Post", published_at="2020-01-01")
    assert [row["id"] for row in find(client, words, outlet="post")] == [wanted.public_id]


# --- crowded words ---


def test_of_a_crowded_word_the_latest_claims_are_found(client, crowd):
    claims = [told("A bomb hit Azaz", published_at=f"2021-05-{day:02}")[0] for day in range(1, 8)]
    assert {row["id"] for row in find(client, "Azaz")} == {claim.public_id for claim in claims[-4:]}


def test_of_a_crowded_word_the_claims_nearest_to_the_day_asked_for_are_found(client, crowd):
    claims = [told("A bomb hit Azaz", published_at=f"2021-05-{day:02}")[0] for day in range(1, 10)]
    found = {row["id"] for row in find(client, "Azaz on 5 May 2021")}
    assert found == {claim.public_id for claim in claims[2:6]}  # two from that day on, two before it


def test_a_day_is_never_cut_in_two(client, crowd):
    claims = told(*(f"A bomb hit Azaz, report {n}" for n in range(7)))
    assert {row["id"] for row in find(client, "Azaz")} == {claim.public_id for claim in claims}


def test_crowded_words_are_looked_through_over_the_same_days(client, crowd):
    told(*(f"The school of Vienna opened, report {n}" for n in range(9)), published_at="2021-05-09")
    [both] = told("A bomb hit the school of Azaz", published_at="2021-05-09")
    told(*(f"Azaz was calm, report {n}" for n in range(9)), published_at="2021-05-08")
    found = [row["id"] for row in find(client, "Azaz school")]
    assert found[0] == both.public_id
    assert len(found) == 10  # those of the last day, which has all that is read of the one word


def test_a_rare_word_finds_the_oldest_claim_however_crowded_the_others(client, crowd):
    [wanted] = told("Buses left Kefraya", published_at="2015-01-01")
    told(*(f"A bomb hit Azaz, report {n}" for n in range(5)))
    assert wanted.public_id in [row["id"] for row in find(client, "A bomb hit Azaz and Kefraya")]


def test_the_answer_does_not_depend_on_the_order_of_rows(client, crowd):
    texts = [f"A bomb hit the {site} of Azaz" for site in ("market", "school", "mosque", "bridge", "camp", "port")]
    answers = []
    for seed in range(3):
        Article.objects.all().delete()
        outlet = make_source("Gazette")
        for n in random.Random(seed).sample(range(len(texts)), len(texts)):
            make_findable(make_claim(make_article(outlet, f"{texts[n]}.", external_id=f"e{n}"), texts[n]))
        answers.append([(row["id"], row["match"]) for row in find(client, "bomb in Azaz")])
    assert answers[0] == answers[1] == answers[2] != []


def test_the_number_of_queries_does_not_grow(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            find(client, BOMBING)
        return len(captured)

    told(BOMBING, "A bomb hit Azaz")
    before = queries()
    told(*(f"{BOMBING} in the {n}th report" for n in range(30)))
    assert queries() == before


# --- pages ---


@pytest.mark.parametrize("size", [1, 3, 50])
def test_pages_hold_the_whole_ranking_in_order(client, size):
    told(*(f"{BOMBING} near the {site}" for site in ("school", "mosque", "bridge", "camp", "port", "depot", "mill")))
    whole = [row["id"] for row in find(client, BOMBING)]
    pages, address = [], f"{CLAIMS}?q={BOMBING}&page_size={size}"
    while address:
        page = client.get(address).json()
        pages.append([row["id"] for row in page["results"]])
        last, address = page, page["next"]
    assert [id for page in pages for id in page] == whole
    if size < 7:
        back = client.get(last["previous"]).json()
        assert [row["id"] for row in back["results"]] == pages[-2]


# --- the index ---


def words() -> set[tuple[str, str]]:
    return set(SearchWord.objects.values_list("claim", "root"))


def test_an_article_is_found_once_it_is_read_and_no_more_once_it_is_replaced(client):
    first = line("a", "River Post", "2018-05-04", "A car bomb killed 12 people in Azaz on Friday.")
    accept(first)
    work()
    assert find(client, "car bomb in Azaz")
    accept(first | {"text": "A fire damaged a mill in Afrin on Friday.", "revised_at": "2018-05-04"})
    work()
    assert find(client, "car bomb in Azaz") == []
    assert find(client, "fire at a mill")
    assert {claim for claim, _ in words()} == set(Claim.objects.values_list("public_id", flat=True))


def test_a_rebuild_makes_the_index_again(monkeypatch):
    monkeypatch.setattr("corroboration.waiting.QUIET_SECONDS", 0.0)
    take_in()
    work()
    before = words()
    SearchWord.objects.all().delete()
    call_command("rebuild", stdout=io.StringIO(), stderr=io.StringIO())
    assert words() == before != set()


def test_the_migration_fills_the_index_of_what_is_stored():
    take_in()
    work()
    before = set(SearchWord.objects.values_list("claim", "root", "event_day"))
    filling = import_module("corroboration.migrations.0004_fill_search_words")
    filling.empty(apps, None)
    assert words() == set()
    filling.fill(apps, None)
    filling.fill(apps, None)  # a second run changes nothing
    assert set(SearchWord.objects.values_list("claim", "root", "event_day")) == before
