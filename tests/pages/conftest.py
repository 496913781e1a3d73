"""What all tests of the pages share: the small world, a strict template engine, a browser."""

import os
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.emptying import empty_append_only
from tests.world import World, make_world

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Missing(str):
    """Stands in for a template variable that doesn't exist: showing it fails the test."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template asks for {name!r}, which isn't there")


@pytest.fixture(autouse=True)
def strict_templates(settings) -> None:
    """A misspelt variable fails instead of showing nothing."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = Missing("%s")
    settings.TEMPLATES = templates


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window. It asks the network for nothing of its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the ORM refuses else
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def log_in(live_server) -> Callable[[Page, AbstractBaseUser], None]:
    """Logs a person in, in the window of a page: from its next request on. Takes nobody through the form."""

    def log_in_one(page: Page, user: AbstractBaseUser) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return log_in_one


@pytest.fixture
def emptied(transactional_db) -> Iterator[None]:
    """Empties what is only ever added to, which what empties the database after a test can't."""
    yield
    empty_append_only()


@pytest.fixture
def open_page(chromium: Browser, live_server, emptied, log_in) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of its own, as this user if one is given. Fails on an error in the console, a dialog, or
    a request to elsewhere. expects: what the console may say, as a pattern. More options are the window's own."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one(
        path: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        user: AbstractBaseUser | None = None,
        expects: str = "",
        **options: Any,
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and not (expects and re.search(expects, message.text)):
                complaints.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda r: r.url.startswith(live_server.url) or complaints.append(f"asks {r.url}"))
        if user is not None:
            log_in(page, user)
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)
