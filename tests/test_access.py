"""Every address of the site, asked by everybody: the whole URLconf against tests/access_table.py."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_table import ADMIN_SITE, API, MODELS, PAGES, Route, Status, Who, things
from tests.access_table import admin as admins_only
from tests.people import make_admin, make_checker, make_reader
from tests.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TABLE = PAGES | API | ADMIN_SITE
MAKE = {Who.READER: make_reader, Who.CHECKER: make_checker, Who.ADMIN: make_admin}


def routes(resolver=None, before: str = "", namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route: its name with its namespace, or its whole pattern where it has no name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, before + str(entry.pattern), inner)
        else:
            yield (namespace + entry.name if entry.name else before + str(entry.pattern)), entry


def rows_of_the_admin() -> dict[str, Route]:
    """The pages of each model in the table, and the way from a row's bare address to its page."""
    made = {}
    for model, pages in MODELS.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        for page, (get, post) in pages.items():
            args = () if page in ("changelist", "add") else (name,)
            made[f"admin:{name}_{page}"] = admins_only(*args, get=get, post=post)
        folder = f"admin/{model._meta.app_label}/{model._meta.model_name}/"
        made[f"{folder}<path:object_id>/"] = admins_only(path=f"/{folder}1/", get=302, post=302)
    return made


ALL = TABLE | rows_of_the_admin()


def test_every_route_is_in_the_table():
    unlisted = sorted({key for key, _ in routes()} - ALL.keys())
    assert not unlisted, (
        f"Nobody said who may ask for {', '.join(unlisted)}. Add a line for each to tests/access_table.py, such as "
        f'`"{unlisted[0]}": read(),` for a page that readers may see, or decide(...) or admin(...); a model of the '
        "admin has one line in its MODELS."
    )


def test_the_table_lists_nothing_that_is_gone():
    assert sorted(ALL.keys() - {key for key, _ in routes()}) == []
    assert set(MODELS) == set(admin.site._registry)


def test_a_name_is_that_of_one_view():
    """Two views of one name would share a line of the table, and one of them go untried."""
    views: dict[str, set] = {}
    for key, entry in routes():
        views.setdefault(key, set()).add(entry.callback)
    assert [key for key, callbacks in views.items() if len(callbacks) > 1] == []


def expected(route: Route, who: Who, method: str, api: bool) -> set[int]:
    """The statuses that are right."""
    may = who in (route.who if method == "get" else route.senders())
    status = route.get if method == "get" else route.post
    if status is None and (may or api):
        return {401, 403, 405} if api else {405}  # the API asks for the right first
    if may:
        return {_of(status, who)}
    if who in MAKE:
        return {403}
    return {401} if api else {302}


def _of(status: Status, who: Who) -> int:
    return status[who in MAKE] if isinstance(status, tuple) else status


@pytest.fixture
def known(db) -> dict:
    known = things(make_world())
    for model in MODELS:
        row = model.objects.order_by("pk").first()
        assert row is not None, f"{model.__name__}: make one in things() of tests/access_table.py"
        known[f"{model._meta.app_label}_{model._meta.model_name}"] = row.pk
    return known


@pytest.mark.parametrize("key", sorted(ALL))
def test_it_opens_to_whom_it_should(key, known, settings):
    route = ALL[key]
    path = route.path or reverse(key, args=[known.get(word, word) for word in route.args])
    api = path.startswith("/api/") and key not in ("api/v1/", "api-docs")  # these two are pages for people
    wrong = []
    for who in Who:
        settings.PUBLIC_READ = who == Who.GUEST
        for method in ("get", "post"):
            answer = ask(who, method, path, route.data(known) if method == "post" else {}, api)
            right = expected(route, who, method, api)
            if answer.status_code not in right or goes_astray(answer, route, who, method):
                wrong.append(f"{who}, {method.upper()} {path}: {answer.status_code}, not {sorted(right)}")
    assert wrong == []


def ask(who: Who, method: str, path: str, data: dict, api: bool):
    """An answer. What it changed is taken back, so that whoever asks next finds the same."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if who in MAKE:
            client.force_login(MAKE[who]())
        kind = {"content_type": "application/json"} if api and method == "post" else {}
        answer = getattr(client, method)(path, data, **kind)
        transaction.set_rollback(True)
    return answer


def goes_astray(answer, route: Route, who: Who, method: str) -> bool:
    """Whether somebody who may not ask is sent elsewhere than to the login."""
    may = who in (route.who if method == "get" else route.senders())
    return answer.status_code == 302 and not may and not answer["Location"].startswith("/login/")


@pytest.mark.parametrize("path", ["/search/?q=a+blast+hit+the+market+of+Ostrava", "/articles/{article}/?claim={claim}"])
def test_claims_are_shown_to_a_fact_checker_where_nothing_can_be_done_about_them(path, known, client):
    """The same card as on the page of a cluster, without what is done about it there."""
    client.force_login(make_checker())
    page = client.get(path.format(**known))
    assert page.status_code == 200
    assert 'class="card status-' in page.content.decode()
    assert "/act/" not in page.content.decode()
