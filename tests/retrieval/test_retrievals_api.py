"""Pages by their address over the API: asked for, followed to the end, and refused with the field's name."""

import pytest
from rest_framework.test import APIClient

from claims.models import Article
from corroboration import retrieving
from corroboration.fetching.rows import Retrieval
from tests.api.writes.asking import keyed
from tests.factories import make_article, make_source
from tests.people import make_checker, make_reader
from tests.retrieval.factories import URL, make_retrieval
from tests.retrieval.layouts import DAYS_APART, FIRST, HEADLINE, LINKED_DATA

pytestmark = pytest.mark.django_db

PATH = "/api/v1/articles/retrievals/"
State = Retrieval.State


@pytest.fixture
def checker(db) -> APIClient:
    client = APIClient()
    client.force_authenticate(make_checker())
    return client


def test_a_page_is_asked_for_and_followed_until_its_claims_are_settled(checker, site):
    make_source("The Morning Herald", homepage=site.address)
    answer = checker.post(PATH, {"url": site.page("/a", LINKED_DATA, content_type="text/html")})
    status_url = answer.headers["Location"]
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    row = Retrieval.objects.get()
    retrieving.retrieve(row.pk, now=row.asked_at)
    line = checker.get(status_url).json()
    assert (line["state"], line["found"]["title"], line["article"]) == (
        "processing",
        HEADLINE,
        Article.objects.get().public_id,
    )
    assert FIRST not in str(line)
    Article.objects.update(state=Article.State.SETTLED)
    assert checker.get(status_url).json()["state"] == "settled"
    Article.objects.update(state=Article.State.FAILED, error="Traceback\nValueError: no")
    line = checker.get(status_url).json()
    assert (line["state"], line["reason"]) == ("failed", "ValueError: no")


def test_outlet_and_date_that_are_given_go_first(checker, site):
    url = site.page("/a", DAYS_APART, content_type="text/html")
    assert checker.post(PATH, {"url": url, "outlet": "Herald", "published_at": "2021-05-03"}).status_code == 202
    row = Retrieval.objects.get()
    retrieving.retrieve(row.pk, now=row.asked_at)
    article = Article.objects.get()
    assert (article.outlet.slug, article.published_at.day, article.day_only) == ("herald", 3, True)


def test_the_same_page_twice_is_one(checker):
    first, second = (checker.post(PATH, {"url": URL}).json()["id"] for _ in range(2))
    assert first == second


def test_under_its_key_a_page_is_asked_for_once_also_when_it_has_come(checker):
    first = checker.post(PATH, {"url": URL}, **keyed("p1"))
    Retrieval.objects.update(state=State.FAILED, reason="gone")
    again = checker.post(PATH, {"url": URL}, **keyed("p1"))
    assert (again.status_code, again.content, again["Location"]) == (202, first.content, first["Location"])
    assert Retrieval.objects.count() == 1


def test_a_field_whose_name_nobody_can_write_is_refused_by_what_it_looks_like(checker):
    answer = checker.post(PATH, rb'{"url": "https://herald.example/", "\ud800": 1}', content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"field": "\\ud800", "message": "unknown field"}]


@pytest.mark.parametrize(
    ("row", "state", "reason"),
    [
        ({}, "failed", "the server answers 404: there is no such page"),
        ({"state": State.UNCLEAR, "reason": "no date"}, "unclear", "no date"),
        ({"state": State.WAITING, "reason": "the server answers 500"}, "waiting", "the server answers 500"),
        ({"state": State.DONE, "reason": ""}, "settled", ""),  # its article is gone since
    ],
)
def test_each_end_has_its_reason(checker, row, state, reason):
    line = checker.get(f"{PATH}{make_retrieval(**row).public_id}/").json()
    assert (line["state"], line["reason"], line["found"]) == (state, reason, None)


MALFORMED = (
    ({}, "url"),
    ({"url": 5}, "url"),
    ({"url": URL + "x" * 1000}, "url"),
    ({"url": URL, "outlet": ""}, "outlet"),
    ({"url": URL, "outlet": "a\0b"}, "outlet"),
    ({"url": URL, "published_at": "2199-01-01"}, "published_at"),
    ({"url": URL, "published_at": "soon"}, "published_at"),
    ({"url": URL, "title": "x"}, "title"),
)


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "ftp://herald.example/", "http://[" + "x" * 20]
)
def test_what_may_not_be_fetched_is_not_taken(checker, url):
    answer = checker.post(PATH, {"url": url})
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, ["url"])
    assert not Retrieval.objects.exists()


@pytest.mark.parametrize(("data", "field"), MALFORMED)
def test_what_is_malformed_is_refused_by_its_field(checker, data, field):
    answer = checker.post(PATH, data)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])
    assert not Retrieval.objects.exists()


@pytest.mark.parametrize("data", ["x", [], None, [{"url": URL}]])
def test_what_is_no_object_is_refused(checker, data):
    assert checker.post(PATH, data).status_code == 400


def test_readers_and_guests_never_reach_it(settings):
    settings.PUBLIC_READ = True
    row = make_retrieval()
    client = APIClient()
    assert client.post(PATH, {"url": URL}).status_code == 401
    assert client.get(f"{PATH}{row.public_id}/").status_code == 401
    client.force_authenticate(make_reader())
    assert client.post(PATH, {"url": URL}).status_code == 403
    assert client.get(f"{PATH}{row.public_id}/").status_code == 403


def test_a_page_nobody_asked_for_is_not_found(checker):
    make_article()
    assert checker.get(f"{PATH}00000000-0000-0000-0000-000000000000/").status_code == 404
