"""The page of a source with a long ledger: as quick as any other, and what takes long is there on request."""

from datetime import timedelta

import pytest

from corroboration import records
from corroboration.models import LedgerEntry
from tests import factories
from tests.rows import Read, reading
from tests.world import World

pytestmark = pytest.mark.django_db

URL = "/sources/silesian-monitor/"


@pytest.fixture
def long(world, monkeypatch) -> World:
    """Ledgers are long from three lines on."""
    monkeypatch.setattr(records, "UNASKED", 2)
    lengthen(world, 30)
    return world


def lengthen(world, lines: int) -> None:
    """More lines, a day older than those that are there: what comes first, and what weighs most, stays as it was."""
    before = LedgerEntry.objects.earliest("date").date - timedelta(days=1)
    for _ in range(lines):
        claim = factories.make_claim(chain=[world.monitor])
        factories.make_ledger_entry(world.monitor, claim, role="origin", partner=world.claims[5], date=before)


@pytest.mark.parametrize("query", [{}, {"page": 2}, {"role": "origin"}, {"as_of": "2021-05-20"}])
def test_a_page_reads_no_more_of_a_longer_ledger(client, long, query):
    def cost() -> Read:
        with reading() as read:
            page = client.get(URL, query)
        assert len(page.context["shown"].lines) == 25
        return read

    lengthen(long, 30)
    before = cost()
    lengthen(long, 100)
    assert cost() == before


def test_it_says_what_is_worked_out_on_request_and_gives_it(client, long):
    response = client.get(URL, {"role": "origin", "page": 2})
    page = response.content.decode()
    assert response.context["shown"].topics and 'class="topics"' in page
    assert 'Lead time: <a href="?role=origin&amp;whole=true">worked out on request</a>' in page
    assert '<a href="?role=origin&amp;whole=true">show its lead times</a>' in page
    whole = client.get(URL, {"role": "origin", "whole": "true"})
    text = whole.content.decode()
    assert whole.context["shown"].topics == response.context["shown"].topics and "on request" not in text
    assert "that another origin told too" in text
    assert "?role=origin&amp;page=2" in text  # the next page of its ledger asks for no more than that


def test_below_it_stand_the_sums_of_the_record(client, long):
    [sums] = client.get(URL).context["shown"].sums
    [record] = long.monitor.track_records.all()
    assert (sums.lines, sums.up, sums.down) == (31, record.up, record.down)


def test_a_topic_is_asked_for_by_naming_it(client, long):
    shown = client.get(URL, {"topic": "killing"}).context["shown"]
    assert {line.topics for line in shown.lines} >= {("killing",)}
    assert [record.figures["checks"] for record in shown.records] == [shown.ledger.paginator.count]
