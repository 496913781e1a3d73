"""Named private persons get no letter, no interval and no ranking, wherever records are shown; their claims stay."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from corroboration import grading, rebuilding, records
from corroboration.decisions import decide
from corroboration.models import Effect, KeptFit
from corroboration.selectors.copying import copying_of
from sources.engine.values import Kind, Voice
from sources.models import Grading, Source, private
from sources.services import ensure_voices
from tests import factories
from tests.people import make_checker

pytestmark = pytest.mark.django_db

PERSON = "/api/v1/sources/jana-nova/"


@pytest.fixture
def person(world) -> Source:
    """A woman who was quoted, and whose word was checked."""
    jana = factories.make_source("Jana Nova", kind="person")
    article = factories.make_article(world.herald, "The square was empty, said Jana Nova.", published_at="2021-05-06")
    claim = factories.make_claim(article, "The square was empty", chain=[jana])
    factories.make_assessment(claim, "contradicted")
    factories.make_record(jana, role="origin", checks=7, letter="B")
    factories.make_ledger_entry(jana, claim, role="origin", partner=world.claims[5], date=date(2021, 5, 6))
    return jana


def exported(**options) -> set[str]:
    out = StringIO()
    call_command("export", "track-records", stdout=out, **options)
    return {json.loads(line)["source"] for line in out.getvalue().splitlines()}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"kind": "person"}, False),
        ({"kind": "person", "public_role": True}, True),
        ({"kind": "outlet"}, True),
        ({"kind": "unnamed"}, True),
        ({"kind": "commenter"}, True),
    ],
)
def test_who_is_private_is_said_once(db, fields, shown):
    source = factories.make_source("Jana Nova", **fields)
    assert (source.withheld == "") == shown
    assert Source.objects.exclude(private()).filter(pk=source.pk).exists() == shown


def test_who_speaks_for_a_body_speaks_in_public(world):
    source = factories.make_source("Jana Nova", kind="person", speaks_for=world.monitor)
    assert source.withheld == ""
    assert not Source.objects.filter(private()).exists()


def test_a_shipped_person_who_speaks_for_a_body_does_so_before_the_body_is_known(db):
    slug = "sergei-lavrov"
    [source] = ensure_voices([Voice(slug, "Lavrov", Kind.PERSON)]).values()
    assert source.speaks_for is None and source.withheld == ""


def test_its_page_shows_claims_and_no_record(client, person):
    page = client.get("/sources/jana-nova/").content.decode()
    assert "The square was empty" in page and "contradicted" in page
    assert Source.WITHHELD in page
    for shown in ('class="letter', 'class="interval', "90 %", 'class="ledger"', 'id="ledger"'):
        assert shown not in page


@pytest.mark.parametrize("query", [{}, {"brief": "true"}, {"as_of": "2021-05-20"}, {"role": "origin"}])
def test_the_api_says_why_there_is_no_record(client, person, query):
    found = client.get(f"{PERSON}track-record/", query).json()
    assert found["withheld"] == Source.WITHHELD
    assert [found["records"], found.get("topics", []), found.get("ledger", [])] == [[], [], []]
    assert client.get(f"{PERSON}ledger/", query if "brief" not in query else {}).json()["results"] == []


def test_others_are_withheld_nothing(client, person):
    found = client.get("/api/v1/sources/silesian-monitor/track-record/").json()
    assert found["withheld"] is None and found["records"]


def test_the_api_still_gives_its_claims(client, person):
    [claim] = client.get("/api/v1/claims/", {"source": "jana-nova"}).json()["results"]
    assert claim["status"] == "contradicted"
    assert client.get(PERSON).json()["public_role"] is False


def test_neither_the_command_nor_the_export_tells_of_it(person):
    assert records.opened("jana-nova")["records"] == []
    assert "jana-nova" not in exported()
    assert "silesian-monitor" in exported()


def test_the_digest_counts_what_is_withheld(person):
    before = rebuilding.digest()
    person.track_records.update(mean=0.5)
    assert rebuilding.digest() != before


def test_whether_it_is_public_is_no_matter_for_the_digest(person):
    before = rebuilding.digest()
    Source.objects.filter(pk=person.pk).update(public_role=True)
    assert rebuilding.digest() == before
    assert "jana-nova" in exported()


def test_the_first_page_ranks_none(client, person):
    assert "Jana Nova" not in client.get("/").content.decode()


def test_a_preview_of_another_grading_names_none(person):
    assert "jana-nova" not in {each.source for each in grading.preview(Grading(half_life_days=1)).most}


def test_nobody_is_said_to_share_errors_with_it(person):
    pairs = [[*left, *right, 0.9] for left, right in ((("jana-nova", "own"), ("morning-herald", "own")),)]
    pairs += [[*pair[2:4], *pair[:2], 0.9] for pair in pairs]
    KeptFit.objects.create(month=date(2021, 4, 30), trust={"dependent": pairs}, stamp="")
    assert copying_of("morning-herald") == () == copying_of("jana-nova")
    Source.objects.filter(pk=person.pk).update(public_role=True)
    assert [each.source for each in copying_of("morning-herald")] == ["jana-nova"]


def test_a_rebuild_keeps_what_an_admin_told_of_it(person):
    Source.objects.filter(pk=person.pk).update(public_role=True)
    rebuilding.forget(now=factories.RECEIVED)
    assert Source.objects.get(slug="jana-nova").public_role


def test_admins_see_no_record_of_it_either(admin_client, person):
    page = admin_client.get("/admin/sources/trackrecord/").content.decode()
    assert "Silesian Monitor" in page and "Jana Nova" not in page


def test_what_a_decision_did_to_their_records_is_not_told(client, person, world):
    decision = decide("verdict", [world.claims[2]], by=make_checker(), now=factories.RECEIVED, value={"rating": 0.0})
    effect = Effect.objects.get()
    effect.before["records"] = {"jana-nova origin": ["B", 0.8], "silesian-monitor origin": ["B", 0.8]}
    effect.after = effect.before | {"records": {"jana-nova origin": ["C", 0.6], "silesian-monitor origin": ["C", 0.6]}}
    effect.save()
    page = client.get(f"/decisions/{decision.public_id}/").content.decode()
    assert "Silesian Monitor, " in page
    assert "Jana Nova" not in page
