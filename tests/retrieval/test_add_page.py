"""The form for people: what it takes, how a page that was asked for is shown, and who may use it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.models import Article
from corroboration import retrieving
from corroboration.fetching.rows import Host, Retrieval
from tests.factories import make_article, make_source
from tests.people import make_checker, make_reader
from tests.retrieval.factories import URL, make_retrieval
from tests.retrieval.layouts import FIRST, HEADLINE, LINKED_DATA, UNDATED

pytestmark = pytest.mark.django_db

State = Retrieval.State
EVIL = LINKED_DATA.replace("<h1>", "<h1><script>alert('evil')</script><img src=x onerror=alert(1)>")


@pytest.fixture
def checker(client):
    user = make_checker()
    client.force_login(user)
    return user


def followed(client: Client, **data) -> str:
    answer = client.post("/articles/add/", data)
    assert answer.status_code == 302, answer.content.decode()
    return answer["location"]


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_address_is_queued_and_its_page_shows_how_it_goes(client, checker, site):
    make_source("The Morning Herald", homepage=site.address)
    url = site.page("/a", EVIL, content_type="text/html")
    path = followed(client, url=url)
    row = Retrieval.objects.get()
    assert (row.url, row.by, row.outlet) == (url, checker, "")
    page = shown(client, path)
    assert "Waiting for its turn" in page
    assert 'hx-trigger="every 2s"' in page
    retrieving.retrieve(row.pk, now=row.asked_at)
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert HEADLINE in part
    assert "alert(" not in part
    row.refresh_from_db()
    assert f"/articles/{row.article.public_id}/" in part
    assert "alert(" not in shown(client, f"/articles/{row.article.public_id}/")


def test_what_a_page_does_not_say_is_asked_of_the_person(client, checker, site):
    url = site.page("/a", UNDATED, content_type="text/html")
    path = followed(client, url=url)
    row = Retrieval.objects.get()
    retrieving.retrieve(row.pk, now=row.asked_at)
    assert "a person has to say" in shown(client, path)
    wrong = client.post(f"{path}settle/", {"outlet": "", "published_at": "soon"})
    assert wrong.status_code == 400
    assert "Expected a date" in wrong.content.decode()
    answer = client.post(f"{path}settle/", {"outlet": "Morning Herald", "published_at": "2021-05-04"})
    assert (answer.status_code, answer["location"]) == (302, path)
    article = Article.objects.get()
    assert (article.outlet.slug, article.day_only) == ("morning-herald", True)
    assert client.post(f"{path}settle/", {"outlet": "Other", "published_at": "2021-05-05"}).status_code == 302
    assert Article.objects.count() == 1


def test_a_page_that_failed_says_why_and_can_be_tried_again(client, checker):
    row = make_retrieval(outlet="Morning Herald")
    path = f"/articles/add/{row.public_id}/"
    assert "The server answers 404" in shown(client, path)
    assert client.post(f"{path}again/")["location"] == path
    waiting = Retrieval.objects.get(state=State.WAITING)
    assert (waiting.outlet, waiting.attempts) == ("Morning Herald", 0)


def test_a_known_address_leads_to_its_article(client, checker):
    article = make_article(url=URL)
    assert followed(client, url=f"{URL}#top") == f"/articles/{article.public_id}/"
    assert "known already" in shown(client, f"/articles/add/?url={URL}")


def test_the_bookmarklet_opens_the_form_with_the_address(client, checker):
    page = shown(client, "/articles/add/")
    link = re.search(r'href="(javascript:[^"]+)"', page)[1]
    assert "\\u0027" not in link
    assert "?url=" in link
    assert f'value="{URL}"' in shown(client, f"/articles/add/?url={URL}")
    assert "&lt;b&gt;" in shown(client, "/articles/add/?url=%3Cb%3E%00")


def test_a_file_is_read_in_its_charset_and_never_shown(client, checker):
    html = EVIL.replace("utf-8", "windows-1252").encode("cp1252", "xmlcharrefreplace")
    path = followed(client, file=SimpleUploadedFile("a.html", html), outlet="Morning Herald", url=URL)
    article = Article.objects.get()
    assert (article.url, article.outlet.slug, FIRST in article.text) == (URL, "morning-herald", True)
    assert "Taken in" in shown(client, path)


def test_html_without_an_address_waits_for_its_outlet(client, checker):
    path = followed(client, html=LINKED_DATA)
    assert "a person has to say" in shown(client, path)
    client.post(f"{path}settle/", {"outlet": "Morning Herald", "published_at": "2021-05-04"})
    article = Article.objects.get()
    assert (article.url, article.external_id.startswith("sha256:")) == ("", True)


def test_a_text_goes_in_as_it_is(client, checker):
    given = {"text": f"{HEADLINE}\r\n\r\n{FIRST}", "outlet": "Morning Herald", "published_at": "2021-05-04"}
    path = followed(client, title=HEADLINE, **given)
    article = Article.objects.get()
    assert (path, article.text) == (f"/articles/{article.public_id}/", f"{HEADLINE}\n\n{FIRST}")
    assert followed(client, title=HEADLINE, **given) == path


WRONG = {
    "nothing": ({}, "Give the address of a page"),
    "a private address": ({"url": "http://10.0.0.1/"}, "May not be asked"),
    "no address": ({"url": "herald"}, "May not be asked"),
    "a date that is none": ({"url": URL, "published_at": "04/05/2021"}, "Expected a date"),
    "a day to come": ({"url": URL, "published_at": "2199-01-01"}, "Expected a date"),
    "a page twice": ({"html": LINKED_DATA, "text": FIRST}, "Give the page once"),
    "a text of nobody": ({"text": FIRST}, "Say which outlet"),
    "a text that no database takes": (
        {"text": "a\ud800", "outlet": "Herald", "published_at": "2021-05-04"}, "urrogate"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", [name for name in WRONG if name != "a text that no database takes"])
def test_what_cannot_be_taken_is_said_at_its_field(client, checker, what):
    data, words = WRONG[what]
    answer = client.post("/articles/add/", data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Retrieval.objects.exists()


def test_a_page_handed_in_is_bounded_in_tags(client, checker):
    path = followed(client, html="<p>" * 30_001)
    assert "30,001 tags" in shown(client, path)


def test_what_waits_for_a_person_is_listed_for_all(client, checker):
    make_retrieval(state=State.UNCLEAR, reason="no date", found={"title": "A <b>bold</b> title"})
    page = shown(client, "/articles/add/")
    assert "Waiting for a person" in page
    assert "A &lt;b&gt;bold&lt;/b&gt; title" in page


@pytest.mark.parametrize("path", ["", "{row}/"])
def test_readers_and_guests_never_reach_it(client, settings, path):
    settings.PUBLIC_READ = True
    row = make_retrieval()
    address = f"/articles/add/{path.format(row=row.public_id)}"
    assert client.get(address)["location"].startswith("/login/")
    client.force_login(make_reader())
    assert client.get(address).status_code == 403
    assert 'href="/articles/add/"' not in shown(client, "/")
    client.force_login(make_checker())
    assert 'href="/articles/add/"' in shown(client, "/")


def test_the_lists_cost_the_same_however_long(client, checker, django_assert_max_num_queries):
    for number in range(3):
        make_retrieval(by=checker, url=f"{URL}{number}", article=make_article(), state=State.DONE)
    with django_assert_max_num_queries(9):
        client.get("/articles/add/")
    for number in range(20):
        make_retrieval(by=checker, url=f"{URL}-{number}", article=make_article(), state=State.DONE)
    with django_assert_max_num_queries(9):
        client.get("/articles/add/")
    assert Host.objects.count() == 0


def test_dates_are_shown_in_words(client, checker):
    found = {"title": "A title", "published_at": "2021-05-04T10:30:00+00:00", "dated_by": "JSON-LD", "characters": 1200}
    row = make_retrieval(found=found | {"modified_at": "2021-05-05"})
    page = shown(client, f"/articles/add/{row.public_id}/")
    assert "4 May 2021, 10:30 UTC" in page
    assert "5 May 2021<" in page
    assert "1,200 characters" in page
