"""A real web server on loopback that answers what a test tells it to, lies included, and notes what it was asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from ssl import SSLContext
from threading import Thread
from time import sleep


@dataclass(frozen=True)
class Answer:
    """pieces: the body, piece by piece; between them the server pauses."""

    pieces: Iterable[bytes] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass
class Site:
    """answers: by path, query included; a function is asked anew each time. Anything else is a 404."""

    address: str = ""
    answers: dict[str, Answer | Callable[[Asked], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def page(self, path: str, body: str | bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Answer with this body from now on. Headers: content_type="text/html". Returns the full address."""
        raw = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer([raw], status, names)
        return self.address + path


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length", 0))
            names = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, names, self.rfile.read(length))
            site.asked.append(asked)
            found = site.answers.get(self.path, Answer([b"nothing here"], 404))
            answer = found(asked) if callable(found) else found
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("connection", "close")
            try:
                self.end_headers()
                for piece in answer.pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    sleep(answer.pause)
            except OSError:
                pass  # the client has had enough

        do_GET = do_POST = do_HEAD = _answer  # noqa: N815 (the names that http.server calls)

        def log_message(self, *args: object) -> None:
            pass

    return Handler


class _Server6(ThreadingHTTPServer):
    address_family = AF_INET6


@contextmanager
def serving(host: str = "127.0.0.1", port: int = 0, secured: SSLContext | None = None) -> Iterator[Site]:
    """A site at an address of this machine; with a certificate it speaks https."""
    site = Site()
    server = (
        _Server6((host, port), _handler(site)) if ":" in host else ThreadingHTTPServer((host, port), _handler(site))
    )
    server.daemon_threads = True
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    name = f"[{host}]" if ":" in host else host
    site.address = f"{'https' if secured else 'http'}://{name}:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
