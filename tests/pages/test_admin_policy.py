"""The admin under the same strict policy as the pages: nothing of it may depend on inline script or style."""

import pytest

from claims.models import Article
from tests.factories import make_article, make_user


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
