"""The admin under the same strict policy as the pages: nothing of it may depend on inline script or style."""

import pytest

from claims.models import Article
from sources.selectors import merged_into
from tests.factories import make_article, make_source, make_user


@pytest.mark.browser
def test_an_admin_logs_in_and_tries_a_stuck_article_again(open_page, transactional_db):
    keeper = make_user("keeper", is_staff=True, is_superuser=True)
    stuck = make_article(state=Article.State.FAILED, error="ValueError: no sentence found", title="Stuck")
    page = open_page("/admin/claims/article/?state__exact=failed", user=keeper)
    page.check(".action-select")
    page.select_option("select[name=action]", "try_again")
    page.click("button[name=index]")
    page.wait_for_selector(".messagelist .success")
    stuck.refresh_from_db()
    assert stuck.state == "received"


@pytest.mark.browser
def test_an_admin_adds_a_row_for_another_name(open_page, transactional_db):
    """The button for one more row is made by a script."""
    keeper = make_user("keeper", is_staff=True, is_superuser=True)
    page = open_page("/admin/sources/source/add/", user=keeper)
    page.click("#aliases-group .add-row a")
    page.fill("#id_aliases-1-name", "N. G.")


@pytest.mark.browser
def test_an_admin_merges_two_sources_and_undoes_it(open_page, transactional_db):
    keeper = make_user("keeper", is_staff=True, is_superuser=True)
    make_source("Harbour Post", curated=True)
    met = make_source("The Harbour Post Daily")
    page = open_page(f"/admin/sources/source/{met.pk}/change/", user=keeper)
    page.click("text=Merge into another source")
    page.click("text=See what would move")
    page.fill("#id_reason", "one paper")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert merged_into(met.slug) == "harbour-post"
    page.click("text=in force")
    page.click("text=Undo this merge")
    page.fill("#id_reason", "two after all")
    page.click("text=Undo the merge")
    page.wait_for_selector(".messagelist .success")
    assert merged_into(met.slug) == ""


@pytest.mark.browser
def test_an_admin_tries_all_of_one_error_again(open_page, transactional_db):
    keeper = make_user("keeper", is_staff=True, is_superuser=True)
    for _ in range(2):
        make_article(state=Article.State.FAILED, error="ValueError: no sentence found")
    page = open_page("/admin/", user=keeper)
    page.click("text=2 articles set aside with an error")
    page.click("text=Try all 2 again")
    page.wait_for_selector(".messagelist .success")
    assert Article.objects.filter(state="received").count() == 2
