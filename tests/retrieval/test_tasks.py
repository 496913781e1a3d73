"""What wakes the workers for pages: each of the tasks finds its row, and once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from corroboration import leases, retrieval, tasks
from corroboration.fetching.rows import Host, Look, Page, Retrieval
from tests.factories import make_source
from tests.retrieval.layouts import LINKED_DATA

pytestmark = pytest.mark.django_db


def test_a_page_goes_from_its_wake_up_to_a_second_look(site, wakeups):
    make_source("The Morning Herald", homepage=site.address)
    row = retrieval.ask(site.page("/a", LINKED_DATA, content_type="text/html"), now=timezone.now())
    tasks.visit_pages()
    assert wakeups == [("corroboration.tasks.retrieve", {"retrieval_id": row.pk})]
    tasks.retrieve(retrieval_id=row.pk)
    row.refresh_from_db()
    assert row.state == Retrieval.State.DONE
    tasks.visit_pages()
    assert len(wakeups) == 1, "done, and its look isn't due"
    Page.objects.update(next_attempt_at=timezone.now())
    Host.objects.update(next_turn_at=timezone.now())
    tasks.visit_pages()
    page = Page.objects.get()
    assert wakeups[1:] == [("corroboration.tasks.look", {"page_id": page.pk})]
    tasks.look(page_id=page.pk)
    assert [look.outcome for look in Look.objects.all()] == [Look.Outcome.SAME, Look.Outcome.FIRST]


def test_a_page_that_another_worker_has_is_left_to_it_until_its_lease_ends(site):
    now = timezone.now()
    row = retrieval.ask(site.page("/a", LINKED_DATA, content_type="text/html"), now=now)
    assert leases.take(Retrieval.objects.all(), row.pk, now=now, seconds=60) is not None
    tasks.retrieve(retrieval_id=row.pk)
    assert site.asked == []
    assert retrieval.due_retrievals(now=now) == []
    assert retrieval.due_retrievals(now=now + timedelta(seconds=61)) == [row.pk]
