"""The right of reply: what a source says itself, on its page and in the API, and how an admin enters it."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from corroboration import rebuilding, records
from sources import replying
from sources.models import Reply, Source
from sources.replies import LONGEST_REPLY
from tests import factories
from tests.people import make_admin, make_checker

pytestmark = pytest.mark.django_db

URL = "/sources/morning-herald/"
API = "/api/v1/sources/morning-herald/"
NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)
ADD, LIST = reverse("admin:sources_reply_add"), reverse("admin:sources_reply_changelist")


@pytest.fixture
def reply(world) -> Reply:
    return factories.make_reply(
        world.herald, "We were there.\n\nقلنا الحقيقة", about="the market blast", url="https://herald.example/reply"
    )


def page(client, **query) -> str:
    return client.get(URL, query).content.decode()


def test_a_statement_stands_on_the_page(client, reply):
    shown = page(client)
    assert "<p>We were there.</p>" in shown and "<p>قلنا الحقيقة</p>" in shown
    assert '<blockquote dir="auto">' in shown
    assert "On <bdi>the market blast</bdi>" in shown
    assert '<a href="https://herald.example/reply" rel="noreferrer noopener nofollow">where it was made</a>' in shown


def test_without_any_nothing_is_said_of_it(client, world):
    assert "In its own words" not in page(client)


def test_it_is_text_and_no_markup(client, world):
    factories.make_reply(world.herald, "<script>alert(1)</script> & <b>bold</b>", about="<i>x</i>")
    shown = page(client)
    assert "<script>alert" not in shown and "<b>bold" not in shown and "<i>x" not in shown
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x"])
def test_a_link_leads_to_the_web_or_nowhere(client, world, url):
    factories.make_reply(world.herald, url=url)
    assert url not in page(client)


def test_a_new_one_takes_its_place_and_it_stays_as_history(client, reply, world):
    factories.make_reply(world.herald, "We were there, and say so again.")
    shown = page(client)
    assert shown.index("say so again") < shown.index("1 earlier statement") < shown.index("We were there.</p>")


def test_one_that_was_withdrawn_is_shown_as_history(client, reply):
    admin = make_admin("ada")
    assert replying.withdraw(reply, by=admin, now=NOW) is not None
    shown = page(client)
    assert "Its statement was withdrawn." in shown and "withdrawn by <bdi>ada</bdi>, 1 July 2021" in shown
    assert client.get(API).json()["reply"] is None
    assert replying.withdraw(reply, by=admin, now=NOW) is None  # there is nothing more to withdraw


def test_what_isnt_shown_can_not_be_withdrawn(reply, world):
    factories.make_reply(world.herald, "Another.")
    assert replying.withdraw(reply, by=make_admin("ada"), now=NOW) is None


def test_the_api_gives_it_with_the_source_and_with_its_record(client, reply):
    expected = {
        "about": "the market blast",
        "text": "We were there.\n\nقلنا الحقيقة",
        "url": "https://herald.example/reply",
        "entered_at": "2021-05-05T09:00:00Z",
        "entered_by": reply.by.username,
    }
    assert client.get(API).json()["reply"] == expected
    assert client.get(f"{API}track-record/").json()["reply"] == expected
    assert client.get("/api/v1/sources/silesian-monitor/").json()["reply"] is None
    assert records.opened("morning-herald")["reply"] == expected


def test_the_past_knows_nothing_of_a_later_one(client, reply):
    assert "We were there" not in page(client, as_of="2021-05-04")
    assert "We were there" in page(client, as_of="2021-05-05")
    assert client.get(f"{API}track-record/", {"as_of": "2021-05-04"}).json()["reply"] is None


def test_a_private_person_may_reply_too(client, world):
    factories.make_reply(factories.make_source("Jana Nova", kind="person"), "I never said that.")
    assert "I never said that." in client.get("/sources/jana-nova/").content.decode()


def test_what_was_merged_into_a_source_replied_for_it(client, world):
    factories.make_reply(world.courier, "We both stand by it.")
    factories.make_merge(world.courier, world.herald)
    assert "We both stand by it." in page(client)


def test_the_database_keeps_every_row_as_it_is(reply):
    for change in (lambda: Reply.objects.update(text="Other"), lambda: Reply.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_rebuild_keeps_them_and_the_digest_passes_them_over(world):
    rebuilding_before = rebuilding.digest()
    met = factories.make_source("Jana Nova", kind="person")
    factories.make_reply(met, "I never said that.")
    assert rebuilding.digest() == rebuilding_before
    rebuilding.forget(now=NOW)
    assert Source.objects.filter(pk=met.pk).exists()


def test_an_admin_enters_one(client, world):
    client.force_login(make_admin("ada"))
    sent = {"source": world.herald.pk, "about": "the toll", "text": "We counted twice.\r\n\r\nFourteen.", "url": ""}
    assert client.post(ADD, sent).status_code == 302
    [entered] = Reply.objects.all()
    assert (entered.text, entered.by.username) == ("We counted twice.\n\nFourteen.", "ada")
    assert "We counted twice." in page(client)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": "x" * (LONGEST_REPLY + 1)}, f"Ensure this value has at most {LONGEST_REPLY} characters"),
        ({"text": "  \n "}, "A statement needs words."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"source": ""}, "This field is required."),
    ],
)
def test_the_form_says_what_is_wrong(client, world, fields, problem):
    client.force_login(make_admin("ada"))
    sent = {"source": world.herald.pk, "about": "", "text": "We counted twice.", "url": ""} | fields
    response = client.post(ADD, sent)
    assert response.status_code == 200 and problem in response.content.decode()
    assert not Reply.objects.exists()


def test_an_admin_withdraws_one_in_the_list(client, reply):
    client.force_login(make_admin("ada"))
    sent = {"action": "withdraw", "_selected_action": [reply.pk]}
    assert "Withdrawn: 1." in client.post(LIST, sent, follow=True).content.decode()
    assert "nothing to withdraw" in client.post(LIST, sent, follow=True).content.decode()
    assert Reply.objects.count() == 2
    assert "withdrawn" in client.get(LIST).content.decode()


def test_who_is_no_admin_enters_nothing(client, world):
    client.force_login(make_checker("vera"))
    client.post(ADD, {"source": world.herald.pk, "text": "Mine."})
    assert not Reply.objects.exists()


def test_a_list_of_sources_asks_no_more_of_more_replies(client, world, django_assert_max_num_queries):
    for _ in range(5):
        factories.make_reply(factories.make_source(), "Ours.")
    with django_assert_max_num_queries(12):
        client.get("/api/v1/sources/")
