"""Sources beside each other: who reports before whom, and whom the evidence tells apart."""

from uuid import uuid4

import pytest

from corroboration import leads
from corroboration.gathering import STATE
from corroboration.models import Lease
from sources.models import Source
from tests.factories import make_article, make_claim, make_ledger_entry, make_merge, make_record, make_source
from tests.rows import reading

pytestmark = pytest.mark.django_db

SOURCES = "/api/v1/sources"


@pytest.fixture
def raced(world):
    """The agency tells four things that the monitor tells too: an hour before, two hours before, after, on one day."""
    for number, (hour, other) in enumerate([("10", "11:00"), ("10", "12:00"), ("10", "07:00")]):
        mine = make_claim(make_article(world.agency, f"Report {number}.", published_at=f"2021-05-04T{hour}:00"))
        article = make_article(world.courier, f"Heard {number}.", published_at=f"2021-05-04T{other}")
        make_ledger_entry(world.agency, mine, partner=make_claim(article, chain=[world.monitor]))
    dayless = make_article(world.courier, "Heard.", published_at="2021-05-04T23:00", day_only=True)
    mine = make_claim(make_article(world.agency, "Report.", published_at="2021-05-04T08:00"))
    make_ledger_entry(world.agency, mine, partner=make_claim(dayless, chain=[world.monitor]))
    return world


def lead_times(client, slug: str, **query) -> dict:
    response = client.get(f"{SOURCES}/{slug}/lead-times/", query)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_source_is_held_against_each_that_told_the_same(client, raced, conforms):
    answer = conforms(client.get(f"{SOURCES}/agence-morave/lead-times/"))
    [own] = answer["lead_times"]
    assert (own["role"], own["told"], own["first"], own["median_hours"]) == ("own", 4, 2, 1.5)
    assert own["others"] == [
        {
            "source": "silesian-monitor",
            "name": "Silesian Monitor",
            "told": 4,
            "before": 2,
            "after": 1,
            "ties": 1,
            "median_hours_before": 1.5,
            "median_hours_after": 3.0,
        }
    ]
    assert [each["hours"] for each in own["instances"]] == [2.0, 1.0, 0.0, -3.0]
    assert answer["complete"] is True


def test_the_lead_times_are_those_of_the_record(client, raced):
    make_record(raced.agency)
    [record] = client.get(f"{SOURCES}/agence-morave/track-record/").json()["records"]
    [own] = lead_times(client, "agence-morave")["lead_times"]
    shared = ("told", "first", "median_hours", "lower_hours", "upper_hours")
    assert {name: own[name] for name in shared} == {name: record["lead_time"][name] for name in shared}


@pytest.mark.parametrize(
    ("query", "told"),
    [({"role": "own"}, [4]), ({"role": "carrier"}, []), ({"topic": "siege"}, []), ({"as_of": "2021-05-03"}, [])],
)
def test_lead_times_can_be_narrowed(client, raced, query, told):
    assert [role["told"] for role in lead_times(client, "agence-morave", **query)["lead_times"]] == told


def test_only_so_many_checks_are_looked_at_and_the_answer_says_so(client, raced, monkeypatch):
    monkeypatch.setattr(leads, "MOST_CHECKS", 3)
    answer = lead_times(client, "agence-morave")
    assert (answer["complete"], answer["lead_times"][0]["told"]) == (False, 3)


def test_lead_times_are_kept_until_something_is_settled_but_names_are_those_of_now(client, raced):
    Lease.objects.update_or_create(name=STATE, defaults={"token": uuid4()})
    [before] = lead_times(client, "agence-morave")["lead_times"]
    mine = make_claim(make_article(raced.agency, "Report 9.", published_at="2021-05-05T10:00"))
    article = make_article(raced.courier, "Heard 9.", published_at="2021-05-05T11:00")
    make_ledger_entry(raced.agency, mine, partner=make_claim(article, chain=[raced.monitor]))
    Source.objects.filter(slug=before["others"][0]["source"]).update(name="Renamed")
    [kept] = lead_times(client, "agence-morave")["lead_times"]
    assert kept["told"] == before["told"] and kept["others"][0]["name"] == "Renamed"
    Lease.objects.filter(name=STATE).update(token=uuid4())
    [after] = lead_times(client, "agence-morave")["lead_times"]
    assert after["told"] == before["told"] + 1


def test_no_lead_times_are_told_of_a_private_person(client, world):
    person = make_source("Jana Nová", kind="person")
    make_ledger_entry(person, world.claims[2], role="origin", partner=world.claims[5])
    answer = lead_times(client, "jana-nova")
    assert answer["withheld"].startswith("a private person") and answer["lead_times"] == []


def test_lead_times_of_a_merged_source_are_those_of_the_other(client, raced):
    make_merge(raced.courier, raced.agency)
    response = client.get(f"{SOURCES}/evening-courier/lead-times/")
    assert (response.status_code, response["Location"]) == (302, f"{SOURCES}/agence-morave/lead-times/")


# --- side by side ---


def compared(client, *slugs: str, **query):
    return client.get(f"{SOURCES}/compare/", {"sources": ",".join(slugs), **query})


def test_sources_stand_side_by_side_in_one_role(client, world, conforms):
    answer = conforms(compared(client, "morning-herald", "evening-courier"))
    assert (answer["role"], answer["roles"]) == ("own", ["own", "carrier"])
    herald, courier = answer["sources"]
    assert (herald["source"], herald["record"]["up"], courier["record"]["letter"]) == ("morning-herald", 6.0, "F")
    assert answer["told"] == [
        "Morning Herald and Evening Courier: of Evening Courier too little was checked to compare them."
    ]


def test_another_role_a_topic_or_a_day_can_be_asked_for(client, world, conforms):
    carrier = conforms(compared(client, "morning-herald", "evening-courier", role="carrier"))
    assert (carrier["role"], carrier["sources"][1]["record"]) == ("carrier", None)
    blast = conforms(compared(client, "morning-herald", "evening-courier", topic="bombing"))
    assert [each["topic"] for each in blast["topics"]] == ["bombing"]
    assert blast["sources"][0]["record"]["checks"] == 1
    then = conforms(compared(client, "morning-herald", "evening-courier", as_of="2020-01-01"))
    assert (then["as_of"], [each["record"] for each in then["sources"]]) == ("2020-01-01", [None, None])


def test_a_merged_source_is_compared_as_the_one_it_counts_as(client, world):
    make_merge(world.courier, world.agency)
    answer = compared(client, "morning-herald", "evening-courier").json()
    assert [each["source"] for each in answer["sources"]] == ["morning-herald", "agence-morave"]


def test_a_private_person_is_not_compared(client, world, conforms):
    make_source("Jana Nová", kind="person")
    answer = conforms(compared(client, "morning-herald", "jana-nova"))
    assert ([each["source"] for each in answer["sources"]], answer["withheld"]) == (["morning-herald"], ["jana-nova"])


def test_five_can_be_compared(client, world):
    slugs = ("morning-herald", "evening-courier", "agence-morave", "silesian-monitor", "interior-ministry")
    assert [each["source"] for each in compared(client, *slugs).json()["sources"]] == list(slugs)


@pytest.mark.parametrize(
    ("slugs", "says"),
    [
        (["morning-herald"], "expected 2 to 5 different slugs, joined by commas"),
        (["morning-herald", "morning-herald"], "expected 2 to 5 different slugs, joined by commas"),
        (["a", "", "b"], "expected 2 to 5 different slugs, joined by commas"),
        (["a", "b", "c", "d", "e", "f"], "expected 2 to 5 different slugs, joined by commas"),
        (["morning-herald", "nobody"], "no source has the slug 'nobody'"),
    ],
)
def test_what_cannot_be_compared_is_named(client, world, slugs, says, conforms):
    response = compared(client, *slugs)
    assert response.status_code == 400
    assert conforms(response)["errors"] == [{"field": "sources", "message": says}]


def test_lead_times_take_the_same_queries_however_much_was_told(client, raced):
    def queries() -> int:
        with reading() as read:
            lead_times(client, "agence-morave")
        return read.queries

    before = queries()
    for number in range(20):
        mine = make_claim(make_article(raced.agency, f"More {number}.", published_at="2021-05-04T10:00"))
        make_ledger_entry(raced.agency, mine, partner=raced.claims[2])
    assert queries() == before
