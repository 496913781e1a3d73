"""The admin's first page: what needs a look is counted, and the lists stand under what people come for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Article, Claim
from corroboration.models import KeptFit
from tests.factories import make_article, make_decision, make_feed, make_source, make_user

pytestmark = pytest.mark.django_db

INDEX = "admin:index"


def looks(client) -> str:
    page = client.get(reverse(INDEX)).content.decode()
    return page[page.index('class="looks"') : page.index("</section>")]


def test_lists_stand_under_what_people_come_for(admin_client):
    page = admin_client.get(reverse(INDEX)).content.decode()
    places = [page.index(f'id="{each}"') for each in ("sources", "reference-data", "work", "people")]
    assert places == sorted(places)
    assert page.index('id="sources"') < page.index("Merges of sources") < page.index('id="reference-data"')
    assert page.index("Track records") > page.index("Made by programs")


def test_the_sidebar_of_other_pages_is_sorted_alike(admin_client):
    page = admin_client.get(reverse("admin:sources_source_changelist")).content.decode()
    assert page.index("Reference data") < page.index("Gradings") < page.index("Made by programs")


def test_the_page_of_an_app_is_left_alone(admin_client):
    page = admin_client.get(reverse("admin:app_list", args=["claims"]))
    assert page.status_code == 200 and "Places" in page.content.decode()


def test_where_nothing_needs_a_look_it_says_so(admin_client):
    make_article()
    assert "Nothing: no article is stuck" in looks(admin_client)


def test_what_needs_a_look_is_counted_and_leads_there(world, admin_client):
    make_article(state=Article.State.FAILED, error="ValueError: x")
    make_article(state=Article.State.LINKED)
    make_decision(world.claims[:1], "verdict", value={"rating": 1.0}, by=make_user("vera"))
    Claim.objects.filter(pk=world.claims[0].pk).update(segments=[[0, 1]])
    disputed = [world.claims[2].public_id, world.claims[5].public_id]
    quiet = make_source("Quiet Paper")
    make_feed(quiet)
    for day in range(1, 13):
        make_article(quiet, published_at=f"2021-03-{day:02}")
    KeptFit.objects.create(month=date(2021, 5, 31), trust={}, stamp="x", undecided=True, disputed=disputed)
    found = looks(admin_client)
    for words in (
        "<strong>1</strong> article set aside with an error",
        "<strong>1</strong> article waiting for more than five minutes",
        "<strong>1</strong> outlet with a feed gone quiet",
        "<strong>1</strong> decision that binds nothing any more",
        "<strong>2</strong> questions on which verdicts",
    ):
        assert words in found, words
    assert reverse("admin:claims_article_stuck") in found


def test_it_asks_the_same_questions_for_much_as_for_little(world, admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(reverse(INDEX))
        return len(captured)

    make_decision(world.claims[:2], by=make_user("vera"))
    make_feed(world.herald)
    queries()
    before = queries()
    for n in range(5):
        make_article(state=Article.State.FAILED, error="ValueError: x")
        make_feed(make_article().outlet)
        make_decision(world.claims[:2], by=make_user(f"vera{n}"))
    assert queries() <= before


def test_who_may_keep_little_is_shown_little(client):
    client.force_login(make_user("looker", is_staff=True))
    page = client.get(reverse(INDEX)).content.decode()
    assert "You may not keep anything here." in page and 'id="sources"' not in page
