"""One request to somebody else's server, bounded in every way: where it goes, how long it takes, how much comes back.

The address that was vetted is the one connected to, for each redirect anew (ssrfguard), so that neither a redirect nor
a name that changes its mind leads into our own network. No proxy, credential or cookie is taken from anywhere.
"""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_network
from itertools import pairwise

import httpx
from django.conf import settings
from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach, SSRFGuardError
from ssrfguard.httpx import Client

from corroboration.fetching.deadline import Deadline, TimedTransport

AGENT = "SecondSource/1 (claim and source-reliability tracker)"
MOST_BYTES = 8_000_000  # of a body once unpacked: four times the largest article
SECONDS = 30.0  # for the whole of a request: names, handshakes, headers, body, redirects
IDLE_SECONDS = 10.0  # without a byte
PIECE = 65_536
MOST_HEADERS = 200  # of an answer; sites send some thirty
PERMANENT = (301, 308)
NO_COOKIES = DefaultCookiePolicy(allowed_domains=())  # also none from one redirect to the next
GZIP_START = b"\x1f\x8b"
NAT64 = ip_network("64:ff9b::/96")
WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}  # what we say that we unpack


class Unfetchable(Exception):
    """What was asked for isn't to be had, and why in words. final: asking again would change nothing."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered, whatever its status. headers: names in lower case. moved_to: the address to which
    permanent redirects alone led; "" where there were none. fell_back: whether a redirect led from https to http, so
    that anyone on the way could have written what came."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str = ""
    fell_back: bool = False


def fetch(
    url: str, *, headers: Mapping[str, str] | None = None, most_bytes: int = MOST_BYTES, seconds: float = SECONDS
) -> Fetched:
    """What is at this address, following redirects. Raises Unfetchable; any status is an answer."""
    return _ask("GET", url, headers or {}, b"", most_bytes, seconds, follow=True)


def deliver(
    url: str, body: bytes, *, headers: Mapping[str, str], most_bytes: int = PIECE, seconds: float = SECONDS
) -> Fetched:
    """Post a body to an address. A redirect isn't followed: what is signed for one receiver is for no other. Of the
    answer's body there is as much as could be read: whether a receiver took what it was sent, its status says."""
    return _ask("POST", url, headers, body, most_bytes, seconds, follow=False)


def check_address(url: str) -> None:
    """Refuse an address by its form, before anything is asked: scheme, port, credentials, a private address written
    out. Raises Unfetchable. Where a name leads is only known, and checked, when it is asked."""
    try:
        _policy().check_url(url)
    except SSRFGuardError as refusal:
        raise Unfetchable(_in_words(refusal), final=True) from None


def _denied() -> AddressTable:
    """ssrfguard's table, and what it lets through: public addresses of version 4 written as ones of version 6, of which
    a machine without version 4 needs NAT64's and nobody the others; and Azure's metadata."""
    blocks = [
        replace(each, reach=Reach.DENIED) if each.reach is Reach.TRANSLATED and each.network != NAT64 else each
        for each in DEFAULT_DENIED.blocks
    ]
    return AddressTable((*blocks, Block(ip_network("168.63.129.16/32"), "Azure's host", "Azure", Reach.DENIED)))


DENIED = _denied()


def _policy() -> Policy:
    """What may be asked: public addresses on the usual ports, and what the operator opened."""
    return Policy(
        denied_networks=DENIED,
        allowed_networks=tuple(settings.FETCH_NETWORKS),
        allowed_ports=frozenset(settings.FETCH_PORTS),
    )


def _ask(
    method: str, url: str, headers: Mapping[str, str], body: bytes, most_bytes: int, seconds: float, *, follow: bool
) -> Fetched:
    deadline = Deadline(seconds)
    given = {"User-Agent": AGENT, "Accept-Encoding": ", ".join(WINDOW), **headers}
    timeout = httpx.Timeout(min(IDLE_SECONDS, seconds))
    transport = TimedTransport(policy=_policy(), deadline=deadline)
    try:
        with Client(transport=transport, trust_env=False, timeout=timeout) as client:
            client.cookies.jar.set_policy(NO_COOKIES)
            first = client.build_request(method, url, headers=given, content=body)
            return _followed(client, first, most_bytes, deadline, follow)
    except SSRFGuardError as refusal:
        raise Unfetchable(_in_words(refusal), final=True) from None
    except httpx.TimeoutException:
        if deadline.over:
            raise Unfetchable("took too long: the server sends too slowly") from None
        raise Unfetchable(f"no answer within {min(IDLE_SECONDS, seconds):g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, zlib.error) as error:
        raise Unfetchable(str(error) or type(error).__name__) from None


def _followed(client: Client, request: httpx.Request, most_bytes: int, deadline: Deadline, follow: bool) -> Fetched:
    """The answer at the end of the redirects. Redirects are followed here, because the client would read the body of
    each, however large it unpacks."""
    hops: list[httpx.Response] = []
    while True:
        with closing(client.send(request, stream=True)) as answer:
            if len(answer.headers.raw) > MOST_HEADERS:
                raise Unfetchable(f"more than {MOST_HEADERS} headers")
            if not follow or answer.next_request is None:
                found = b"".join((_unpacked if follow else _readable)(answer, most_bytes, deadline))
                lower = {name.lower(): value for name, value in answer.headers.items()}
                urls = [hop.url for hop in hops] + [answer.url]
                return Fetched(
                    str(answer.url), answer.status_code, lower, found, _moved_to(hops, answer), _fell_back(urls)
                )
            hops.append(answer)
            if len(hops) > client.policy.max_redirects:
                raise Unfetchable(f"more than {client.policy.max_redirects} redirects")
            request = answer.next_request


def _moved_to(hops: list[httpx.Response], answer: httpx.Response) -> str:
    lasting = bool(hops) and all(hop.status_code in PERMANENT for hop in hops)
    return str(answer.url) if lasting else ""


def _fell_back(urls: list[httpx.URL]) -> bool:
    return any(left.scheme == "https" != right.scheme for left, right in pairwise(urls))


def _in_words(refusal: SSRFGuardError) -> str:
    return f"may not be asked: {refusal}"


def _unpacked(answer: httpx.Response, most_bytes: int, deadline: Deadline) -> Iterator[bytes]:
    """The body piece by piece, unpacked by no more than is wanted at a time: a small bomb stays small."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", *WINDOW):
        raise Unfetchable(f"packed as {coding[:40]!r}, which wasn't asked for")
    unpacker = _Unpacker(WINDOW[coding]) if coding in WINDOW else None
    came = size = 0
    for raw in answer.iter_raw():  # as it arrives: collected into pieces, slow bytes would go unnoticed
        came += len(raw)
        for piece in unpacker.pieces(raw) if unpacker else (raw,):
            size += len(piece)
            if size > most_bytes:
                break
            yield piece
        if max(came, size) > most_bytes:
            raise Unfetchable(f"larger than {most_bytes:,} bytes", final=True)
        if deadline.over:
            raise Unfetchable("took too long: the server sends too slowly")
    if unpacker is not None and size and not unpacker.whole:
        raise Unfetchable("cut off: the packed body has no end")


def _readable(answer: httpx.Response, most_bytes: int, deadline: Deadline) -> Iterator[bytes]:
    """The body as far as it can be read: what is too large, too slow or broken ends early."""
    with suppress(Unfetchable, httpx.HTTPError, zlib.error):
        yield from _unpacked(answer, most_bytes, deadline)


class _Unpacker:
    """Unpacks a stream, or several one after another, as gzip allows. What follows the last and is none is left out, as
    browsers do; zlib's own object would keep it, copied anew with each piece that came."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.stream = zlib.decompressobj(window)
        self.over = False

    @property
    def whole(self) -> bool:
        return self.stream.eof

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        while raw and not self.over:
            if self.stream.eof:
                self.over = not (self.window == WINDOW["gzip"] and raw.startswith(GZIP_START[: len(raw)]))
                if self.over:
                    return
                self.stream = zlib.decompressobj(self.window)
            yield self.stream.decompress(raw, PIECE)
            raw = self.stream.unused_data if self.stream.eof else self.stream.unconsumed_tail
