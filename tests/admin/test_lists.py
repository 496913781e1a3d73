"""The gazetteer and the actor lists in the admin: what is wrong with an entry is said beside its field."""

import pytest
from django.db import models
from django.urls import reverse

from claims.models import Actor, Place
from corroboration.models import NameChange

pytestmark = pytest.mark.django_db


def address(model: type[models.Model], page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def place_form(**fields) -> dict:
    return {"slug": "moravka", "name": "Morávka", "kind": "town", "aliases": "Morawka\n\n Morawka \nMohelnice"} | fields


def test_a_place_is_added_with_its_spellings(db, admin_client):
    assert admin_client.post(address(Place, "add"), place_form()).status_code == 302
    assert Place.objects.get().aliases == ["Morawka", "Mohelnice"]


def test_a_place_can_lie_in_a_shipped_one_or_in_one_that_was_added(db, admin_client):
    assert admin_client.post(address(Place, "add"), place_form(parent="homs")).status_code == 302
    assert (
        admin_client.post(
            address(Place, "add"), place_form(slug="lysa", name="Lysá", aliases="", parent="moravka")
        ).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parent": "atlantis"}, "Nothing listed has the id or name atlantis."),
        ({"parent": "palmyrra"}, "Did you mean palmyra"),
        ({"name": "Palmyra"}, "Palmyra is Palmyra (palmyra). What says only this goes on meaning that one."),
        ({"aliases": "Tadmor"}, "Tadmor is Palmyra (palmyra)."),
        ({"kind": "spaceport"}, "Select a valid choice."),
        ({"latitude": "95", "longitude": "18"}, "place_on_earth"),
        ({"latitude": "49"}, "give both or neither"),
        ({"slug": "Morávka!"}, "valid"),
        ({"aliases": "x" * 300}, "A line is longer than 200 characters."),
        ({"aliases": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_a_place_that_cannot_be_is_refused(fields, message, db, admin_client):
    response = admin_client.post(address(Place, "add"), place_form(**fields))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Place.objects.exists()


def test_a_place_does_not_lie_in_itself(db, admin_client):
    admin_client.post(address(Place, "add"), place_form())
    admin_client.post(address(Place, "add"), place_form(slug="lysa", name="Lysá", aliases="", parent="moravka"))
    outer = Place.objects.get(slug="moravka")
    response = admin_client.post(address(Place, "change", outer.pk), place_form(parent="lysa"))
    assert "lysa belongs to this one itself." in response.content.decode()


def test_a_stored_place_is_shown_as_it_was_written(db, admin_client):
    place = Place.objects.create(slug="moravka", name="Morávka", aliases=["Morawka", "Mohelnice"])
    page = admin_client.get(address(Place, "change", place.pk)).content.decode()
    assert "Morawka\nMohelnice" in page


def test_what_holds_a_place_can_be_given_by_name(admin_client):
    assert admin_client.post(address(Place, "add"), place_form(parent="Homs Governorate")).status_code == 302
    assert Place.objects.get().parent == "homs-governorate"


def test_a_name_that_others_have_is_saved_when_that_is_meant(admin_client):
    assert admin_client.post(address(Place, "add"), place_form(name="Palmyra", shared="on")).status_code == 302
    assert Place.objects.get().name == "Palmyra"


def test_a_shipped_place_is_replaced_by_its_id_and_the_list_says_so(admin_client):
    form = place_form(slug="palmyra", name="Palmyra", kind="city", parent="homs-governorate", aliases="Tadmor")
    assert admin_client.post(address(Place, "add"), form).status_code == 302
    page = admin_client.get(address(Place, "changelist")).content.decode()
    assert 'alt="True"' in page and "Tadmor" in page


def test_an_id_stays_as_it_was_made(admin_client):
    admin_client.post(address(Place, "add"), place_form())
    place = Place.objects.get()
    assert (
        admin_client.post(address(Place, "change", place.pk), place_form(slug="other", kind="city")).status_code == 302
    )
    place.refresh_from_db()
    assert (place.slug, place.kind) == ("moravka", "city")


def test_what_is_changed_is_followed_and_what_is_not_is_not(admin_client):
    admin_client.post(address(Place, "add"), place_form(aliases=""))
    assert [change.names for change in NameChange.objects.all()] == [["moravka"]]
    NameChange.objects.all().delete()
    place = Place.objects.get()
    admin_client.post(address(Place, "change", place.pk), place_form(aliases=""))
    assert not NameChange.objects.exists()
    admin_client.post(address(Place, "delete", place.pk), {"post": "yes"})
    assert NameChange.objects.count() == 1


# --- actors ---


def actor_form(**fields) -> dict:
    values = {"slug": "night-riders", "name": "Night Riders", "kind": "armed-group", "aliases": "NRF\nthe Riders"}
    return values | fields


def test_an_actor_is_added_with_its_names_and_followed(admin_client):
    assert admin_client.post(address(Actor, "add"), actor_form(parent="Syrian Arab Army")).status_code == 302
    actor = Actor.objects.get()
    assert (actor.parent, actor.aliases) == ("syria-army", ["NRF", "the Riders"])
    assert [change.names for change in NameChange.objects.all()] == [["night riders", "nrf", "the riders"]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parent": "syria-armi"}, "Did you mean syria-army"),
        ({"aliases": "SAA"}, "SAA is Syrian Arab Army (syria-army)."),
        ({"kind": "choir"}, "Select a valid choice."),
        ({"slug": "night riders"}, "valid"),
        ({"slug": "syria-army", "name": "Syrian Arab Army", "parent": "desert-hawks"}, "belongs to this one itself"),
    ],
)
def test_an_actor_that_cannot_be_is_refused(fields, message, admin_client):
    response = admin_client.post(address(Actor, "add"), actor_form(**fields))
    assert response.status_code == 200 and message in response.content.decode()
    assert not Actor.objects.exists()
