"""What the hunt finds is told, small; what hangs is found."""

import pytest
from hypothesis import strategies as st

from tests.fuzz import hunting


def test_the_smallest_that_breaks_a_door_is_told():
    def door(raw: bytes) -> None:
        assert b"x" not in raw

    with pytest.raises(AssertionError) as broken:
        hunting.hunt(door, st.text().map(lambda text: text.encode()))
    assert "b'x'" in broken.value.__notes__


def test_an_input_that_never_ends_is_found():
    def forever() -> None:
        while True:
            pass

    with pytest.raises(hunting.Hangs), hunting.in_time(0.05):
        forever()
