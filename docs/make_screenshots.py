"""Take the pictures of docs/*.png: the main pages of a fresh instance with the sample, as its admin sees them.

Run as `make screenshots`. Needs Debian's Chromium, as the tests of the pages do. What people decided in it is made up,
and dated, so that the same code gives the same pictures.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from playwright.sync_api import Page, sync_playwright

from docs.filled import fill

DOCS = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"
LARGEST = 250_000  # bytes of a picture: they are read over slow lines, and kept in the repository for ever
WIDE, NARROW = (1280, 960), (360, 760)


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once: a page asks for its scripts while it asks for news."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing of each request."""


def pages() -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The name of each picture, the path of its page, and the size of the window."""
    from corroboration.models import Cluster
    from sources.models import TrackRecord

    cluster = f"/clusters/{Cluster.objects.order_by('-attention', 'public_id')[0].public_id}/"
    most_checked = TrackRecord.objects.order_by("-checks", "source__slug").values_list("source__slug", flat=True)
    first, second, *_ = dict.fromkeys(most_checked)
    yield "queue", "/clusters/", WIDE
    yield "cluster", cluster, WIDE
    yield "cluster-360", cluster, NARROW
    yield "source", f"/sources/{first}/", WIDE
    yield "compare", f"/sources/compare/?s={first}&s={second}", WIDE
    yield "decisions", "/decisions/", WIDE
    yield "admin", "/admin/", WIDE


@contextmanager
def served() -> Iterator[str]:
    """The application, at an address of this machine."""
    from config.wsgi import application

    server = make_server("127.0.0.1", 0, application, server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def session(address: str) -> dict[str, str]:
    """The cookie of somebody who is logged in."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="vera"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def take(page: Page, name: str) -> None:
    """One picture of what is in the window. Fails where it is too large to keep."""
    target = DOCS / f"{name}.png"
    page.screenshot(path=target, animations="disabled", caret="hide")
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target.name}: {target.stat().st_size} bytes, more than {LARGEST}")
    sys.stdout.write(f"{target.name}: {target.stat().st_size // 1000} KB\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the ORM refuses else
        django.setup()
        fill()
        wanted = list(pages())
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name, path, (width, height) in wanted:
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
                page.context.add_cookies([session(address)])
                answer = page.goto(address + path, wait_until="networkidle")
                if not answer or not answer.ok:
                    raise SystemExit(f"{path}: {answer and answer.status}")
                take(page, name)
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
