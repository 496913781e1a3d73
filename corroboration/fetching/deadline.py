"""A time by which everything is over: looking a name up, connecting, the handshake of TLS, headers, body.

A timeout counts from byte to byte, so a server that dribbles them holds its client for as long as it likes. Here each
wait is for no longer than what is left. Where a connection may lead is ssrfguard's part, and goes through it unchanged.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore
import httpx
from ssrfguard import Policy
from ssrfguard.httpx import SafeBackend, SafeTransport

PIECE = 65_536  # bytes written at a time


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: the authorities that ship with httpx, whatever the environment says."""
    return httpx.create_ssl_context(trust_env=False)


class Deadline:
    """A moment of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.at

    def within(self, timeout: float | None, error: type[httpcore.TimeoutException]) -> float:
        """The shorter of a timeout and what is left. Raises the error when nothing is."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise error("out of time")
        return left if timeout is None else min(timeout, left)


class TimedTransport(SafeTransport):
    """A transport that asks only where the policy allows, and is done by the deadline."""

    def __init__(self, *, policy: Policy, deadline: Deadline) -> None:
        super().__init__(policy=policy, trust_env=False, verify=trusted())
        self._pool = httpcore.ConnectionPool(  # as SafeTransport makes its own, of httpcore's public parts
            ssl_context=trusted(),
            network_backend=_Backend(policy, deadline),
            max_connections=1,
            max_keepalive_connections=0,
        )


class _Backend(httpcore.NetworkBackend):
    """Connects as ssrfguard does, within the time; the addresses of a name share it."""

    def __init__(self, policy: Policy, deadline: Deadline) -> None:
        self._safe = SafeBackend(policy=policy, resolver=_resolver(deadline))
        self._attempts = policy.max_connection_attempts
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.within(None, httpcore.ConnectTimeout) / self._attempts
        each = left if timeout is None else min(timeout, left)
        return _Stream(self._safe.connect_tcp(host, port, each, local_address, socket_options), self._deadline)

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        return self._safe.connect_unix_socket(*args, **options)


class _Stream(httpcore.NetworkStream):
    """A connection none of whose waits outlasts the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), PIECE):
            left = self._deadline.within(timeout, httpcore.WriteTimeout)
            self._stream.write(buffer[start : start + PIECE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.within(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolver(deadline: Deadline) -> Callable[..., list[Any]]:
    """socket.getaddrinfo, which knows no timeout, waited for no longer than the deadline."""

    def resolve(*args: Any, **options: Any) -> list[Any]:
        answers: SimpleQueue[list[Any] | BaseException] = SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(socket.getaddrinfo(*args, **options))
            except BaseException as error:
                answers.put(error)

        Thread(target=look_up, daemon=True).start()
        try:
            found = answers.get(timeout=max(0.0, deadline.at - time.monotonic()))
        except Empty:
            raise TimeoutError("the name wasn't found in time") from None
        if isinstance(found, BaseException):
            raise found
        return found

    return resolve
