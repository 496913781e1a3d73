"""One request after another: with the token, again where the server asks for patience, and never twice for one key."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from second_source_client.problems import Changed, Problem

ATTEMPTS = 5  # of one request
LONGEST_WAIT = 120.0  # seconds that a server may have us wait before the next attempt
PAUSE = 0.5  # seconds before the second attempt, doubled from then on, where the server names none
PATIENCE = (429, 502, 503, 504)
KEPT = 256  # answers that are asked for by their ETag next time

Params = Mapping[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """data: the JSON. etag: its version, for `if_match`; "" where it has none. location: of what was made."""

    status: int
    data: Any
    etag: str = ""
    location: str = ""


class Transport:
    """Sends requests to one address. sleep: how waiting is done; tests don't."""

    def __init__(self, http: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self.http = http
        self.sleep = sleep
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def get(self, path: str, params: Params | None = None) -> Answer:
        """What is at an address. What didn't change since it was last asked for isn't sent again."""
        request = self.http.build_request("GET", path, params=_given(params))
        address = str(request.url)
        if kept := self._kept.get(address):
            request.headers["If-None-Match"] = kept.etag
        response = self._send(request)
        if response.status_code == httpx.codes.NOT_MODIFIED and kept:
            self._kept.move_to_end(address)
            return kept
        answer = _answer(response)
        if answer.etag:
            self._kept[address] = answer
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer

    def post(self, path: str, body: Any, *, key: str = "", if_match: str = "") -> Answer:
        """Hand something in, once, however often it has to be sent.

        key: the Idempotency-Key; one is made where none is given. if_match: the ETag of what this rests on.
        """
        headers = {"Idempotency-Key": key or str(uuid4())} | ({"If-Match": if_match} if if_match else {})
        return _answer(self._send(self.http.build_request("POST", path, json=body, headers=headers)))

    @contextmanager
    def stream(self, path: str, params: Params | None = None) -> Iterator[httpx.Response]:
        """A long answer, as it comes."""
        response = self._send(self.http.build_request("GET", path, params=_given(params)), stream=True)
        try:
            yield response
        finally:
            response.close()

    def _send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """What was merged into another is read there; what is handed in goes nowhere else."""
        reads, pause = request.method == "GET", PAUSE
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                response = self.http.send(request, stream=stream, follow_redirects=reads)
            except httpx.TransportError:
                if last:
                    raise
                self.sleep(pause)
            else:
                wait = _wait(response, pause)
                if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
                    return response
                response.read()
                if last or not _may_pass(response) or wait > LONGEST_WAIT:
                    raise _problem(response)
                self.sleep(wait)
            pause *= 2
        raise AssertionError("unreachable: the last attempt returns or raises")


def lines_of(pieces: Iterable[bytes]) -> Iterator[str]:
    """Lines as NDJSON ends them, and only so: a text may hold what ends a line elsewhere, such as U+2028."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from (line.decode() for line in whole)
    yield rest.decode()


def _given(params: Params | None) -> dict[str, str]:
    """The parameters that have a value, as they are written in an address."""
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}


def _may_pass(response: httpx.Response) -> bool:
    """Whether a refusal may be over soon: also that of a key whose first request is still being worked on."""
    conflict = response.status_code == httpx.codes.CONFLICT and "Retry-After" in response.headers
    return conflict or response.status_code in PATIENCE


def _wait(response: httpx.Response, pause: float) -> float:
    named = response.headers.get("Retry-After", "")
    return max(float(named), pause) if named.isascii() and named.isdigit() else pause


def _answer(response: httpx.Response) -> Answer:
    data = response.json() if response.content else None
    headers = response.headers
    return Answer(response.status_code, data, headers.get("ETag", ""), headers.get("Location", ""))


def _problem(response: httpx.Response) -> Problem:
    try:
        body = response.json()
    except ValueError:
        body = {"detail": response.reason_phrase}
    kind = Changed if response.status_code == httpx.codes.PRECONDITION_FAILED else Problem
    return kind(response.status_code, body if isinstance(body, dict) else {"detail": str(body)})
