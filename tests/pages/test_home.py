"""The first page: what needs review, what is new, whom we know, how far the work has come."""

from datetime import date

import pytest

from corroboration.models import KeptFit
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_shows_what_needs_review_with_the_reason(client, world):
    page = client.get("/").content.decode()
    assert world.cluster.title in page
    assert "two death tolls contradict each other" in page
    assert "3 origins" in page and "+1 of unknown lineage" in page


def test_it_orders_by_how_much_a_look_would_add_and_leaves_out_the_settled(client, db):
    low, high, none = (factories.make_cluster(title=f"T{n}", attention=a) for n, a in enumerate((0.2, 0.8, 0.0)))
    assert list(client.get("/").context["home"].review) == [high, low]
    assert none in client.get("/").context["home"].newest


def test_it_shows_each_source_with_its_interval_and_letter(client, world):
    page = client.get("/").content.decode()
    assert "90 % interval from 0.50 to 0.85" in page
    assert 'class="letter letter-F"' in page  # the Courier: too few checks


def test_it_says_what_to_do_when_it_is_empty(client, db):
    page = client.get("/").content.decode()
    assert "Nothing needs review" in page
    assert "manage.py ingest" in page
    assert 'id="progress"' in page


def test_the_number_of_queries_is_constant(client, world, django_assert_num_queries):
    for _ in range(5):
        factories.make_record(factories.make_source(), up=3)
        factories.make_cluster(attention=0.5)
    with django_assert_num_queries(14):
        client.get("/")


def test_where_two_camps_cant_be_told_apart_it_asks_for_verdicts(client, world):
    fit = KeptFit.objects.create(month=date(2021, 4, 30), trust={}, disputed=[world.claims[2].public_id])
    assert "camps" not in client.get("/").content.decode()
    KeptFit.objects.filter(pk=fit.pk).update(undecided=True)
    page = client.get("/").content.decode()
    _, told = page.split("two camps that the evidence can’t tell apart")
    assert f'href="/clusters/{world.cluster.public_id}/"' in told.split("</section>")[0]


def test_where_the_verdicts_asked_for_were_given_it_says_when_they_count(client, world):
    KeptFit.objects.create(month=date(2021, 4, 30), trust={}, undecided=True)
    assert "they count once the month is over" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("states", "asks_again", "words"),
    [
        ((), False, ""),
        (("settled",), False, "All 1 article settled."),
        (("settled", "retired"), False, "All 2 articles settled."),
        (("settled", "received"), True, "1 of 2 articles settled, 1 on their way"),
        (("linked", "extracted"), True, "0 of 2 articles settled, 2 on their way"),
        (("settled", "failed"), False, "1 set aside with an error"),
        (("failed", "received"), True, "1 set aside with an error"),
    ],
)
def test_progress_asks_for_itself_again_while_work_is_pending(client, db, states, asks_again, words):
    for state in states:
        factories.make_article(state=state, error="ValueError: no" if state == "failed" else "")
    fragment = client.get("/progress/").content.decode()
    assert ("hx-get" in fragment) is asks_again
    assert words in fragment


def test_progress_is_one_query(client, world, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/progress/")
