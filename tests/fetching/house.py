"""Run in a network of its own, with a public address outside and a private one inside: how does the inside get asked?

Prints a JSON object: by the name of each attempt what came of it, and what the inside was asked altogether.
"""

import fcntl
import json
import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from itertools import count

import django

PUBLIC, OTHER, INSIDE = "93.184.216.34", "93.184.216.35", "10.0.0.5"
SIOCSIFFLAGS, SIOCSIFADDR, UP = 0x8914, 0x8916, 0x1


def make_network(*addresses: str) -> None:
    """Bring loopback up and give it these addresses, as `ip addr add` would."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", UP))
        for number, address in enumerate(addresses):
            request = struct.pack("16sHH4s16x", f"lo:{number}".encode(), socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(control, SIOCSIFADDR, request)


def leading(*addresses: str) -> Callable[..., list]:
    """A name server: the nth look-up of any name leads to the nth of these addresses, and so on round."""
    turn = count()

    def look_up(host: str, port: int, *args: object, **options: object) -> list:
        with suppress(OSError):
            socket.inet_aton(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        address = addresses[next(turn) % len(addresses)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return look_up


def main() -> None:
    make_network(PUBLIC, OTHER, INSIDE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from corroboration.fetching.web import Unfetchable, fetch  # settings first
    from tests.fetching.server import serving

    def attempt(url: str, *addresses: str) -> str:
        socket.getaddrinfo = leading(*addresses)
        try:
            return fetch(url, seconds=5).body.decode()
        except Unfetchable as refusal:
            return f"refused: {refusal}"

    with serving(PUBLIC, 80) as public, serving(OTHER, 80) as other, serving(INSIDE, 80) as inside:
        for site, word in ((public, "public"), (other, "other"), (inside, "SECRET")):
            site.page("/", word)
        public.page("/home", status=302, Location="/")
        public.page("/in", status=302, Location=f"http://{INSIDE}/")
        public.page("/name", status=302, Location="http://two.example/")
        public.page("/other", status=302, Location=f"http://{OTHER}/")
        found = {
            "asked plainly": attempt("http://one.example/", PUBLIC),
            "redirected to another public address": attempt("http://one.example/other", PUBLIC),
            "asked by its address": attempt(f"http://{INSIDE}/", INSIDE),
            "asked by a name": attempt("http://one.example/", INSIDE),
            "redirected by address": attempt("http://one.example/in", PUBLIC),
            "redirected by a name": attempt("http://one.example/name", PUBLIC, INSIDE),
            "rebound after the check": attempt("http://one.example/", PUBLIC, INSIDE),
            "rebound between redirects": attempt("http://one.example/home", PUBLIC, INSIDE),
        }
        print(json.dumps({"found": found, "inside": len(inside.asked)}))  # noqa: T201


if __name__ == "__main__":
    main()
