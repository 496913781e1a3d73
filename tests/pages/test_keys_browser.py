"""A security key as a browser uses it: Chromium's own, made of software, under the site's strict policy."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from corroboration.login import factors, keys
from tests.factories import PASSWORD, make_user
from tests.pages.test_accessible import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KIND = {"transport": "usb", "hasResidentKey": False, "hasUserVerification": False, "isUserVerified": False}


def plug_in(page: Page, **more) -> tuple[CDPSession, str]:
    """A key for this window. It answers at once, unless it is told not to."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = KIND | {"protocol": "ctap2", "automaticPresenceSimulation": True} | more
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return tools, made["authenticatorId"]


def give_password(page: Page) -> None:
    page.get_by_label("Name").fill("vera")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.fixture
def vera(transactional_db, settings):
    settings.PUBLIC_READ = False
    return make_user("vera")


def add_key(page: Page) -> None:
    page.get_by_label("Name").fill("the blue one")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("status").get_by_role("listitem")).to_have_count(10)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_a_key_is_added_and_lets_in_until_it_is_removed(open_page, vera, width, scheme):
    narrow = width == 320  # there without the policy, which keeps axe out, too
    page = open_page("/second-factor/keys/add/", width=width, scheme=scheme, bypass_csp=narrow)
    plug_in(page)

    def looks_right() -> None:
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not narrow or violations(page) == []

    give_password(page)
    expect(page.get_by_role("button", name="Add the key")).to_be_visible()
    looks_right()
    add_key(page)
    looks_right()
    log_out(page)
    give_password(page)
    expect(page.get_by_role("button", name="Use your key")).to_be_focused()
    looks_right()
    page.get_by_role("button", name="Use your key").click()
    expect(page.get_by_role("button", name="Log out", exact=True)).to_be_visible()
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/second-factor/")
    expect(page.get_by_text("last used")).to_be_visible()
    looks_right()
    page.get_by_role("button", name="Remove the blue one").click()
    expect(page.get_by_text("The key is removed")).to_be_visible()
    assert not factors.has(vera)


def test_without_a_key_that_fits_nobody_gets_in_and_it_is_said(open_page, vera):
    page = open_page("/second-factor/keys/add/")
    tools, plugged = plug_in(page)
    give_password(page)
    add_key(page)
    log_out(page)
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": plugged})
    tools.send("WebAuthn.disable")
    plug_in(page)  # another one, which this site doesn't know
    give_password(page)
    page.get_by_role("button", name="Use your key").click()
    expect(page.get_by_role("alert")).to_contain_text("No key answered")
    expect(page.get_by_role("button", name="Use your key")).to_be_focused()
    assert page.url.endswith("/login/code/")


def test_the_same_key_is_not_added_twice(open_page, vera):
    page = open_page("/second-factor/keys/add/")
    plug_in(page)
    give_password(page)
    add_key(page)
    page.get_by_role("link", name="Add a security key").click()
    page.get_by_label("Name").fill("once more")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("alert")).to_have_text("This key is set up already.")
    assert len(keys.of(vera)) == 1


def test_it_confirms_who_one_is(open_page, vera):
    page = open_page("/second-factor/keys/add/")
    plug_in(page)
    give_password(page)
    add_key(page)
    page.evaluate("location.assign('/confirm/?next=/second-factor/')")
    page.get_by_role("button", name="Go on with your key").click()
    expect(page.get_by_label("Your password")).to_be_focused()  # it is asked for first
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on with your key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
