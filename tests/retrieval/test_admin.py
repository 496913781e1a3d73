"""Pages in the admin: what became of those asked for and looked at, why, and how they are asked for again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from corroboration.fetching.rows import Host, Look, Page, Retrieval
from corroboration.selectors.feeds import health_of
from corroboration.selectors.needs_look import needs_look
from tests.factories import make_article, make_feed, make_source
from tests.retrieval.factories import URL, make_page, make_retrieval

pytestmark = pytest.mark.django_db
RETRIEVALS, PAGES, HOSTS = (f"admin:corroboration_{name}_changelist" for name in ("retrieval", "page", "host"))
State = Retrieval.State


def listed(client, name: str, **query) -> str:
    return client.get(reverse(name), query).content.decode()


def act(client, name: str, action: str, *rows) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(name), data, follow=True).content.decode()


def test_what_became_of_pages_is_listed_by_state_with_the_reason(admin_client):
    feed = make_feed(make_source("Morning Herald"))
    failed = make_retrieval(feed=feed, attempts=8)
    make_retrieval(url=f"{URL}/2", state=State.WAITING, reason="the server answers 500")
    assert "the server answers 404" in listed(admin_client, RETRIEVALS, state__exact="failed", asker="feed")
    assert "the server answers 500" in listed(admin_client, RETRIEVALS, state__exact="waiting", asker="person")
    assert "the server answers" not in listed(admin_client, RETRIEVALS, state__exact="unclear")
    assert "the server answers 404" in listed(admin_client, RETRIEVALS, feed__id__exact=feed.pk, state__exact="failed")
    shown = admin_client.get(reverse("admin:corroboration_retrieval_change", args=[failed.pk])).content.decode()
    assert reverse("retrieval", args=[failed.public_id]) in shown


def test_pages_that_were_set_aside_are_asked_for_again(admin_client):
    failed = make_retrieval(attempts=8)
    handed_in = make_retrieval(url="", reason="no article text was found in the page")
    done = make_retrieval(url=f"{URL}/2", state=State.DONE, reason="")
    forbidden = make_retrieval(url="http://127.0.0.1:22/")
    found = act(admin_client, RETRIEVALS, "ask_again", failed, handed_in, done, forbidden)
    assert "To be asked for again: 1." in found and "may not be asked" in found
    assert list(Retrieval.objects.filter(state=State.WAITING).values_list("pk", "attempts")) == [(failed.pk, 0)]
    assert "nothing to do" in act(admin_client, RETRIEVALS, "ask_again", done)


def test_pages_of_feeds_that_were_set_aside_need_a_look_until_they_are_asked_for_again(admin_client):
    feed, now = make_feed(make_source("Morning Herald")), timezone.now()
    assert needs_look(now=now).set_aside == 0
    make_retrieval(asked_at=now)
    make_retrieval(feed=feed, url=f"{URL}/2", asked_at=now - timedelta(days=15))
    make_retrieval(feed=feed, url=f"{URL}/3", asked_at=now)
    again = make_retrieval(feed=feed, url=f"{URL}/4", asked_at=now)
    assert (needs_look(now=now).set_aside, health_of([feed], now=now)[0].set_aside) == (2, 2)
    assert "<strong>2</strong> pages listed by feeds" in listed(admin_client, "admin:index")
    assert "2 pages set aside" in listed(admin_client, "admin:sources_feed_changelist")
    make_retrieval(url=again.url, state=State.DONE, reason="")
    assert (needs_look(now=now).set_aside, health_of([feed], now=now)[0].set_aside) == (1, 1)


def test_looks_at_pages_are_listed_with_what_they_found(admin_client):
    page = make_page(make_article(), state=Page.State.OVER)
    Look.objects.create(page=page, at=timezone.now(), outcome=Look.Outcome.UNREACHABLE, reason="answered 500")
    assert "not to be had: answered 500" in listed(admin_client, PAGES, state__exact="over")
    shown = admin_client.get(reverse("admin:corroboration_page_change", args=[page.pk])).content.decode()
    assert "not to be had" in shown and "taken in" in shown
    assert "as soon as it is our turn: 1" in act(admin_client, PAGES, "look_now", page)
    page.refresh_from_db()
    assert (page.state, page.next_attempt_at <= timezone.now()) == (Page.State.WATCHED, True)


def test_of_a_server_its_robots_txt_is_shown_and_read_again(admin_client):
    until = timezone.now() + timedelta(hours=1)
    lost = {"robots_until": until, "next_turn_at": until}
    host = Host.objects.create(name="herald.example", **lost)
    Host.objects.create(name="courier.example", robots="User-agent: *\nDisallow: /x", robots_known=True, **lost)
    assert "couldn’t be had" in listed(admin_client, HOSTS, robots_known__exact="0")
    assert "2 lines" in listed(admin_client, HOSTS, robots_known__exact="1")
    act(admin_client, HOSTS, "read_robots", host)
    assert list(Host.objects.filter(robots_until=None)) == [host]


@pytest.mark.parametrize("name", [RETRIEVALS, PAGES, HOSTS])
def test_longer_lists_ask_no_more(admin_client, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(admin_client, name)
        return len(captured)

    def add(number: int) -> None:
        article = make_article(make_source(f"Paper {number}"))
        make_page(article, external_id=f"x{number}")
        feed = make_feed(article.outlet)
        make_retrieval(url=f"{URL}/{number}", article=article, feed=feed, state=State.DONE)
        Host.objects.create(name=f"paper{number}.example", next_turn_at=timezone.now())

    add(0)
    queries()
    before = queries()
    for number in range(1, 6):
        add(number)
    assert queries() == before
