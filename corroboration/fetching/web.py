"""One request to somebody else's server, bounded in every way: where it goes, how long it takes, how much comes back.

The address that was vetted is the one connected to, for each redirect anew (ssrfguard), so that neither a redirect nor
a name that changes its mind leads into our own network. No proxy, credential or cookie is taken from anywhere.
"""

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import httpx
from django.conf import settings
from ssrfguard import Policy, SSRFGuardError, TooManyRedirectsError
from ssrfguard.httpx import Client

AGENT = "SecondSource/1 (claim and source-reliability tracker)"
MOST_BYTES = 8_000_000  # of a body once unpacked: four times the largest article
SECONDS = 30.0  # for the whole of a request, redirects included
IDLE_SECONDS = 10.0  # without a byte
PIECE = 65_536
PERMANENT = (301, 308)
WINDOW = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}  # what we say that we unpack


class Unfetchable(Exception):
    """What was asked for isn't to be had, and why in words. final: asking again would change nothing."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered, whatever its status. headers: names in lower case. moved_to: the address to which
    permanent redirects alone led; "" where there were none."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str = ""


def fetch(
    url: str, *, headers: Mapping[str, str] | None = None, most_bytes: int = MOST_BYTES, seconds: float = SECONDS
) -> Fetched:
    """What is at this address, following redirects. Raises Unfetchable; any status is an answer."""
    return _ask("GET", url, headers or {}, b"", most_bytes, seconds, follow=True)


def deliver(
    url: str, body: bytes, *, headers: Mapping[str, str], most_bytes: int = PIECE, seconds: float = SECONDS
) -> Fetched:
    """Post a body to an address. A redirect isn't followed: what is signed for one receiver is for no other."""
    return _ask("POST", url, headers, body, most_bytes, seconds, follow=False)


def check_address(url: str) -> None:
    """Refuse an address by its form, before anything is asked: scheme, port, credentials, a private address written
    out. Raises Unfetchable. Where a name leads is only known, and checked, when it is asked."""
    try:
        _policy().check_url(url)
    except SSRFGuardError as refusal:
        raise Unfetchable(_in_words(refusal), final=True) from None


def _policy() -> Policy:
    """What may be asked: public addresses on the usual ports, and what the operator opened."""
    return Policy(allowed_networks=tuple(settings.FETCH_NETWORKS), allowed_ports=frozenset(settings.FETCH_PORTS))


def _ask(
    method: str, url: str, headers: Mapping[str, str], body: bytes, most_bytes: int, seconds: float, *, follow: bool
) -> Fetched:
    until = time.monotonic() + seconds
    given = {"User-Agent": AGENT, "Accept-Encoding": ", ".join(WINDOW), **headers}
    timeout = httpx.Timeout(min(IDLE_SECONDS, seconds))
    try:
        with (
            Client(policy=_policy(), trust_env=False, follow_redirects=follow, timeout=timeout) as client,
            client.stream(method, url, headers=given, content=body) as answer,
        ):
            found = b"".join(_unpacked(answer, most_bytes, until))
            lower = {name.lower(): value for name, value in answer.headers.items()}
            return Fetched(str(answer.url), answer.status_code, lower, found, _moved_to(answer))
    except TooManyRedirectsError as error:
        raise Unfetchable(f"more than {error.limit} redirects") from None
    except SSRFGuardError as refusal:
        raise Unfetchable(_in_words(refusal), final=True) from None
    except httpx.TimeoutException:
        raise Unfetchable(f"no answer within {min(IDLE_SECONDS, seconds):g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
        raise Unfetchable(str(error) or type(error).__name__) from None


def _moved_to(answer: httpx.Response) -> str:
    lasting = bool(answer.history) and all(hop.status_code in PERMANENT for hop in answer.history)
    return str(answer.url) if lasting else ""


def _in_words(refusal: SSRFGuardError) -> str:
    return f"may not be asked: {refusal}"


class _Unpacker(Protocol):
    unconsumed_tail: bytes

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def _unpacked(answer: httpx.Response, most_bytes: int, until: float) -> Iterator[bytes]:
    """The body piece by piece, unpacked by no more than is wanted at a time: a small bomb stays small."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", *WINDOW):
        raise Unfetchable(f"packed as {coding[:40]!r}, which wasn't asked for")
    unpacker = zlib.decompressobj(WINDOW[coding]) if coding in WINDOW else None
    size = 0
    for raw in answer.iter_raw():  # as it arrives: collected into pieces, slow bytes would go unnoticed
        for piece in _pieces(raw, unpacker):
            size += len(piece)
            if size > most_bytes:
                raise Unfetchable(f"larger than {most_bytes:,} bytes", final=True)
            yield piece
        if time.monotonic() > until:
            raise Unfetchable("took too long: the server sends too slowly")


def _pieces(raw: bytes, unpacker: _Unpacker | None) -> Iterator[bytes]:
    if unpacker is None:
        yield raw
        return
    while raw:
        yield unpacker.decompress(raw, PIECE)
        raw = unpacker.unconsumed_tail
