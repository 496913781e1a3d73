"""A person's own views of the queue: kept, renamed, deleted; nobody else's."""

import pytest

from corroboration import saved_views
from corroboration.models import SavedView
from tests.people import make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(client, db):
    client.force_login(user := make_reader("vera"))
    return user


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def save(client, name: str = "Tolls in Brno", query: str = "place=brno&status=contested", **more):
    return client.post("/clusters/views/", {"name": name, "query": query, **more}, follow=True)


def test_a_view_is_kept_and_stands_among_the_tabs(client, vera):
    response = save(client, " Tolls   in Brno ", "status=contested&place=brno&page=3&junk=1&review=needs")
    assert told(response) == ["Kept as “Tolls in Brno”."]
    row = SavedView.objects.get()
    assert (row.user, row.name, row.query) == (vera, "Tolls in Brno", "place=brno&status=contested")
    assert response.redirect_chain == [("/clusters/?place=brno&status=contested", 302)]
    shown = response.context["shown"]
    assert [(tab.name, tab.current, tab.count) for tab in shown.tabs][-1] == ("Tolls in Brno", True, None)


def test_the_page_that_one_was_on_is_kept(client, vera):
    assert save(client, page="3").redirect_chain[0][0].endswith("&page=3")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Give the view a name."),
        (" \0 ", "Give the view a name."),
        ("x" * 41, "41 characters long: at most 40 fit."),
    ],
)
def test_a_name_that_is_no_good_is_told(client, vera, name, problem):
    assert problem in told(save(client, name))[0]
    assert not SavedView.objects.exists()


def test_a_name_is_given_once(client, vera):
    save(client)
    assert told(save(client, query="")) == ["You have a view named “Tolls in Brno” already."]
    save(client, "Other")
    other = SavedView.objects.get(name="Other")
    response = client.post(f"/clusters/views/{other.pk}/", {"name": "Tolls in Brno"}, follow=True)
    assert told(response) == ["You have a view named “Tolls in Brno” already."]
    client.force_login(make_reader("otto"))
    assert told(save(client)) == ["Kept as “Tolls in Brno”."]


def test_there_are_not_more_than_fit(client, vera):
    for number in range(saved_views.MOST):
        save(client, f"view {number}")
    assert told(save(client, "one more")) == ["You have 20 views already: delete one first."]


def test_filters_too_long_to_be_kept_are_refused(client, vera):
    assert told(save(client, query="q=" + "%C3%A9" * 200)) == ["These filters are too long to be kept."]


def test_a_view_is_renamed_and_deleted(client, vera):
    save(client)
    row = SavedView.objects.get()
    response = client.post(f"/clusters/views/{row.pk}/", {"name": "Brno", "query": row.query}, follow=True)
    assert told(response) == ["Now named “Brno”."]
    row.refresh_from_db()
    assert row.name == "Brno"
    assert told(client.post(f"/clusters/views/{row.pk}/delete/", follow=True)) == ["“Brno” is deleted."]
    assert not SavedView.objects.exists()


def test_other_peoples_views_are_not_there(client, vera):
    save(client)
    row = SavedView.objects.get()
    client.force_login(make_reader("otto"))
    assert row.name not in [tab.name for tab in client.get("/clusters/").context["shown"].tabs]
    for address in (f"/clusters/views/{row.pk}/", f"/clusters/views/{row.pk}/delete/"):
        assert client.post(address, {"name": "Mine now"}).status_code == 404
    row.refresh_from_db()
    assert row.name == "Tolls in Brno"


def test_a_view_that_everybody_has_is_shown_as_that(client, vera):
    save(client, "Quarrels", "status=contested")
    current = [tab.name for tab in client.get("/clusters/?status=contested").context["shown"].tabs if tab.current]
    assert current == ["Contested"]
