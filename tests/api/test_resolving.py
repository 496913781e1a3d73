"""A program finds a source by whatever it knows of it: a name, an address, an account."""

import pytest

from sources.engine.names import load_homepages, load_shipped
from sources.engine.resolving import By, address_of, by_site, chosen, platforms
from sources.services import load_shipped as load_into_database
from tests.factories import make_article, make_feed, make_merge, make_source
from tests.rows import reading

pytestmark = pytest.mark.django_db

RESOLVE = "/api/v1/sources/resolve/"


def test_a_name_is_resolved_with_how_sure(client, world, conforms):
    answer = conforms(client.get(RESOLVE, {"name": "The Herald"}))
    herald = {"slug": "morning-herald", "name": "Morning Herald", "kind": "outlet"}
    assert (answer["source"], answer["sure"]) == (herald, 0.98)
    assert client.get(RESOLVE, {"name": "morning herald"}).json()["sure"] == 1.0
    answer = conforms(client.get(RESOLVE, {"name": "AM"}))
    assert (answer["source"]["slug"], answer["sure"]) == ("agence-morave", 0.98)
    assert answer["candidates"][0]["by"] == "alias"


def test_a_shipped_source_is_found_by_its_initials_once_it_is_stored(client, db):
    assert client.get(RESOLVE, {"name": "AMN"}).json()["source"] is None
    [known] = [each for each in load_shipped() if each.slug == "al-masdar-news"]
    make_source(known.name, slug=known.slug)
    for name in ("AMN", "al-masdar-news", "Al Masdar News", "Almasdar News", "Al-Masdar"):
        answer = client.get(RESOLVE, {"name": name}).json()
        assert answer["source"]["slug"] == "al-masdar-news", name
        assert answer["sure"] >= 0.9


def test_a_shipped_source_is_found_by_its_site_from_the_start(client, db):
    load_into_database()
    for url in ("https://www.almasdarnews.com/article/army-advances/", "almasdarnews.com"):
        answer = client.get(RESOLVE, {"url": url}).json()
        assert (answer["source"]["slug"], answer["sure"]) == ("al-masdar-news", 1.0)


def test_shipped_homepages_are_sites_of_shipped_sources_each_of_one():
    homepages = load_homepages()
    assert homepages.keys() <= {source.slug for source in load_shipped() if source.kind in ("outlet", "agency")}
    for slug, url in homepages.items():
        sites = [(other, By.HOMEPAGE, home) for other, home in homepages.items()]
        assert chosen(by_site(address_of(url), sites, platforms())).slug == slug


@pytest.mark.parametrize("name", ["Morning Heralds of Brno", "Nobody's Gazette", "Interior", "?!"])
def test_what_is_not_clear_is_nobody(client, world, conforms, name):
    answer = conforms(client.get(RESOLVE, {"name": name}))
    assert (answer["source"], answer["sure"]) == (None, None)


def test_candidates_are_given_where_nobody_is_clear(client, world):
    answer = client.get(RESOLVE, {"name": "Evening Couriers"}).json()
    assert [each["source"]["slug"] for each in answer["candidates"]][:1] == ["evening-courier"]
    answer = client.get(RESOLVE, {"name": "Morning Herold"}).json()
    assert answer["candidates"][0]["source"]["slug"] == "morning-herald"


def test_a_source_that_no_admin_keeps_is_found_by_its_own_name(client, world):
    answer = client.get(RESOLVE, {"name": "Interior Ministry"}).json()
    assert (answer["source"]["slug"], answer["sure"]) == ("interior-ministry", 0.95)


def test_a_merged_source_resolves_to_the_one_it_counts_as(client, world):
    make_merge(world.courier, world.herald)
    for query in ({"name": "Evening Courier"}, {"name": "evening-courier"}):
        assert client.get(RESOLVE, query).json()["source"]["slug"] == "morning-herald"


def test_a_private_person_resolves_and_nothing_more_is_told(client, world, conforms):
    make_source("Jana Nová", kind="person")
    answer = conforms(client.get(RESOLVE, {"name": "Jana Nova"}))
    assert answer["source"] == {"slug": "jana-nova", "name": "Jana Nová", "kind": "person"}


def test_an_address_is_resolved_by_homepage_and_feed(client, world, conforms):
    world.herald.homepage = "https://www.herald.example/"
    world.herald.save()
    make_feed(world.courier, "https://feeds.courier.example/all.rss")
    for url, slug, by in [
        ("https://herald.example/2021/05/blast", "morning-herald", "homepage"),
        ("https://en.herald.example/", "morning-herald", "homepage"),
        ("http://feeds.courier.example/x", "evening-courier", "feed"),
    ]:
        answer = conforms(client.get(RESOLVE, {"url": url}))
        assert (answer["source"]["slug"], answer["candidates"][0]["by"]) == (slug, by)
    assert client.get(RESOLVE, {"url": "https://courier.example/"}).json()["source"] is None


def test_an_address_is_resolved_by_where_articles_were_published(client, world, conforms):
    for number in range(4):
        make_article(
            world.courier, f"Text {number}.", url=f"https://courier.example/{number}", published_at="2021-06-01"
        )
        make_article(
            world.herald, f"Text {number}.", url=f"https://medium.com/herald/{number}", published_at="2021-06-01"
        )
    answer = conforms(client.get(RESOLVE, {"url": "www.courier.example/99"}))
    assert (answer["source"]["slug"], answer["candidates"][0]["by"], answer["sure"]) == (
        "evening-courier",
        "articles",
        0.9,
    )
    assert client.get(RESOLVE, {"url": "https://medium.com/herald/99"}).json()["source"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "name"),
        ({"name": "a", "url": "https://a.example"}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"url": "no address"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "x"}, "title"),
    ],
)
def test_what_is_at_fault_is_named(client, db, conforms, query, field):
    response = client.get(RESOLVE, query)
    assert response.status_code == 400
    assert [each["field"] for each in conforms(response)["errors"]] == [field]


def test_it_takes_the_same_queries_however_many_sources_there_are(client, world):
    def queries(**query) -> int:
        with reading() as read:
            client.get(RESOLVE, query)
        return read.queries

    before = queries(name="Morning Herald"), queries(url="https://herald.example/")
    for number in range(30):
        source = make_source(f"Paper {number}", homepage=f"https://paper{number}.example/")
        make_article(source, url=f"https://paper{number}.example/1")
    assert (queries(name="Morning Herald"), queries(url="https://herald.example/")) == before
