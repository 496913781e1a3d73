"""A source that was merged is found where it went: on pages, in the API, by commands and in exports."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from corroboration import export
from tests.factories import make_article, make_claim, make_merge, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(world):
    """The Courier counts as the Herald."""
    return make_merge(world.courier, world.herald)


def test_its_page_leads_to_that_of_the_other_which_says_so(merged, client):
    response = client.get(reverse("source", args=["evening-courier"]), {"role": "own"}, follow=True)
    assert response.redirect_chain == [(reverse("source", args=["morning-herald"]) + "?role=own", 302)]
    page = response.content.decode()
    assert "Merged: what was known as “evening-courier” counts as this source." in page
    assert "<dt>Merged into it</dt><dd><span" in page and "Evening Courier" in page
    assert "2 articles" in page


@pytest.mark.parametrize("name", ["api-source", "api-track-record", "api-ledger"])
def test_so_does_the_api(name, merged, client):
    response = client.get(reverse(name, args=["evening-courier"]))
    assert (response.status_code, response.headers["Location"]) == (302, reverse(name, args=["morning-herald"]))
    assert response.json() == {"merged_into": "morning-herald"}


def test_it_leads_through_merges_of_merges_and_back_once_they_are_undone(merged, world, client):
    further = make_merge(world.herald, world.agency)
    page = reverse("source", args=["evening-courier"])
    assert client.get(page).headers["Location"] == reverse("source", args=["agence-morave"])
    make_merge(world.herald, world.agency, undoes=further)
    assert client.get(page).headers["Location"] == reverse("source", args=["morning-herald"])
    make_merge(world.courier, world.herald, undoes=merged)
    assert client.get(page).status_code == 200


def test_a_list_shows_it_once(merged, client):
    names = {line["slug"]: line["merged_into"] for line in client.get(reverse("api-sources")).json()["results"]}
    assert names["evening-courier"] == "morning-herald" and names["morning-herald"] is None
    assert "Evening Courier" not in client.get(reverse("sources")).content.decode()


def test_who_cites_whom_is_told_of_both(merged, world, client):
    other = make_source("Far Paper")
    make_claim(make_article(other), "It killed 14 people", chain=[world.courier])
    page = client.get(reverse("source", args=["morning-herald"])).content.decode()
    cited_by = page[page.index("Who cites it") :]
    assert "Far Paper" in cited_by


def test_what_it_published_is_listed_with_that_of_the_other(merged, client):
    for name, told in (("api-articles", 2), ("api-claims", 7), ("api-clusters", 1)):
        for outlet in ("morning-herald", "evening-courier"):  # by either name
            listed = client.get(reverse(name), {"outlet": outlet}).json()["results"]
            assert len(listed) == told, (name, outlet)
    articles = client.get(reverse("api-articles"), {"outlet": "evening-courier"}).json()["results"]
    assert {article["outlet"] for article in articles} == {"morning-herald", "evening-courier"}


def test_an_export_says_where_it_went(merged):
    lines = {line["slug"]: line["merged_into"] for line in export.sources(None)}
    assert lines["evening-courier"] == "morning-herald"


def test_a_command_follows_and_says_so(merged, capsys):
    call_command("track-record", "evening-courier")
    out, err = capsys.readouterr()
    assert json.loads(out)["source"] == "morning-herald"
    assert "evening-courier was merged: this is the record of morning-herald" in err
