"""Every number of a track record opens into its lines, and the lines add up to it, however it is narrowed."""

import csv
import io
import json
import math

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corroboration import history, lines, weighing
from corroboration.decisions import decide
from corroboration.engine.topics import OTHER, all_topics
from corroboration.models import LedgerEntry
from sources.engine.reliability import Prior
from sources.models import Source
from tests.factories import (
    make_article,
    make_claim,
    make_grading,
    make_ledger_entry,
    make_relation,
    make_user,
    moment,
)
from tests.pipeline.articles import TALES, take_in, work
from tests.pipeline.test_decisions import claim_of

pytestmark = pytest.mark.django_db

API = "/api/v1"
DAYS = (None, "2018-05-04", "2018-05-05", "2018-05-31", "2018-09-20", "2018-12-31")


def asked(client, path: str, **query):
    response = client.get(f"{API}/sources/{path}/", {name: value for name, value in query.items() if value})
    assert response.status_code == 200, response.content
    return response


def paged(client, slug: str, **query) -> list[dict]:
    page = asked(client, f"{slug}/ledger", **query).json()
    found = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += page["results"]
    return found


def sums(ledger: list[dict]) -> tuple[float, float]:
    return math.fsum(line["up"] for line in ledger), math.fsum(line["down"] for line in ledger)


# --- sums, in a world taken all the way ---


@pytest.fixture(params=[730, 60], ids=["as shipped", "half-life of 60 days"])
def processed(db, nlp, request):
    """Six tales of two attacks, months apart, and a verdict on one of them."""
    if request.param != 730:
        make_grading(request.param)
    take_in()
    work()
    decide("verdict", [claim_of("b1")], by=make_user(), now=moment("2018-10-01"), value={"rating": 1.0})
    work()
    return request.param


def judged() -> list[str]:
    return sorted(Source.objects.filter(ledger__isnull=False).distinct().values_list("slug", flat=True))


@pytest.mark.parametrize("as_of", DAYS)
def test_the_ledger_adds_up_to_the_record_in_each_role(processed, client, as_of):
    slugs = judged()
    assert len(slugs) > 3
    for slug in slugs:
        answer = asked(client, f"{slug}/track-record", as_of=as_of).json()
        for record in answer["records"]:
            mine = [line for line in answer["ledger"] if line["role"] == record["role"]]
            assert sums(mine) == pytest.approx((record["up"], record["down"]), abs=1e-9)
            how = record["how"]
            assert how["prior_alpha"] + record["up"] == pytest.approx(record["alpha"], abs=1e-9)
            assert how["prior_beta"] + record["down"] == pytest.approx(record["beta"], abs=1e-9)
            assert len({line["claim"] for line in mine if line["weight"] > 0}) == record["checks"]


@pytest.mark.parametrize("as_of", DAYS)
def test_the_ledger_adds_up_in_each_topic(processed, client, as_of):
    seen = set()
    for slug in judged():
        whole = asked(client, f"{slug}/track-record", as_of=as_of).json()
        for part in whole["topics"]:
            answer = asked(client, f"{slug}/track-record", as_of=as_of, topic=part["topic"], role=part["role"]).json()
            [record] = answer["records"]
            assert {name: record[name] for name in part if name != "topic"} | {"topic": part["topic"]} == part
            assert sums(answer["ledger"]) == pytest.approx((record["up"], record["down"]), abs=1e-9)
            assert all(part["topic"] in line["topics"] for line in answer["ledger"])
            seen.add(part["topic"])
    assert "bombing" in seen


def test_topics_are_kept_until_something_is_settled(processed, client, monkeypatch):
    [slug, *_] = [each for each in judged() if asked(client, f"{each}/track-record").json()["topics"]]
    before = asked(client, f"{slug}/track-record").json()["topics"]
    with monkeypatch.context() as patch:
        patch.setattr(history, "topic_records", None)  # whoever works them out again fails
        assert asked(client, f"{slug}/track-record").json()["topics"] == before
    Source.objects.filter(slug=slug).update(kind="person", public_role=False, speaks_for=None)
    assert asked(client, f"{slug}/track-record").json()["topics"] == []
    Source.objects.filter(slug=slug).update(public_role=True)
    decide("verdict", [claim_of("a1")], by=make_user("otto"), now=moment("2018-11-01"), value={"rating": 0.0})
    work()
    assert asked(client, f"{slug}/track-record").json()["topics"] != before


def test_a_topic_that_is_all_of_a_record_has_the_same_record(processed, client):
    """So the part is made as the whole is, and nothing fades twice."""
    compared = 0
    for slug in judged():
        whole = asked(client, f"{slug}/track-record", as_of="2018-12-31").json()
        for record in whole["records"]:
            mine = [line for line in whole["ledger"] if line["role"] == record["role"]]
            for part in whole["topics"]:
                if part["role"] == record["role"] and all(part["topic"] in line["topics"] for line in mine):
                    compared += 1
                    for name in ("mean", "low", "high", "alpha", "beta", "up", "down"):
                        assert record[name] == pytest.approx(part[name], abs=2e-9)
                    assert (record["checks"], record["letter"]) == (part["checks"], part["letter"])
    assert compared > 0


@pytest.mark.parametrize("as_of", [None, "2018-12-31"])
def test_evidence_fades_by_the_half_life_and_only_by_it(processed, client, as_of):
    weights = {line["weight"] for slug in judged() for line in paged(client, slug, as_of=as_of)}
    assert (min(weights) < 0.5 * 0.5) == (processed == 60)


@pytest.mark.parametrize("as_of", [None, "2018-05-31"])
def test_pages_and_streams_hold_the_very_lines_of_the_record(processed, client, as_of):
    for slug in judged():
        ledger = asked(client, f"{slug}/track-record", as_of=as_of).json()["ledger"]
        pages = paged(client, slug, as_of=as_of, page_size="1")
        streamed = asked(client, f"{slug}/ledger", as_of=as_of, format="ndjson").getvalue().decode().splitlines()
        for found in (pages, [json.loads(line) for line in streamed]):
            plain = [{name: line[name] for name in ledger[0]} for line in found] if ledger else found
            assert sorted(plain, key=str) == sorted(ledger, key=str)


def test_who_told_it_too_is_known_of_a_claim_that_a_verdict_decided(processed, client):
    """The verdict decides alone; that a second source came, and when, it does not undo."""
    before = asked(client, "river-post/local-council/track-record", as_of="2018-09-30").json()["records"]
    told = {record["role"]: record["lead_time"]["told"] for record in before}
    decide("verdict", [claim_of("a2")], by=make_user("otto"), now=moment("2018-11-01"), value={"rating": 1.0})
    work()
    after = asked(client, "river-post/local-council/track-record").json()["records"]
    assert {record["role"]: record["lead_time"]["told"] for record in after} == told == {"origin": 1}


def test_what_comes_later_changes_nothing_of_an_earlier_day(db, nlp, client):
    """Neither a record nor a lead: the first three tales as of their last day, before and after the others are told."""
    take_in(*TALES[:3])
    work()
    slugs = judged()
    then = {slug: asked(client, f"{slug}/track-record", as_of="2018-05-05").json() for slug in slugs}
    assert any(record["lead_time"]["first"] for answer in then.values() for record in answer["records"])
    later = ("2018-05-06T11:00:00Z", "2018-09-20T10:00:00Z", "2018-09-21")
    take_in(*[(id, outlet, day, text) for (id, outlet, _, text), day in zip(TALES[3:], later, strict=True)])
    work()
    for slug in slugs:
        assert asked(client, f"{slug}/track-record", as_of="2018-05-05").json() == then[slug]


# --- what a line opens into ---


def line_of(client, slug: str, **query) -> dict:
    [line] = paged(client, slug, **query)
    return line


def test_a_line_opens_into_claims_relation_and_evidence(client, world, conforms):
    killed, nine = world.claims[2], world.claims[5]
    conforms(client.get(f"{API}/sources/silesian-monitor/ledger/"))
    line = line_of(client, "silesian-monitor")
    assert tuple(line) == lines.LEDGER
    assert (line["claim"], line["statement"]) == (
        killed.public_id,
        "At least 14 people were killed in Ostrava on 4 May 2021",
    )
    assert (line["article"], line["outlet"]) == (world.articles[1].public_id, "morning-herald")
    assert line["published_at"] == "2021-05-04T11:00:00Z"
    assert (line["partner"], line["partner_statement"]) == (nine.public_id, "Nine people died")
    assert (line["checker"], line["partner_outlet"]) == ("Interior Ministry", "evening-courier")
    assert (line["relation"], line["type"]) == ("contradicts", "number")
    assert line["relation_reasons"] == ["9 or at least 14 killed"]
    assert (line["independent"], line["evidence"]) == (True, ["different origins"])
    assert line["up"] == line["weight"] == pytest.approx(1, abs=0.03)  # of 5 May, on the day of the record, 1 June
    assert line["down"] == 0
    assert line["topics"] == ["killing"]


def test_of_a_copy_the_relation_is_that_of_what_it_copies(client, world):
    later = make_claim(make_article(world.herald, "A blast hit the market."), "A blast hit the market")
    make_relation(later, world.claims[0], independent=True, evidence=["the agency was there"])
    make_ledger_entry(world.agency, world.copy, role="carrier", partner=later)
    line = line_of(client, "agence-morave")
    assert (line["relation"], line["evidence"]) == ("corroborates", ["the agency was there"])


def test_claims_that_were_not_compared_themselves_are_weighed_as_two_voices_all_the_same(client, world):
    make_ledger_entry(world.agency, world.claims[0], partner=world.claims[2])
    line = line_of(client, "agence-morave")
    assert (line["relation"], line["relation_reasons"]) == (None, [])
    assert line["independent"] is True
    assert "Agence Morave (first-hand)" in line["evidence"][0] and "Silesian Monitor" in line["evidence"][0]


def test_a_denier_speaks_for_itself(client, world):
    make_ledger_entry(world.agency, world.claims[0], kind="denied", partner=world.claims[6], up=0.0, down=1.0)
    line = line_of(client, "agence-morave")
    assert (line["checker"], line["independent"]) == ("the ministry", True)
    assert line["evidence"] == ["the ministry denies it, and a denier speaks for itself"]


def test_so_does_who_denies_what_the_same_claim_tells(client, world):
    """A denier's record: what it denied is told in the very claim that tells of the denial."""
    denied = make_claim(
        world.articles[1], "gas bottle", chain=[world.monitor], denied_by=[world.herald], modality="denied"
    )
    make_ledger_entry(world.agency, denied, kind="contradicted", partner=denied, up=0.0, down=1.0)
    line = line_of(client, "agence-morave")
    assert (line["relation"], line["independent"]) == (None, True)
    assert line["evidence"] == ["it is Silesian Monitor who is denied there, and a denier speaks for itself"]


def test_what_a_verdict_decided_names_the_decision(client, world):
    entry = make_ledger_entry(world.agency, world.claims[0], kind="verdict")
    LedgerEntry.objects.filter(pk=entry.pk).update(partner="d" * 24)
    line = line_of(client, "agence-morave")
    assert (line["kind"], line["partner"], line["partner_statement"], line["independent"]) == (
        "verdict",
        "d" * 24,
        None,
        None,
    )


def test_two_deniers_in_one_claim_are_two_lines_on_two_pages(client, world):
    for share in (0.3, 0.2):
        make_ledger_entry(world.agency, world.claims[0], kind="denied", partner=world.claims[6], up=0.0, down=share)
    assert sorted(line["down"] for line in paged(client, "agence-morave", page_size="1")) == [0.2, 0.3]


# --- narrowing ---


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {("own", "bombing"), ("carrier", "killing")}),
        ({"role": "own"}, {("own", "bombing")}),
        ({"topic": "killing"}, {("carrier", "killing")}),
        ({"topic": "killing", "role": "own"}, set()),
        ({"kind": "corroborated"}, {("own", "bombing"), ("carrier", "killing")}),
        ({"kind": "denied"}, set()),
    ],
)
def test_a_ledger_can_be_narrowed(query, expected, client, world):
    assert {(line["role"], topic) for line in paged(client, "morning-herald", **query) for topic in line["topics"]} == (
        expected
    )


def test_a_claim_of_no_listed_topic_is_of_another(client, world):
    make_ledger_entry(world.agency, make_claim(make_article(world.agency, "It rained.")))
    assert line_of(client, "agence-morave", topic=OTHER)["statement"] == "It rained"
    assert OTHER in all_topics()


@pytest.mark.parametrize("path", ["track-record", "ledger"])
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("role", "owner", "'owner' is unknown: expected one of own, origin, carrier"),
        ("topic", "weather", "'weather' is unknown: expected one of aid, airstrike, "),
        ("as_of", "May", "'May' is no date: expected one such as 2017-04-15"),
    ],
)
def test_what_is_at_fault_is_named(path, field, value, says, client, world, conforms):
    response = client.get(f"{API}/sources/morning-herald/{path}/", {field: value})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    [error] = conforms(response)["errors"]
    assert error["field"] == field and error["message"].startswith(says)


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "praised"), ("format", "xml"), ("cursor", "x"), ("page_size", "0")]
)
def test_what_is_at_fault_in_a_ledger_is_named(field, value, client, world, conforms):
    response = client.get(f"{API}/sources/morning-herald/ledger/", {field: value})
    assert response.status_code == 400
    assert [error["field"] for error in conforms(response)["errors"]] == [field]


def test_a_brief_answer_holds_the_records_and_reads_no_line(client, world, conforms):
    whole = asked(client, "morning-herald/track-record").json()
    with CaptureQueriesContext(connection) as captured:
        answer = conforms(asked(client, "morning-herald/track-record", brief="true"))
    assert not any("ledgerentry" in query["sql"] for query in captured)
    for record in whole["records"]:
        del record["lead_time"]
    more = ("topics", "ledger", "ledger_complete", "ledger_url", "lead_times_url")
    assert answer == {name: value for name, value in whole.items() if name not in more}


def test_a_brief_answer_about_a_topic_holds_its_records(client, world, conforms):
    answer = conforms(asked(client, "morning-herald/track-record", brief="true", topic="bombing"))
    assert [(record["role"], record["checks"]) for record in answer["records"]] == [("own", 1)]
    assert "ledger" not in answer and answer["topic"] == "bombing"


@pytest.mark.parametrize("as_of", [None, "2021-05-20"])
def test_a_part_starts_from_what_was_believed_of_any_voice_then(as_of, client, world, monkeypatch):
    asked_of = []
    prior = Prior(0.5, 2.0, 1.0)
    monkeypatch.setattr(weighing, "prior_on", lambda day: asked_of.append(day) or prior)
    answer = asked(client, "silesian-monitor/track-record", as_of=as_of).json()
    assert {str(day) for day in asked_of} == {"2021-05-05"}  # the last day on which anything came in
    assert all(part["alpha"] == pytest.approx(1 + part["up"]) for part in answer["topics"])


# --- streams ---


@pytest.mark.parametrize(
    ("asked_for", "media"),
    [
        ({"query": {"format": "csv"}}, "text/csv"),
        ({"accept": "text/csv"}, "text/csv"),
        ({"query": {"format": "ndjson"}}, "application/x-ndjson"),
        ({"accept": "application/x-ndjson"}, "application/x-ndjson"),
    ],
)
def test_the_whole_ledger_is_streamed_in_the_form_asked_for(asked_for, media, client, world):
    headers = {"HTTP_ACCEPT": asked_for["accept"]} if "accept" in asked_for else {}
    response = client.get(f"{API}/sources/morning-herald/ledger/", asked_for.get("query", {}), **headers)
    assert (response.status_code, response["Content-Type"]) == (200, f"{media}; charset=utf-8")
    assert response.streaming
    text = response.getvalue().decode()
    found = list(csv.DictReader(io.StringIO(text))) if "csv" in media else [json.loads(x) for x in text.splitlines()]
    assert [tuple(line) for line in found] == [lines.LEDGER] * 2
    assert {line["role"] for line in found} == {"own", "carrier"}


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_fault_is_a_problem_in_whatever_form_was_asked_for(form, client, world):
    response = client.get(f"{API}/sources/morning-herald/ledger/", {"format": form, "role": "owner"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"][0]["field"] == "role"
