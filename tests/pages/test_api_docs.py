import pytest


@pytest.mark.browser
def test_swagger_ui_shows_the_operations_under_the_strict_policy(open_page):
    page = open_page("/api/v1/docs/")
    page.wait_for_selector(".opblock-summary-path")
    assert page.locator(".opblock").count() >= 14
    page.locator(".opblock-summary-control").first.click()
    page.wait_for_selector(".opblock-body")
