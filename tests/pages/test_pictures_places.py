"""What the map of a cluster is told: its place, the other places of its claims, and neighbours, in few queries."""

import pytest

from claims.models import Place
from corroboration.pictures.maps import region_map
from corroboration.selectors.maps import map_of
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 2  # the admin's places, the frames of the claims


def _cluster(place_id: str, *frames: dict, outlet: str = "Morning Herald"):
    shots = [f"Shot {i} was fired" for i in range(len(frames))]
    article = factories.make_article(factories.make_source(outlet), ". ".join(shots) + ".", external_id=outlet)
    claims = [factories.make_claim(article, shot, frame=frame) for shot, frame in zip(shots, frames, strict=True)]
    return factories.make_cluster(claims, place_id=place_id)


def _frame(place_id: str, *others: str) -> dict:
    return {"place": place_id, "place_id": place_id, "other_places": list(others)}


@pytest.fixture
def places() -> None:
    for slug, kind, parent, latitude, longitude in (
        ("erewhon", "country", "", None, None),
        ("middle-shire", "province", "erewhon", 1.0, -150.0),
        ("middletown", "town", "middle-shire", 1.0, -150.0),
        ("southend", "city", "erewhon", 0.5, -150.0),
        ("easthampton", "village", "erewhon", 1.0, -149.5),
        ("nowhere", "village", "erewhon", None, None),
    ):
        Place.objects.create(
            slug=slug, name=slug.title(), kind=kind, parent=parent, latitude=latitude, longitude=longitude
        )


def test_the_place_its_country_and_what_else_the_claims_name(places):
    cluster = _cluster(
        "middletown",
        _frame("middletown", "southend", "erewhon", "nowhere"),  # what holds the place says nothing new
        _frame("southend"),
        _frame("easthampton"),
        _frame("unheard-of"),
        {},
    )
    region = map_of(cluster)
    assert (region.name, region.kind, region.country) == ("Middletown", "town", "erewhon")
    assert region.spot.degrees == (1.0, -150.0)
    assert [spot.name for spot in region.others] == ["Southend", "Easthampton"]  # the most named first
    names = [spot.name for spot in region.neighbours]
    assert names.index("Southend") < names.index("Easthampton")  # a city before any village
    assert "Southend" in region_map(region)


def test_the_neighbours_are_the_nearest_of_each_kind(places):
    near = [spot.name for spot in map_of(_cluster("middletown", {})).neighbours]
    assert "Easthampton" in near and "Middletown" not in near and "Nowhere" not in near
    assert len(near) <= 75


def test_a_country_is_told_by_its_own_cities(places):
    region = map_of(_cluster("erewhon", {}))
    assert region.spot is None and region.country == "erewhon"
    assert [spot.name for spot in region.neighbours] == ["Southend", "Middletown", "Easthampton"]


def test_a_cluster_of_no_known_place_has_no_map():
    assert map_of(_cluster("", {})) is None
    assert map_of(_cluster("unheard-of", {}, outlet="Evening Courier")) is None


def test_the_shipped_gazetteer_says_where_a_town_lies():
    region = map_of(_cluster("palmyra", {}))
    assert region.country == "sy" and region.spot is not None and region.neighbours


def test_the_number_of_queries_does_not_grow(places, django_assert_num_queries):
    small = _cluster("middletown", _frame("southend"))
    with django_assert_num_queries(QUERIES):
        map_of(small)
    large = _cluster("middletown", *[_frame("southend", "easthampton")] * 12, outlet="Evening Courier")
    with django_assert_num_queries(QUERIES):
        map_of(large)
