"""One request to somebody else's server: what it brings, where it may not go, and when it gives up."""

import gzip
import time
import zlib
from itertools import repeat

import pytest

from corroboration.fetching.web import Unfetchable, check_address, deliver, fetch
from tests.fetching.server import Answer, Asked

GZIP = zlib.compressobj(wbits=31)
BOMB = [GZIP.compress(bytes(2**20)) for _ in range(200)] + [GZIP.flush()]  # 200 MB in some 200 kB


def test_an_answer_comes_with_its_headers_and_the_address_it_came_from(site):
    url = site.page("/a", "text", content_type="text/plain", ETag='"1"')
    found = fetch(url, headers={"If-None-Match": '"0"'})
    assert (found.url, found.status, found.body) == (url, 200, b"text")
    assert (found.headers["content-type"], found.headers["etag"]) == ("text/plain", '"1"')
    assert site.asked[0].headers["if-none-match"] == '"0"'
    assert site.asked[0].headers["user-agent"].startswith("SecondSource/")


@pytest.mark.parametrize("status", [304, 404, 410, 429, 500])
def test_any_status_is_an_answer(site, status):
    assert fetch(site.page("/a", status=status)).status == status


def test_a_packed_body_is_unpacked(site):
    packed = zlib.compressobj(wbits=31)
    body = packed.compress(b"text") + packed.flush()
    assert fetch(site.page("/a", body, content_encoding="gzip")).body == b"text"


def test_a_body_packed_in_several_parts_is_had_whole(site):
    parts = [gzip.compress(b"one "), gzip.compress(b"two "), gzip.compress(b"three")]
    whole = b"".join(parts)
    for number, pieces in enumerate((parts, [whole], [whole[:25], whole[25:]], [bytes([each]) for each in whole])):
        site.answers[f"/{number}"] = Answer(pieces, headers={"content-encoding": "gzip"})
        assert fetch(f"{site.address}/{number}").body == b"one two three"


def test_what_follows_the_end_of_a_packed_body_is_neither_read_nor_kept(site, monkeypatch):
    junk = [gzip.compress(b"text"), *repeat(b"junk" * 4096, 20)]
    site.answers["/junk"] = Answer(junk, headers={"content-encoding": "gzip"})
    given = []
    real = zlib.decompressobj
    monkeypatch.setattr("corroboration.fetching.web.zlib.decompressobj", lambda window: Spied(real(window), given))
    assert fetch(site.address + "/junk").body == b"text"
    assert sum(given) < 2 * 2**16, "zlib keeps all that it is given behind the end, copied anew each time"
    with pytest.raises(Unfetchable, match="larger than 100,000 bytes"):
        fetch(site.address + "/junk", most_bytes=100_000)


class Spied:
    """A decompressor that notes how much it was given."""

    def __init__(self, own, given: list[int]) -> None:
        self._own, self._given = own, given

    def __getattr__(self, name: str):
        return getattr(self._own, name)

    def decompress(self, data: bytes, most: int) -> bytes:
        self._given.append(len(data))
        return self._own.decompress(data, most)


def test_packed_parts_that_hold_nothing_are_bounded_too(site):
    site.answers["/empty"] = Answer(repeat(gzip.compress(b"") * 1000, 100), headers={"content-encoding": "gzip"})
    with pytest.raises(Unfetchable, match="larger than 1,000,000 bytes"):
        fetch(site.address + "/empty", most_bytes=1_000_000)


def test_no_cookie_is_taken_along_by_a_redirect(site):
    home = site.page("/home", "here")
    assert fetch(site.page("/a", status=302, Location=home, Set_Cookie="who=you; Path=/")).body == b"here"
    assert [asked.path for asked in site.asked] == ["/a", "/home"]
    assert "cookie" not in site.asked[1].headers


@pytest.mark.parametrize(
    "host",
    [
        *("168.63.129.16", "[2002:5db8:d822::]", "[::ffff:93.184.216.34]", "[::93.184.216.34]"),
        *("[2001:0:5db8:d822:0:0:a247:27dd]", "[64:ff9b::a3f:8110]", "[64:ff9b::a83f:8110]"),
    ],
)
def test_what_only_some_machines_take_for_an_inner_address_is_refused(host):
    with pytest.raises(Unfetchable, match="may not be asked"):
        check_address(f"http://{host}/")


def test_a_machine_without_addresses_of_version_4_reaches_public_ones_by_nat64():
    check_address("http://[64:ff9b::5db8:d822]/")


def test_a_packing_that_was_not_asked_for_is_refused(site):
    with pytest.raises(Unfetchable, match="packed as 'br'"):
        fetch(site.page("/a", b"x", content_encoding="br"))


def test_a_bomb_is_stopped_at_the_cap(site):
    site.answers["/bomb"] = Answer(BOMB, headers={"content-encoding": "gzip"})
    with pytest.raises(Unfetchable, match="larger than 1,000,000 bytes"):
        fetch(site.address + "/bomb", most_bytes=1_000_000)


def test_slow_bytes_are_given_up(site):
    site.answers["/slow"] = Answer(repeat(b"x", 100), pause=0.1)
    started = time.monotonic()
    with pytest.raises(Unfetchable, match="too slowly"):
        fetch(site.address + "/slow", seconds=0.5)
    assert time.monotonic() - started < 3


def test_only_redirects_for_good_say_where_it_lives_now(site):
    home = site.page("/home", "here")
    assert fetch(site.page("/old", status=301, Location=home)).moved_to == home
    assert fetch(site.page("/now", status=302, Location=home)).moved_to == ""
    assert fetch(site.page("/mixed", status=301, Location=site.address + "/now")).moved_to == ""


def test_a_redirect_in_circles_is_given_up(site):
    with pytest.raises(Unfetchable, match="redirects"):
        fetch(site.page("/a", status=302, Location="/a"))


def test_what_is_delivered_follows_no_redirect(site):
    there = site.page("/there")
    url = site.page("/hook", status=307, Location=there)
    assert deliver(url, b"{}", headers={"Content-Type": "application/json"}).status == 307
    assert site.asked == [Asked("POST", "/hook", site.asked[0].headers, b"{}")]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (Answer([b"x" * 40_000] * 5), 2**16),
        (Answer(BOMB, headers={"Content-Encoding": "gzip"}), 2**16),
        (Answer([b"no gzip"], headers={"Content-Encoding": "gzip"}), 0),
        (Answer([b"begun", b""], headers={"Content-Length": "1000"}), 5),
    ],
    ids=["large", "bomb", "broken", "cut off"],
)
def test_that_something_was_received_does_not_depend_on_what_is_said_beside_the_status(site, answer, kept):
    site.answers["/hook"] = answer
    found = deliver(site.address + "/hook", b"{}", headers={})
    assert found.status == 200
    assert len(found.body) <= kept


REFUSED = (
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://224.0.0.1/",
    "http://[2002:7f00:1::]/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "http://user:secret@example.org/",
    "http://example.org:22/",
    "http:///path",
    "example.org",
)


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_not_public_is_refused_by_its_form(url, settings):
    settings.FETCH_NETWORKS, settings.FETCH_PORTS = [], [80, 443]
    with pytest.raises(Unfetchable) as refusal:
        check_address(url)
    assert refusal.value.final
    with pytest.raises(Unfetchable):
        fetch(url)


def test_a_name_that_leads_into_the_house_is_refused(settings):
    settings.FETCH_NETWORKS, settings.FETCH_PORTS = [], [80]
    check_address("http://localhost/")
    with pytest.raises(Unfetchable, match="may not be asked"):
        fetch("http://localhost/")


def test_a_redirect_into_the_house_is_refused(site, settings):
    settings.FETCH_NETWORKS = ["127.0.0.1/32"]
    with pytest.raises(Unfetchable, match="may not be asked"):
        fetch(site.page("/a", status=302, Location="http://127.0.0.2/"))
