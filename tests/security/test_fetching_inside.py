"""No way of writing an address leads inside: asked for, delivered to, redirected to, with real sockets."""

import pytest

from tests.fetching.netns import in_a_network_of_its_own
from tests.security.spellings import ADDRESSES, EVERY_LOCATION

MOST_MEGABYTES = 40  # that 200 MB in a gzip may make a worker grow by; at most 8 of them are kept


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> dict:
    return in_a_network_of_its_own("tests.security.inside", tmp_path_factory.mktemp("inside"))


def test_what_is_public_is_asked_whatever_proxy_the_environment_names(report):
    assert report["found"]["public"] == "200 b'public'"
    assert report["credentials"] == 0, "of a .netrc, which nobody meant for us"


def test_nobody_connected_to_anything_inside(report):
    assert report["doors"] == ["10.0.0.5:80"], "when a test itself knocked"
    assert report["inside"] == []


@pytest.mark.parametrize("way", ["fetch", "deliver"])
def test_every_spelling_is_refused(report, way):
    assert len(ADDRESSES) > 80
    wrong = {address: report["found"][f"{way} {address}"] for address in ADDRESSES}
    assert {address: said for address, said in wrong.items() if not said.startswith("refused: ")} == {}


def test_every_redirect_to_one_is_refused(report):
    found = {address: report["found"][f"redirect {address}"] for address in EVERY_LOCATION}
    assert {address: said for address, said in found.items() if "SECRET" in said} == {}
    private = {address: said for address, said in found.items() if "127.0.0.1" in address and "://" in address}
    assert len(private) > 10
    assert not any(said.startswith("200") for said in private.values())


def test_a_bomb_is_stopped_before_it_fills_the_memory(report):
    assert report["found"]["bomb"] == "refused: larger than 8,000,000 bytes"
    assert report["grown"] < MOST_MEGABYTES
