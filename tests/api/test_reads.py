"""What the API answers: the lines of an export, in pages, with filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article
from corroboration import lines
from corroboration.engine.reasons import reasons
from tests.factories import (
    make_article,
    make_claim,
    make_cluster,
    make_episode,
    make_link,
    make_record,
    make_redirect,
    make_relation,
    make_source,
    public_id,
)

pytestmark = pytest.mark.django_db

API = "/api/v1"
LISTS = ("sources", "articles", "claims", "clusters", "relations")


def results(client, path: str, **query) -> list[dict]:
    response = client.get(f"{API}/{path}/", query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_the_published_shape(name, client, world, conforms):
    assert conforms(client.get(f"{API}/{name}/"))["results"]


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_an_answer(name, client, db, conforms):
    assert conforms(client.get(f"{API}/{name}/"))["results"] == []


def test_single_rows_have_the_published_shape(client, world, conforms):
    relation = world.claims[5].relations_to_earlier.get()
    paths = [
        "sources/morning-herald",
        "sources/morning-herald/residents",
        "sources/morning-herald/track-record",
        f"articles/{world.articles[0].public_id}",
        f"claims/{world.claims[2].public_id}",
        f"clusters/{world.cluster.public_id}",
        f"relations/{relation.a_id}/{relation.b_id}",
    ]
    for path in paths:
        response = client.get(f"{API}/{path}/")
        assert response.status_code == 200, path
        conforms(response)


def test_a_claim_is_answered_as_it_is_exported(client, world):
    claim = lines.claims().get(public_id=world.claims[2].public_id)
    assert client.get(f"{API}/claims/{claim.public_id}/").json() == lines.judged_claim_line(claim)


def test_the_text_of_an_article_stays_in_the_house(client, world):
    answer = client.get(f"{API}/articles/{world.articles[1].public_id}/").json()
    assert "text" not in answer and "html" not in answer
    assert (answer["external_id"], answer["state"], answer["reason"]) == ("h-1", "settled", None)


def test_of_a_failure_only_the_last_line_is_told(client, db):
    trace = 'Traceback (most recent call last):\n  File "/srv/x.py"\nValueError: no sentence found\n'
    article = make_article(state=Article.State.FAILED, error=trace)
    assert client.get(f"{API}/articles/{article.public_id}/").json()["reason"] == "ValueError: no sentence found"


@pytest.mark.parametrize("name", ["articles", "claims", "clusters", "relations", "sources"])
def test_the_number_of_queries_does_not_grow_with_the_rows(name, client, world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{API}/{name}/").status_code == 200
        return len(captured)

    before = queries()
    for _ in range(4):
        claims = [make_claim(make_article(make_source()), chain=[world.monitor]) for _ in range(2)]
        make_cluster(claims)
        make_relation(claims[1], claims[0])
    assert queries() == before


# --- sources ---


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Morning Herald", "morning-herald"),
        ("THE HERALD", "morning-herald"),
        ("am", "agence-morave"),
        ("Interior Ministry", "interior-ministry"),
    ],
)
def test_a_name_leads_to_its_source(name, slug, client, world):
    assert [source["slug"] for source in results(client, "sources", name=name)] == [slug]


def test_a_name_of_nobody_leads_nowhere(client, world):
    assert results(client, "sources", name="Nobody's Gazette") == []


def test_the_track_record_comes_with_its_ledger(client, world):
    answer = client.get(f"{API}/sources/morning-herald/track-record/").json()
    assert [record["role"] for record in answer["records"]] == ["carrier", "own"]
    assert {line["claim"] for line in answer["ledger"]} == {claim.public_id for claim in world.claims[1:3]}


def test_the_track_record_as_of_a_day_does_not_look_ahead(client, world, conforms):
    answer = conforms(client.get(f"{API}/sources/morning-herald/track-record/", {"as_of": "2020-01-01"}))
    assert (answer["as_of"], answer["records"], answer["ledger"]) == ("2020-01-01", [], [])


def test_a_source_below_an_outlet_has_a_record_of_its_own(client, world):
    make_record(make_source("residents", slug="morning-herald/residents"), role="origin")
    answer = client.get(f"{API}/sources/morning-herald/residents/track-record/").json()
    assert (answer["source"], len(answer["records"])) == ("morning-herald/residents", 1)


# --- what may belong to a cluster ---


def test_a_cluster_comes_with_its_suggestions_and_the_reasons_of_each(client, world, conforms):
    for claim in (world.stray, world.claims[2]):
        make_episode(claim)
    link = make_link(world.stray, world.claims[2], 0.4, topics=1.0, published_together=1.0)
    [suggestion] = conforms(client.get(f"{API}/clusters/{world.cluster.public_id}/"))["suggestions"]
    assert suggestion == {
        "claim": world.stray.public_id,
        "score": 0.55,
        "like": world.claims[2].public_id,
        "reasons": [{"says": reason.says, "adds": reason.adds} for reason in reasons(link.features)],
    }


def test_a_suggestion_without_a_link_gives_no_reasons(client, world, conforms):
    [suggestion] = conforms(client.get(f"{API}/clusters/{world.cluster.public_id}/"))["suggestions"]
    assert (suggestion["like"], suggestion["reasons"]) == (None, [])


def test_the_list_of_clusters_leaves_suggestions_out(client, world):
    assert all("suggestions" not in cluster for cluster in results(client, "clusters"))


# --- clusters that were merged ---


def test_an_old_id_leads_to_the_cluster_it_went_into(client, world):
    first, second = public_id("once"), public_id("then")
    make_redirect(first, second)
    make_redirect(second, world.cluster.public_id)
    response = client.get(f"{API}/clusters/{first}/")
    assert (response.status_code, response["Location"]) == (301, f"{API}/clusters/{world.cluster.public_id}/")


def test_a_trail_that_leads_in_a_circle_or_nowhere_is_not_found(client, world):
    first, second = public_id("once"), public_id("then")
    make_redirect(first, second)
    make_redirect(second, first)
    assert client.get(f"{API}/clusters/{first}/").status_code == 404


# --- filters ---


def indices(world, rows: list[dict]) -> set[int]:
    ids = {row["id"] for row in rows}
    return {index for index, claim in enumerate(world.claims) if claim.public_id in ids}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"outlet": "agence-morave"}, {0, 7}),
        ({"outlet": "nobody"}, set()),
        ({"source": "agence-morave"}, {4, 5}),
        ({"origin": "agence-morave"}, {4}),
        ({"origin": "interior-ministry"}, {5}),
        ({"denier": "interior-ministry"}, {6}),
        ({"slot": "killed"}, {2, 5}),
        ({"status": "contradicted"}, {2, 5}),
        ({"status": "contested"}, {3, 6}),
        ({"status": "unconfirmed"}, {0, 1, 4, 7}),
        ({"modality": "planned"}, {7}),
        ({"zone": "comments"}, set()),
        ({"published_from": "2021-05-05"}, {4, 5, 6}),
        ({"published_to": "2021-05-04"}, {0, 1, 2, 3, 7}),
        ({"published_from": "2021-05-04", "published_to": "2021-05-04", "slot": "killed"}, {2}),
    ],
)
def test_claims_can_be_narrowed(query, expected, client, world):
    assert indices(world, results(client, "claims", **query)) == expected


def test_claims_of_an_article_or_a_cluster(client, world):
    assert indices(world, results(client, "claims", article=world.articles[0].public_id)) == {0, 7}
    assert indices(world, results(client, "claims", cluster=world.other_cluster.public_id)) == {7}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"outlet": "evening-courier"}, ["Blast at the covered market of Ostrava"]),
        ({"place": "ostrava", "disputed": "true"}, ["Blast at the covered market of Ostrava"]),
        ({"disputed": "false"}, ["The mayor of Ostrava will speak"]),
        ({"status": "contested"}, ["Blast at the covered market of Ostrava"]),
        ({"status": "corroborated"}, []),
        ({"status": "unconfirmed"}, ["The mayor of Ostrava will speak"]),
        ({"min_origins": "2"}, ["Blast at the covered market of Ostrava"]),
        ({"event_from": "2021-05-05"}, []),
        ({"event_to": "2021-05-03"}, []),
        ({"published_from": "2021-05-05"}, ["Blast at the covered market of Ostrava"]),
    ],
)
def test_clusters_can_be_narrowed(query, expected, client, world):
    assert [cluster["title"] for cluster in results(client, "clusters", **query)] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"relation": "contradicts"}, ["number"]),
        ({"independent": "unknown"}, ["cause", "wording"]),
        ({"independent": "true"}, ["number"]),
        ({"independent": "false"}, []),
        ({"type": "cause"}, ["cause"]),
    ],
)
def test_relations_can_be_narrowed(query, expected, client, world):
    assert sorted(relation["type"] for relation in results(client, "relations", **query)) == expected


def test_relations_of_a_claim_or_a_cluster(client, world):
    killed = world.claims[2].public_id
    assert [relation["b"] for relation in results(client, "relations", claim=killed)] == [killed]
    assert len(results(client, "relations", cluster=world.cluster.public_id)) == 3
    assert results(client, "relations", cluster=world.other_cluster.public_id) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "monitor"}, ["silesian-monitor"]),
        ({"curated": "true", "kind": "outlet"}, ["evening-courier", "morning-herald"]),
        ({"curated": "false", "kind": "official"}, ["interior-ministry"]),
        ({"country": "CZ"}, ["evening-courier", "morning-herald"]),
    ],
)
def test_sources_can_be_narrowed(query, expected, client, world):
    assert [source["slug"] for source in results(client, "sources", **query)] == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"outlet": "morning-herald"}, ["h-1"]),
        ({"external_id": "am-1"}, ["am-1"]),
        ({"state": "failed"}, []),
        ({"published_to": "2021-05-04"}, ["h-1", "am-1"]),
    ],
)
def test_articles_can_be_narrowed(query, expected, client, world):
    assert [article["external_id"] for article in results(client, "articles", **query)] == expected


# --- pages ---


def walk(client, address: str, step: str = "next") -> list[list]:
    pages = []
    while address:
        page = client.get(address).json()
        pages.append([row.get("id") or row.get("slug") for row in page["results"]])
        address = page[step]
    return pages


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_leave_nothing_out_and_repeat_nothing_where_all_dates_are_equal(size, client, db):
    outlet = make_source()
    made = {make_article(outlet, f"Text {n}.", published_at="2021-05-04").public_id for n in range(7)}
    pages = walk(client, f"{API}/articles/?page_size={size}")
    seen = [id for page in pages for id in page]
    assert (len(seen), set(seen)) == (7, made)
    assert seen == sorted(made, reverse=True)


def test_pages_can_be_walked_back(client, db):
    outlet = make_source()
    for n in range(7):
        make_article(outlet, f"Text {n}.", published_at="2021-05-04" if n % 2 else f"2021-05-{10 + n}")
    forth = walk(client, f"{API}/articles/?page_size=3")
    first = client.get(f"{API}/articles/?page_size=3").json()
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    last = client.get(second["next"]).json()
    assert last["next"] is None
    assert walk(client, last["previous"], "previous") == [forth[1], forth[0]]
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_claims_keep_the_order_of_their_article_across_pages(client, world):
    whole = walk(client, f"{API}/claims/")[0]
    assert [id for page in walk(client, f"{API}/claims/?page_size=2") for id in page] == whole


def test_a_page_keeps_its_filters(client, world):
    pages = walk(client, f"{API}/claims/?page_size=1&slot=killed")
    assert [len(page) for page in pages] == [1, 1]


def test_what_is_added_meanwhile_moves_nothing(client, db):
    outlet = make_source()
    old = [make_article(outlet, f"Text {n}.", published_at=f"2021-05-{10 + n}").public_id for n in range(4)]
    first = client.get(f"{API}/articles/?page_size=2").json()
    make_article(outlet, "Fresh.", published_at="2021-06-01")
    assert [row["id"] for row in client.get(first["next"]).json()["results"]] == [old[1], old[0]]
