"""The second factor as a person sets it up and logs in with it: by keyboard, in narrow windows, under the policy."""

import pytest
from playwright.sync_api import expect

from corroboration.login import factors
from tests.factories import PASSWORD, make_user
from tests.login.conftest import app_shows
from tests.pages.test_accessible import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_it_is_set_up_and_asked_for(open_page, settings, width, scheme):
    settings.PUBLIC_READ = False
    vera = make_user("vera")
    narrow = width == 320  # there without the policy, which keeps axe out, too
    page = open_page("/second-factor/", width=width, scheme=scheme, bypass_csp=narrow)

    def log_in() -> None:
        page.get_by_label("Name").fill("vera")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")

    log_in()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not narrow or violations(page) == []
    secret = factors.encrypt(page.locator("code.secret").inner_text().replace(" ", ""))
    page.get_by_label("The code, six digits").fill(app_shows(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_role("listitem")).to_have_count(10)
    assert not narrow or violations(page) == []
    spare = page.get_by_role("listitem").first.inner_text()
    assert factors.has(vera) and not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="Log out").click()
    log_in()
    expect(page.get_by_label("The code that your app shows")).to_be_focused()
    assert not narrow or violations(page) == []
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("isn’t right")
    page.get_by_label("The code that your app shows").fill(spare)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
