"""Run in a network of its own: what of the inside is reached by way of what we are asked to fetch and deliver to.

Inside listens at every private address of that network. Prints a JSON object: what came of each attempt by its name,
who connected inside, and what a bomb made our memory grow by.
"""

import json
import os
import resource
import socket
import zlib
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import django

from tests.fetching.house import make_network
from tests.security.spellings import ADDRESSES, EVERY_LOCATION, INSIDE, METADATA, NAMES, PUBLIC

MEGABYTE = 2**20
connected: list[str] = []


def listen(host: str, port: int) -> None:
    """A door inside. Who only knocks is noted, too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind((host, port))
    door.listen(64)

    def answer() -> None:
        while True:
            client, _ = door.accept()
            connected.append(f"{host}:{port}")
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSECRET")
            client.close()

    Thread(target=answer, daemon=True).start()


def by_our_names(real):
    """The system's own look-up, which reads all forms of numbers, and before it the names of this network."""

    def look_up(host, port, *args, **options):
        if host in NAMES:
            kinds = {True: socket.AF_INET6, False: socket.AF_INET}
            return [(kinds[":" in ip], socket.SOCK_STREAM, 6, "", (ip, port)) for ip in NAMES[host]]
        return real(host, port, *args, **options)

    return look_up


def bomb() -> list[bytes]:
    packer = zlib.compressobj(wbits=31)
    return [packer.compress(bytes(MEGABYTE)) for _ in range(200)] + [packer.flush()]


def main() -> None:
    make_network(PUBLIC, INSIDE, METADATA)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    home = Path(os.environ["DATA_DIR"])
    (home / "netrc").write_text("machine one.example login root password secret\n")
    os.environ["NETRC"] = str(home / "netrc")
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ[name] = f"http://{INSIDE}:80"
    django.setup()
    socket.getaddrinfo = by_our_names(socket.getaddrinfo)
    for host in ("127.0.0.1", INSIDE, METADATA, "::1"):
        for port in (80, 443):
            listen(host, port)

    with socket.create_connection((INSIDE, 80)) as knocking:
        knocking.recv(100)
    doors = list(connected)  # that they note who comes
    connected.clear()

    from corroboration.fetching.web import Unfetchable, deliver, fetch  # settings first
    from tests.fetching.server import Answer, serving

    def attempt(asking, *args, **options) -> str:
        try:
            found = asking(*args, seconds=5, **options)
        except Unfetchable as refusal:
            return f"refused: {refusal}"
        return f"{found.status} {found.body[:20]!r}"

    with ExitStack() as stack:
        public = stack.enter_context(serving(PUBLIC, 80))
        public.page("/", "public")
        found = {"public": attempt(fetch, "http://one.example/")}
        for address in ADDRESSES:
            found[f"fetch {address}"] = attempt(fetch, address)
            found[f"deliver {address}"] = attempt(deliver, address, b"{}", headers={})
        for number, address in enumerate(EVERY_LOCATION):
            public.page(f"/{number}", status=302, Location=address.encode().decode("latin-1").replace("\t", "%09"))
            found[f"redirect {address}"] = attempt(fetch, f"http://one.example/{number}")
        credentials = [asked for asked in public.asked if "authorization" in asked.headers]
        public.answers["/bomb"] = Answer(bomb(), headers={"content-encoding": "gzip"})
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found["bomb"] = attempt(fetch, "http://one.example/bomb")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    told = {"found": found, "doors": doors, "inside": connected, "credentials": len(credentials), "grown": grown / 1024}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
