"""A request is over in time, whatever the server is slow at, and holds no more than was allowed."""

import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat
from threading import Event, Thread

import pytest

from corroboration.fetching import deadline
from corroboration.fetching.web import MOST_HEADERS, Unfetchable, deliver, fetch
from tests.fetching.server import Answer, Site, serving

SECONDS = 0.6
ENOUGH = 3.0  # a second server's worth of slack on a busy machine
BOMB = zlib.compressobj(wbits=31)
BOMB_PIECES = [*(BOMB.compress(bytes(2**20)) for _ in range(200)), BOMB.flush()]  # 200 MB in some 200 kB


@contextmanager
def talking(pieces: Iterator[bytes], pause: float, settings, *, scheme: str = "http") -> Iterator[str]:
    """A server that says these bytes, whatever it is asked, with a pause after each."""
    listener = socket.create_server(("127.0.0.1", 0))
    port, over = listener.getsockname()[1], Event()
    settings.FETCH_NETWORKS, settings.FETCH_PORTS = ["127.0.0.0/8"], [port]

    def talk() -> None:
        try:
            caller, _ = listener.accept()
            with caller:
                for piece in pieces:
                    caller.sendall(piece)
                    if over.wait(pause):
                        break
        except OSError:
            pass  # the client has had enough, or the test is over

    thread = Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield f"{scheme}://127.0.0.1:{port}/"
    finally:
        over.set()
        listener.close()
        thread.join(5)


def headers_without_end() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    yield from repeat(b"x", 200)


def hints_without_end() -> Iterator[bytes]:
    yield from repeat(b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 200)


SLOW = {
    "dribbles its headers": (headers_without_end(), "http"),
    "hints for ever": (hints_without_end(), "http"),
    "says nothing": (repeat(b"", 200), "http"),
    "is silent in the handshake of TLS": (repeat(b"", 200), "https"),
    "dribbles in the handshake of TLS": (iter([b"\x16\x03\x03\x40\x00", *[b"\x02"] * 200]), "https"),
}


@pytest.mark.parametrize("how", SLOW)
def test_a_server_is_given_up_in_time_that(how, settings):
    pieces, scheme = SLOW[how]
    started = time.monotonic()
    with talking(pieces, 0.05, settings, scheme=scheme) as url, pytest.raises(Unfetchable, match=r"too slowly|within"):
        fetch(url, seconds=SECONDS)
    assert time.monotonic() - started < ENOUGH


def test_a_name_server_that_never_answers_is_given_up_in_time(monkeypatch, settings):
    settings.FETCH_PORTS = [80]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: time.sleep(2))
    started = time.monotonic()
    with pytest.raises(Unfetchable, match="too slowly"):
        fetch("http://slow.example.org/", seconds=0.3)
    assert time.monotonic() - started < 1.5


def test_a_receiver_that_does_not_read_is_given_up_in_time(settings):
    with talking(repeat(b"", 200), 0.05, settings) as url:
        started = time.monotonic()
        with pytest.raises(Unfetchable):
            deliver(url, bytes(50_000_000), headers={}, seconds=SECONDS)
        assert time.monotonic() - started < ENOUGH


def test_redirects_share_the_time(site):
    site.answers["/a"] = Answer([b"x"], 302, {"Location": "/b"})
    for here, there in ("ab", "bc", "cd", "de"):
        site.answers[f"/{here}"] = lambda asked, there=there: (
            time.sleep(0.3) or Answer([], 302, {"Location": f"/{there}"})
        )
    with pytest.raises(Unfetchable, match=r"too slowly|within"):
        fetch(site.address + "/a", seconds=SECONDS)


def test_the_body_of_a_redirect_is_never_unpacked(site):
    home = site.page("/home", "here")
    site.answers["/a"] = Answer(BOMB_PIECES, 302, {"Location": home, "content-encoding": "gzip"})
    assert fetch(site.address + "/a", most_bytes=1000).body == b"here"


def test_a_packed_body_that_is_cut_off_is_no_answer(site):
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(b"one sentence, and another") + packer.flush()
    with pytest.raises(Unfetchable, match="cut off"):
        fetch(site.page("/a", packed[:-12], content_encoding="gzip"))


@pytest.mark.parametrize(
    "headers", [{f"x-{n}": "1" for n in range(MOST_HEADERS)}, {"x-long": "y" * 200_000}], ids=["many", "long"]
)
def test_headers_without_measure_are_no_answer(site, headers):
    site.answers["/a"] = Answer([b"x"], headers=headers)
    with pytest.raises(Unfetchable):
        fetch(site.address + "/a")


def test_a_header_that_cannot_be_sent_is_said_to_be_so(site):
    with pytest.raises(Unfetchable):
        fetch(site.page("/a"), headers={"If-None-Match": "“typeset”"})


def test_no_proxy_or_credential_is_taken_from_the_environment(site, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("default login someone password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert fetch(site.page("/a", "here")).body == b"here"
    assert "authorization" not in site.asked[0].headers


# --- where a name leads ---


def answering(*addresses: str):
    """What socket.getaddrinfo says of any name."""

    def look_up(host, port, *args, **options):
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [
            (family[":" in each], socket.SOCK_STREAM, 6, "", (each, port, 0, 0)[: 4 if ":" in each else 2])
            for each in addresses
        ]

    return look_up


def test_of_several_addresses_the_next_is_tried_where_one_does_not_answer(site, monkeypatch):
    site.page("/a", "here")
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.77", "127.0.0.1"))
    port = site.address.rpartition(":")[2]
    assert fetch(f"http://news.example.org:{port}/a").body == b"here"
    assert site.asked[0].headers["host"] == f"news.example.org:{port}"


def test_a_name_that_also_leads_into_the_house_is_not_asked_at_all(site, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.1", "10.0.0.1"))
    with pytest.raises(Unfetchable, match="may not be asked") as refusal:
        fetch(f"http://news.example.org:{site.address.rpartition(':')[2]}/")
    assert refusal.value.final
    assert site.asked == []


@contextmanager
def newer_kind() -> Iterator[Site]:
    with ExitStack() as stack:
        try:
            site = stack.enter_context(serving("::1"))
        except OSError as error:
            pytest.skip(f"no IPv6 on this machine's loopback ({error}): a fetch from [::1] was left out")
        yield site


def test_an_address_of_the_newer_kind_is_asked_alike(settings):
    with newer_kind() as site:
        settings.FETCH_NETWORKS, settings.FETCH_PORTS = ["::1/128"], [int(site.address.rpartition(":")[2])]
        assert fetch(site.page("/a", "here")).body == b"here"
        settings.FETCH_NETWORKS = ["127.0.0.0/8"]
        with pytest.raises(Unfetchable, match="may not be asked"):
            fetch(site.address + "/a")


# --- https ---


@pytest.fixture
def secured(tmp_path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that signed itself."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("no openssl here to make a certificate with: fetching by https was left out")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    options += ["-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([openssl, "req", *options, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.made_of = str(certificate)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(secured, settings):
    with serving(secured=secured) as site:
        settings.FETCH_NETWORKS, settings.FETCH_PORTS = ["127.0.0.0/8"], [int(site.address.rpartition(":")[2])]
        with pytest.raises(Unfetchable, match="certificate verify failed"):
            fetch(site.page("/a", "here"))


def test_a_fall_from_https_to_http_is_noted(secured, settings, monkeypatch):
    trusting = ssl.create_default_context(cafile=secured.made_of)
    monkeypatch.setattr(deadline, "trusted", lambda: trusting)
    with serving(secured=secured) as safe, serving() as plain:
        settings.FETCH_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [int(each.address.rpartition(":")[2]) for each in (safe, plain)]
        home = plain.page("/home", "here")
        assert not fetch(safe.page("/a", "here")).fell_back
        assert not fetch(plain.page("/up", status=302, Location=safe.address + "/a")).fell_back
        assert fetch(safe.page("/down", status=302, Location=home)).fell_back
        back = plain.page("/back", status=302, Location=safe.address + "/a")
        assert fetch(safe.page("/around", status=302, Location=back)).fell_back
