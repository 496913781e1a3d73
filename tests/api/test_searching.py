"""One search finds claims, the clusters that hold them, and sources of such a name."""

import pytest

from tests.factories import make_article, make_claim, make_cluster, make_findable
from tests.rows import reading

pytestmark = pytest.mark.django_db

SEARCH = "/api/v1/search/"


def test_claims_are_found_with_their_clusters(client, world, conforms):
    answer = conforms(client.get(SEARCH, {"q": "14 killed in Ostrava"}))
    assert answer["claims"][0]["statement"] == "At least 14 people were killed in Ostrava on 4 May 2021"
    assert answer["claims"] == client.get("/api/v1/claims/", {"q": "14 killed in Ostrava"}).json()["results"]
    [cluster] = answer["clusters"]
    assert cluster["id"] == world.cluster.public_id
    assert cluster["matched"] == [each["id"] for each in answer["claims"] if each["cluster"] == cluster["id"]]


def test_sources_are_found_by_name(client, world, conforms):
    answer = conforms(client.get(SEARCH, {"q": "Morning Herald"}))
    assert [each["source"]["slug"] for each in answer["sources"]][:1] == ["morning-herald"]
    assert answer["sources"][0]["sure"] == 1.0


def test_what_nothing_is_like_finds_nothing(client, world, conforms):
    assert conforms(client.get(SEARCH, {"q": "?!"})) == {"claims": [], "clusters": [], "sources": []}


@pytest.mark.parametrize(
    ("query", "field"), [({}, "q"), ({"q": "x" * 1001}, "q"), ({"q": " "}, "q"), ({"s": "x"}, "s")]
)
def test_what_is_at_fault_is_named(client, db, conforms, query, field):
    response = client.get(SEARCH, query)
    assert response.status_code == 400
    assert [each["field"] for each in conforms(response)["errors"]] == [field]


def test_the_number_of_queries_does_not_grow(client, world):
    def queries() -> int:
        with reading() as read:
            assert client.get(SEARCH, {"q": "a bomb hit Azaz"}).json()["claims"]
        return read.queries

    def tell(number: int) -> None:
        claim = make_claim(make_article(text=f"A bomb hit Azaz, report {number}."))
        make_findable(claim)
        make_cluster([claim])

    tell(0)
    before = queries()
    for number in range(1, 15):
        tell(number)
    assert queries() == before
