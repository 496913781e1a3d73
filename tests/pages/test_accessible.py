"""What axe-core finds on the pages: nothing serious, in light and dark, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from corroboration.models import Decision
from tests import factories
from tests.pages.hands import path
from tests.people import make_admin
from tests.retrieval.factories import make_edit, make_retrieval

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = ("serious", "critical")
SIZES = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]


def violations(page: Page) -> list[str]:
    """What is seriously wrong with a page as it stands: the rule, and where."""
    found = Axe().run(page).response["violations"]
    graves = [rule for rule in found if rule["impact"] in GRAVE]
    path = page.url.split("/", 3)[-1][:40]
    return [f"/{path} {rule['id']}: {node['html'][:200]}" for rule in graves for node in rule["nodes"]]


@pytest.fixture
def admin(db):
    return make_admin("ada")


@pytest.fixture
def decision(world, admin) -> Decision:
    return factories.make_decision(world.claims[:2], by=admin, reason="The same blast.")


@pytest.fixture
def paths(world, decision) -> list[str]:
    cluster = path(world.cluster)
    act = f"{cluster}act/"
    claim = f"?claims={world.claims[2].public_id}"
    found = {"title": "A title", "proposed_outlet": "Herald", "characters": 600}
    unclear = make_retrieval(state="unclear", reason="no date", found=found)
    edit = make_edit(world.articles[1])
    return [
        "/",
        "/clusters/",
        cluster,
        f"{act}verdict/{claim}",
        f"{act}attribution/{claim}",
        f"{act}merge/",
        f"/articles/{world.articles[1].public_id}/?claim={world.claims[2].public_id}",
        "/sources/",
        "/sources/morning-herald/",
        "/decisions/",
        f"/decisions/{decision.public_id}/",
        "/search/?q=a+blast+hit+the+market",
        "/extract/?sample=palmyra-19",
        "/glossary/",
        "/nowhere/",
        "/clusters/?page=x",
        "/sources/silesian-monitor/",
        "/articles/add/",
        f"/articles/add/{unclear.public_id}/",
        "/edits/",
        f"/articles/{edit.article.public_id}/changes/",
        "/sessions/",
        "/confirm/",
    ]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_serious(open_page, paths, live_server, admin, width, scheme):
    page = open_page("/login/", width=width, scheme=scheme, bypass_csp=True, expects="404")
    found = violations(page)
    page = open_page("/", width=width, scheme=scheme, bypass_csp=True, user=admin, expects="404")
    for each in paths:
        assert page.goto(live_server.url + each).status < 500, each
        found += violations(page)
    assert not found, "\n".join(found)


ADMIN = [
    "/admin/",
    "/admin/sources/source/",
    "/admin/sources/source/add/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/corroboration/auditevent/",
    "/admin/claims/article/",
    "/admin/claims/article/stuck/",
    "/admin/claims/claim/",
    "/admin/claims/place/add/",
    "/admin/claims/actor/add/",
    "/admin/sources/feed/",
    "/admin/sources/grading/add/",
    "/admin/sources/sourcemerge/",
]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_axe_finds_nothing_serious_in_the_admin(open_page, world, live_server, admin, width, scheme):
    page = open_page("/admin/", width=width, scheme=scheme, bypass_csp=True, user=admin)
    factories.make_article(state="failed", error="ValueError: no number")
    factories.make_merge(world.agency, world.courier)
    source, found = f"/admin/sources/source/{world.herald.pk}", []
    for each in [*ADMIN, f"{source}/change/", f"{source}/merge/", f"{source}/merge/?into=evening-courier"]:
        assert page.goto(live_server.url + each).status < 500, each
        found += violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
@pytest.mark.parametrize("key", ["v", "m", "a", "?"])
def test_axe_finds_nothing_serious_in_an_open_panel(open_page, world, admin, key, width, scheme):
    page = open_page(path(world.cluster), width=width, scheme=scheme, bypass_csp=True, user=admin)
    page.keyboard.press("n")
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_be_visible()
    found = violations(page)
    assert not found, "\n".join(found)
