"""How the countries' outlines are made out of Natural Earth's TopoJSON, on a made-up world of two countries."""

import pytest

from corroboration.data.make_outlines import decoded, make, simplified, stepped
from corroboration.pictures.outlines import read

SQUARES = {  # two squares of ten degrees that share an edge, the left one with a speck of an island
    "transform": {"scale": [0.1, 0.1], "translate": [0.0, 0.0]},
    "arcs": [
        [[100, 0], [0, 100]],  # the shared edge, northwards
        [[100, 100], [-100, 0], [0, -100], [100, 0]],  # the rest of the left square
        [[100, 0], [100, 0], [0, 100], [-100, 0]],  # the rest of the right one
        [[300, 300], [0, 0], [0, 0]],  # the speck
    ],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "MultiPolygon", "id": "1", "properties": {"name": "Leftia"}, "arcs": [[[0, 1]], [[3]]]},
                {"type": "Polygon", "properties": {"name": "Ríghtland"}, "arcs": [[~0, 2]]},
            ]
        }
    },
}
GAZETTEER = [
    {"id": "lf", "name": "Left Republic", "kind": "country", "aliases": "Leftia|The Left"},
    {"id": "leftia", "name": "Leftia", "kind": "town", "aliases": ""},
]


def test_countries_get_the_gazetteers_ids_and_names_and_common_borders_once():
    made = make(SQUARES, GAZETTEER)
    assert set(made["countries"]) == {"lf", "rightland"}
    assert made["countries"]["lf"]["name"] == "Left Republic"
    assert made["countries"]["rightland"]["name"] == ""  # without an id its standing is disputed
    assert made["countries"]["lf"]["rings"] == [[0, 1]]  # the speck encloses nothing
    assert made["countries"]["rightland"]["rings"] == [[~0, 2]]
    assert len(made["arcs"]) == 3
    assert made["arcs"][0][:2] == [1000, 0]  # hundredths of a degree
    assert sum(made["arcs"][0][3::2]) == 1000


def test_what_was_made_is_read_back_as_closed_rings():
    world = read(make(SQUARES, GAZETTEER))
    assert world.owners == ("lf", "rightland")
    left, right = world.of_country("lf")[0], world.of_country("rightland")[0]
    assert len(left) == len(right) == 20  # 40 degrees around in legs of 2, but the poleward narrowing saves none here
    assert world.of_country("nowhere") == []


def test_simplifying_keeps_ends_and_corners():
    line = [(0.0, 0.0), (0.5, 0.001), (1.0, 0.0), (1.0, 1.0)]
    assert simplified(line) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    ring = [(0.0, 0.0), (0.0, 1.0), (0.5, 1.0005), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
    assert simplified(ring) == [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]


def test_long_legs_go_in_steps_the_short_way_round():
    assert stepped([(0.0, 0.0), (3.0, 0.0)]) == [(0.0, 0.0), (1.5, 0.0), (3.0, 0.0)]
    over = stepped([(179.0, 0.0), (-178.0, 0.0)])
    assert [x for x, _ in over] == pytest.approx([179.0, 180.5, -178.0])


def test_the_cut_along_the_180th_meridian_is_no_coast():
    topology = {"transform": {"scale": [1, 1], "translate": [0, -90]}, "arcs": [[[0, 20], [0, -20], [10, 0], [0, 20]]]}
    assert decoded(topology) == [[(0, -70), (10, -70)]]
