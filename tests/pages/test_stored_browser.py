"""What strangers wrote runs on no page, in a browser that would run it: the rows are those of tests/security."""

import pytest

from tests.people import make_admin
from tests.security.visited import pages, planted_world

pytestmark = pytest.mark.browser
FILES = ("export/", "rejects/")  # which are saved, not shown
DJANGOS = ("/delete/", "/history/", "/add/")  # of which test_stored.py reads every word


@pytest.fixture(autouse=True)
def strict_templates() -> None:
    """Django's own pages of the admin ask for variables that aren't there."""


@pytest.fixture
def window(chromium):
    """A page, and what it did that only somebody else's words can have made it do."""
    context = chromium.new_context()
    page, heard = context.new_page(), []
    page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: heard.append(f"error {error}"))
    page.on("popup", lambda popup: heard.append(f"window {popup.url}"))
    page.on("console", lambda said: said.type == "error" and heard.append(f"console {said.text}"))
    page.on("request", lambda asked: heard.append(asked.url))
    page.add_init_script("addEventListener('securitypolicyviolation', v => console.error(`policy ${v.blockedURI}`))")
    yield page, heard
    context.close()


def foreign(heard: list[str], home: str) -> list[str]:
    return [each for each in heard if not each.startswith((home, "data:")) and "404 (Not Found)" not in each]


def test_nothing_that_a_stranger_wrote_runs(window, live_server, emptied, log_in):
    known = planted_world()
    page, heard = window
    log_in(page, make_admin("root"))
    complaints = []
    for path in pages(known):
        if path.endswith(FILES) or (path.startswith("/admin/") and path.endswith(DJANGOS)):
            continue
        heard.clear()
        page.goto(live_server.url + path)
        page.mouse.move(400, 300)
        complaints += [f"{path}: {each}" for each in foreign(heard, live_server.url)]
    assert complaints == []


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src=//elsewhere.example/pixel>"]
)
def test_what_would_run_is_heard(window, live_server, attack):
    page, heard = window
    policy = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}
    page.route("**/planted", lambda route: route.fulfill(body=f"<!doctype html><p>{attack}</p>", headers=policy))
    page.goto(f"{live_server.url}/planted")
    page.wait_for_timeout(200)
    assert foreign(heard, live_server.url)
