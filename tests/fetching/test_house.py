"""Whether anything leads into our own network: real sockets, in a network made for it (tests/fetching/house.py).

Redirects, and names that lead elsewhere at the next look, are what lets others' addresses in where only the form of an
address is checked.
"""

import pytest

from tests.fetching.netns import in_a_network_of_its_own

PUBLIC = ("asked plainly", "redirected to another public address", "rebound after the check")
REFUSED = (
    "asked by its address",
    "asked by a name",
    "redirected by address",
    "redirected by a name",
    "rebound between redirects",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> dict:
    return in_a_network_of_its_own("tests.fetching.house", tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("attempt", PUBLIC)
def test_what_is_public_is_asked(report, attempt):
    assert report["found"][attempt] in ("public", "other")


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_inside_is_refused(report, attempt):
    assert report["found"][attempt].startswith("refused: may not be asked")


def test_nothing_ever_reached_the_inside(report):
    assert report["inside"] == 0
    assert set(report["found"]) == {*PUBLIC, *REFUSED}
