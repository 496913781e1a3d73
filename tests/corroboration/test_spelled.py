"""Names looked for in texts: whatever reading would find is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.engine.reference import load_reference
from corroboration.engine.spelled import Spelled
from sources.engine.names import fold

GAZETTEER = load_reference().gazetteer
MEANINGS = GAZETTEER.names.meanings()
TEXTS = [entry.name for entry in GAZETTEER.entries.values()]


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (["moravka"], "Rain fell on Morávka.", True),
        (["moravka"], "Moravka's mayor spoke; Moravkas bridge fell.", True),
        (["moravka"], "Moravkan rain", False),
        (["tell abyad"], "in Tell al-Abyad today", True),
        (["shairat"], "the Al-Sha'irat airbase", True),
        (["red hill men"], "the Red Hill's men", True),
        (["red hill men"], "the red men of the hill", False),
        (["(rhm)"], "fighters of RHM came", True),
        (["al"], "al", False),
        ([], "anything", False),
    ],
)
def test_a_name_is_found_in_whatever_way_it_is_written(names, text, expected):
    assert Spelled(names).stand_in(fold(text)) is expected


def test_no_names_are_none():
    assert not Spelled([]) and not Spelled(["al"]) and Spelled(["moravka"])


@given(
    st.sampled_from(TEXTS), st.sampled_from(["", "s", "'s"]), st.sampled_from(["in {}", "{}, a town", "“{}”", "x-{}"])
)
def test_what_reading_finds_is_found(name: str, ending: str, around: str):
    text = around.format(name + ending)
    found = {mention.id for mention in GAZETTEER.find(text.split())}
    meant = [each for each, (place, *_) in MEANINGS.items() if place in found]
    assert Spelled(meant).stand_in(fold(text)) or not found
