"""Logging in and out as a person meets it: at a page that is closed, and at one that stayed open meanwhile."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from claims.models import Article
from tests import factories
from tests.people import make_admin, make_reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_closed_page_opens_after_the_login(open_page, settings):
    settings.PUBLIC_READ = False
    factories.make_user("vera")
    page = open_page("/glossary/#letters")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert page.get_by_role("navigation").count() == 0
    page.get_by_role("heading", name="Log in").click()
    page.keyboard.press("/")  # leads to the search box elsewhere; there is none, and no error
    page.get_by_label("Name").fill("vera")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Glossary")


def test_a_page_whose_person_was_logged_out_goes_to_the_login_and_back(open_page, settings):
    """The desk asks every few seconds how far the work is. The answer to that isn't a login in the middle of it."""
    settings.PUBLIC_READ = False
    factories.make_article(state=Article.State.RECEIVED)
    page = open_page("/?from=here", user=make_reader())
    expect(page.get_by_role("progressbar")).to_be_visible()
    Session.objects.all().delete()
    page.wait_for_url("**/login/?next=/%3Ffrom%3Dhere")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_an_admin_adds_a_person_without_a_password(open_page):
    """The fields of the password are hidden by a script of Django's, under the strict policy."""
    page = open_page("/admin/auth/user/add/", user=make_admin())
    page.get_by_label("Username").fill("vera")
    page.get_by_label("fact-checker: reads everything").check()
    page.get_by_label("Disabled").check()
    expect(page.get_by_label("Password:", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_label("fact-checker: reads everything")).to_be_checked()
    expect(page.locator(".messagelist .success")).to_contain_text("vera")
