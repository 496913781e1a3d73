"""What a track record and its ledger cost, however long the ledger is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corroboration import records
from tests.api.test_track_records import asked, paged
from tests.factories import (
    make_claim,
    make_ledger_entry,
    make_record,
)
from tests.rows import Read, reading

pytestmark = pytest.mark.django_db


def test_the_number_of_queries_does_not_grow_with_the_ledger(client, world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            asked(client, "silesian-monitor/track-record")
        return len(captured)

    for _ in range(2):  # claims that were not compared themselves: their voices are looked up
        make_ledger_entry(world.monitor, make_claim(chain=[world.monitor]), role="origin", partner=world.claims[5])
    before = queries()
    for _ in range(60):
        make_ledger_entry(world.monitor, make_claim(chain=[world.monitor]), role="origin", partner=world.claims[5])
    assert queries() == before


def test_a_record_gives_the_first_lines_of_a_long_ledger_and_leads_to_the_rest(client, world, conforms, monkeypatch):
    monkeypatch.setattr(records, "FIRST_LINES", 5)
    monkeypatch.setattr(records, "UNASKED", 9)
    for _ in range(8):
        make_ledger_entry(world.monitor, make_claim(chain=[world.monitor]), role="origin", partner=world.claims[5])
    short = conforms(asked(client, "morning-herald/track-record"))
    assert (len(short["ledger"]), short["ledger_complete"]) == (2, True)
    long = conforms(asked(client, "silesian-monitor/track-record", role="origin"))
    assert (len(long["ledger"]), long["ledger_complete"]) == (5, False)
    assert [record["lead_time"]["told"] for record in long["records"]] == [9]  # all of its checks, none left out
    page = client.get(long["ledger_url"]).json()["results"]
    assert [line["claim"] for line in page[:5]] == [line["claim"] for line in long["ledger"]]
    assert len(page) == 9 and {line["role"] for line in page} == {"origin"}
    make_ledger_entry(world.monitor, make_claim(chain=[world.monitor]), role="origin", partner=world.claims[5])
    longer = conforms(asked(client, "silesian-monitor/track-record", role="origin"))
    assert [record["lead_time"] for record in longer["records"]] == [None]
    [role] = client.get(longer["lead_times_url"]).json()["lead_times"]
    assert (role["role"], role["told"]) == ("origin", 10)


def test_a_record_reads_no_more_of_a_longer_ledger(client, world, monkeypatch):
    monkeypatch.setattr(records, "FIRST_LINES", 5)
    monkeypatch.setattr(records, "UNASKED", 9)

    def cost() -> Read:
        with reading() as read:
            asked(client, "silesian-monitor/track-record")
        return read

    def lengthen() -> None:
        for _ in range(20):
            claim = make_claim(chain=[world.monitor], statement="It rained")
            make_ledger_entry(world.monitor, claim, role="origin", partner=world.claims[5])

    lengthen()
    before = cost()
    lengthen()
    assert cost() == before


def test_a_page_of_a_ledger_is_no_longer_for_a_longer_ledger(client, world):
    for _ in range(70):
        make_ledger_entry(world.monitor, make_claim(chain=[world.monitor]), role="origin", partner=world.claims[5])
    page = asked(client, "silesian-monitor/ledger").json()
    assert len(page["results"]) == 50 and page["next"]
    assert len(paged(client, "silesian-monitor")) == 71


def test_lead_time_counts_what_a_second_origin_told_too(client, world):
    """The agency told of the blast at nine, the Herald at eleven: two hours."""
    make_record(world.agency)
    make_ledger_entry(world.agency, world.claims[0], partner=world.claims[1])
    [record] = asked(client, "agence-morave/track-record").json()["records"]
    first, other = world.claims[0].public_id, world.claims[1].public_id
    assert record["lead_time"] == {
        "told": 1,
        "first": 1,
        "median_hours": 2.0,
        "lower_hours": 2.0,
        "upper_hours": 2.0,
        "instances": [{"claim": first, "other": other, "hours": 2.0, "first": True}],
    }
