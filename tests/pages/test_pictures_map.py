"""The map of an event's place: right where it puts things, small, and never broken, wherever on earth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.pictures import frames
from corroboration.pictures.frames import HEIGHT, WIDTH
from corroboration.pictures.labels import Box, Room
from corroboration.pictures.maps import region_map
from corroboration.pictures.outlines import outlines
from corroboration.pictures.projection import Projection, away, directions
from corroboration.pictures.regions import Region, Spot, kilometres
from tests.pages.drawings import HOSTILE, drawing, names, parsed, texts

LARGEST = 12_000  # characters of a map

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
spots = st.builds(Spot, names, latitudes, longitudes)
kinds = st.sampled_from(["city", "village", "governorate", "sea", "country", "continent", "strange"])
countries = st.sampled_from(["", "sy", "ru", "fj", "us", "aq", "antarctica", "xx"])
regions = st.builds(
    Region, names, kinds, countries, st.none() | spots, st.lists(spots, max_size=4), st.lists(spots, max_size=8)
)


def _points(element) -> list[tuple[float, float]]:
    """Where marks and names are anchored, those in the corner's small drawing too."""
    found = [(float(each.get("cx")), float(each.get("cy"))) for each in element.iter("circle")]
    return found + [(float(each.get("x", 0)), float(each.get("y", 0))) for each in element.iter("text", "rect")]


def test_a_degree_of_latitude_is_111_km_and_a_degree_of_longitude_shrinks_by_the_cosine():
    # 6371 km x pi / 180 = 111.19 km; at 60 degrees north half of it
    x, y = Projection(60.0, 20.0).one(61.0, 20.0)
    assert x == pytest.approx(0.0, abs=1e-9) and y == pytest.approx(-111.19, abs=0.01)
    x, y = Projection(60.0, 20.0).one(60.0, 21.0)
    assert x == pytest.approx(55.6, abs=0.1) and abs(y) < 1


@pytest.mark.parametrize(
    ("here", "there", "kilometres_away", "direction"),
    [
        ((0.0, 0.0), (0.0, 90.0), 10007.5, "east"),  # a quarter of the equator
        ((50.0, 10.0), (49.0, 10.0), 111.2, "south"),
        ((0.0, 179.5), (0.0, -179.5), 111.2, "east"),  # over the date line
        ((0.0, -179.5), (1.0, 179.5), 157.2, "north-west"),
        ((89.0, 0.0), (89.0, 180.0), 222.4, "north"),  # over the pole
        ((10.0, 10.0), (-10.0, -170.0), 20015.1, "north"),  # the other end of the earth
    ],
)
def test_how_far_and_whereto(here, there, kilometres_away, direction):
    distance, whereto = away(here, there)
    assert distance == pytest.approx(kilometres_away, rel=1e-3)
    assert whereto == direction or distance > 20_000


@settings(deadline=None)
@given(latitudes, longitudes, latitudes, longitudes)
def test_a_point_is_found_again_where_the_map_put_it(lat, lon, to_lat, to_lon):
    projection = Projection(lat, lon)
    back = projection.degrees(*projection.one(to_lat, to_lon))
    assert away(back, (to_lat, to_lon))[0] < 1 or away((lat, lon), (to_lat, to_lon))[0] > 19_000


@given(latitudes, longitudes, latitudes, longitudes)
def test_one_point_lies_where_it_lies_among_many(lat, lon, to_lat, to_lon):
    projection = Projection(lat, lon)
    many = projection.flat(directions(np.array([[to_lon, to_lat], [0.0, 0.0]])))
    assert (
        projection.one(to_lat, to_lon) == pytest.approx(tuple(many[0]), abs=1e-3)
        or float(np.hypot(*many[0])) > 2 * 6371 * 0.999
    )  # at the other end of the earth any direction is as good


def test_a_town_stands_in_the_middle_and_its_neighbour_where_it_lies():
    # 80 km is half the map's height of 240 units: 1.5 units a kilometre. 0.5 degrees south are 55.6 km, 83.4 units.
    town, south = Spot("Middletown", 0.0, 20.0), Spot("Southend", -0.5, 20.0)
    svg = drawing(region_map(Region("Middletown", "town", "", town, neighbours=[south])))
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    place = svg.find("g[@class='place']/circle")
    assert (place.get("cx"), place.get("cy")) == ("160", "120")
    near = svg.find("g[@class='near']/circle")
    assert (near.get("cx"), near.get("cy")) == ("160", "203.4")
    # a bar of 50 km: the largest round number within 80 units, 53.3 km
    assert "h75v-4" in svg.find("g[@class='scale']/path").get("d")
    assert "50 km" in texts(svg)


def test_what_it_says_to_those_who_cannot_see_it():
    town = Spot("Middletown", 0.0, 20.0)
    region = Region("Middletown", "town", "cf", town, [Spot("Far", 30.0, 20.0)], [Spot("Southend", -0.5, 20.0)])
    markup = region_map(region)
    svg = drawing(markup)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "Map: Middletown, Central African Republic. 56 km north of Southend. "
        "Also named by the claims: Far, 3,300 km north."
    )
    below = "".join(parsed(markup).find(".//figcaption").itertext())
    assert below.startswith("Middletown, Central African Republic: 56 km north of Southend. Outside of the map: Far")
    assert "Natural Earth" in below


def test_no_bearings_are_taken_from_an_area():
    town, shire = Spot("Middletown", 0.0, 20.0), Spot("Middleshire", -0.1, 20.0, area=True)
    markup = region_map(Region("Middletown", "town", "", town, [shire], [Spot("Southend", -0.5, 20.0)]))
    assert "Middletown: 56 km north of Southend." in markup


def test_a_country_is_shown_whole_and_by_name():
    svg = drawing(region_map(Region("Syria", "country", "sy")))
    assert "SYRIA" in texts(svg) and "IRAQ" in texts(svg)
    assert svg.find("g[@class='place']") is None
    here = svg.find(".//path[@class='land here']")
    assert here is not None and len(here.get("d")) > 100


def test_a_country_of_specks_gets_a_mark():
    svg = drawing(region_map(Region("Maldives", "country", "mv")))
    assert svg.find("g[@class='place']/circle") is not None
    assert "Maldives" in texts(svg)


def test_overseas_parts_do_not_widen_a_countrys_map():
    france = frames.of_country("fr")
    assert france.holds(48.86, 2.35) and france.holds(42.0, 9.0)  # Paris, Corsica
    assert not france.holds(4.9, -52.3)  # Cayenne
    zealand = frames.of_country("nz")
    assert zealand.holds(-36.85, 174.76) and zealand.holds(-45.87, 170.5)  # both large islands, Auckland and Dunedin
    russia = frames.of_country("ru")
    assert russia.holds(59.94, 30.31) and russia.holds(64.7, -173.0)  # on both sides of the date line


@pytest.mark.parametrize(
    "region",
    [
        None,
        Region("Nowhere", "town"),
        Region("Atlantis", "country", "xx"),
        Region("Europe", "continent"),
    ],
)
def test_what_lies_nobody_knows_where_has_no_map(region):
    assert region_map(region) == ""


def test_a_place_of_which_only_the_country_is_known_has_no_mark():
    markup = region_map(Region("Alabama", "state", "us"))
    assert drawing(markup).find("g[@class='place']") is None
    assert "Alabama, somewhere in United States." in markup


def test_an_area_is_no_point():
    svg = drawing(region_map(Region("The Lakes", "region", "", Spot("The Lakes", 10.0, 10.0))))
    assert svg.find("g[@class='place']/circle").get("class") == "area"


def test_a_map_at_the_pole_and_at_the_date_line():
    for spot in (Spot("Pole", 90.0, 0.0), Spot("Line", -17.0, 180.0), Spot("South", -90.0, 77.0)):
        svg = drawing(region_map(Region(spot.name, "town", "", spot, [Spot("Beside", spot.latitude * 0.995, -179.5)])))
        place = svg.find("g[@class='place']/circle")
        assert 0 <= float(place.get("cx")) <= WIDTH and 0 <= float(place.get("cy")) <= HEIGHT
        assert len(texts(svg)) >= 3, spot.name  # both names and the scale


def test_hostile_names_stay_names():
    spot = Spot(HOSTILE, 36.0, 37.0)
    markup = region_map(Region(HOSTILE, "town", "sy", spot, [Spot(HOSTILE, 36.2, 37.2)], [Spot(HOSTILE, 36.1, 36.5)]))
    assert "<script" not in markup and "\x00" not in markup
    assert "قناة حلب" in drawing(markup).get("aria-label")
    assert all(len(text) <= 26 for text in texts(drawing(markup)))


@settings(deadline=None)  # the first map of a large country takes its time
@given(regions)
def test_every_map_is_well_formed_small_and_inside_of_its_frame(region):
    markup = region_map(region)
    if not markup:
        return
    assert len(markup) < LARGEST + 3_000  # names of 60 characters that are entities each
    for x, y in _points(parsed(markup)):
        assert -1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT + 1


@pytest.mark.parametrize("country", sorted(outlines().countries))
def test_every_country_has_a_small_map(country):
    markup = region_map(Region("Here", "country", country))
    assert 0 < len(markup) <= LARGEST
    assert drawing(markup) is not None


@pytest.mark.parametrize("latitude", [-80.0, -30.0, 0.0, 20.0, 50.0, 80.0])
@pytest.mark.parametrize("longitude", [-170.0, -60.0, -25.0, 20.0, 100.0])
def test_the_widest_map_is_small_too(latitude, longitude):
    markup = region_map(Region("Here", "continent", "", Spot("Here", latitude, longitude)))
    assert 0 < len(markup) <= LARGEST


def test_names_never_lie_over_each_other():
    crowd = [Spot(f"Town {i}", 34.4 + i * 7 % 24 / 20, 36.4 + i * 11 % 40 / 33) for i in range(60)]
    svg = drawing(region_map(Region("Middletown", "town", "", Spot("Middletown", 35.0, 37.0), crowd[:5], crowd[5:])))
    boxes = []
    for text in svg.iter("text"):
        size = {"country": 9.0}.get(text.get("class"), 9.0 if text.getparent().get("class") == "near" else 11.0)
        long, x = 0.5 * size * len(text.text), float(text.get("x"))
        left = x - {"start": 0, None: 0, "middle": long / 2, "end": long}[text.get("text-anchor")]
        boxes.append(Box(left, float(text.get("y")) - size * 0.8, left + long, float(text.get("y"))))
    assert len(boxes) >= 15
    clashes = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.meets(b)]
    assert clashes == []


def test_room_is_given_once():
    room = Room(Box(0, 0, 100, 100))
    first = room.beside("abc", 50, 50, 2, 10)
    assert (first.anchor, first.x) == ("start", 55)  # right of the mark: 50 + 2 + 3
    assert room.beside("abc", 50, 50, 2, 10).anchor == "end"  # then left of it
    assert room.beside("a name that is far too long for this", 50, 50, 2, 10) is None


def test_the_shipped_outlines_are_whole():
    world = outlines()
    assert len(world.countries) > 230 and len(world.owners) > 1_000
    for ring, start in enumerate(world.starts):
        end = world.starts[ring + 1] if ring + 1 < len(world.starts) else len(world.points)
        assert end - start >= 3, world.owners[ring]
    assert math.isclose(float((world.points**2).sum(axis=1).min()), 1.0) and world.countries["sy"] == "Syria"


@pytest.mark.parametrize(
    ("distance", "said"), [(4.4, "4 km"), (37.2, "37 km"), (144, "140 km"), (1643, "1,600 km"), (100, "100 km")]
)
def test_distances_have_two_figures(distance, said):
    assert kilometres(distance) == said
