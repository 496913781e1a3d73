"""Sources and claims as STIX 2.1, read back by the library of its authors."""

import io
import json

import pytest
import stix2
from django.core.management import call_command
from django.core.management.base import CommandError
from jsonschema import Draft202012Validator

from corroboration.interchange import admiralty, stix
from corroboration.models import Assessment
from sources.models import TrackRecord
from tests.factories import make_record, make_source
from tests.people import make_reader

EXPORT = "/api/v1/exports/stix/"


def told(client, **query) -> dict:
    response = client.get(EXPORT, query)
    assert response.status_code == 200 and response["Content-Type"] == "application/stix+json;version=2.1"
    return json.loads(b"".join(response.streaming_content))


def by_name(bundle: dict, kind: str) -> dict[str, dict]:
    return {each.get("name") or each["content"]: each for each in bundle["objects"] if each["type"] == kind}


def ours(node: dict) -> dict:
    return node["extensions"][stix.EXTENSION]


def test_the_bundle_is_read_back_by_the_stix_library(client, world, desk):
    desk.verdict(world.claims[5])
    bundle = stix2.parse(told(client), allow_custom=False)
    kinds = [each["type"] for each in bundle.objects]
    assert {"identity", "note", "opinion", "extension-definition", "marking-definition"} == set(kinds)
    assert kinds.count("note") == 9 and kinds.count("opinion") == 1


def test_every_reference_leads_to_an_object_of_the_bundle(client, world, desk):
    desk.verdict(world.claims[5])
    bundle = told(client)
    ids = {each["id"] for each in bundle["objects"]}
    assert len(ids) == len(bundle["objects"])
    for node in bundle["objects"]:
        refs = [*node.get("object_refs", ()), *node.get("object_marking_refs", ()), *node.get("extensions", ())]
        refs += [value for name, value in node.items() if name.endswith("_ref")]
        refs += [
            ref
            for name, value in node.get("extensions", {}).get(stix.EXTENSION, {}).items()
            if "_ref" in name
            for ref in ([value] if isinstance(value, str) else value)
        ]
        assert set(refs) <= ids


def test_the_extension_s_own_schema_holds(client, world):
    for node in told(client)["objects"]:
        if "extensions" in node:
            Draft202012Validator(stix.SCHEMA).validate(ours(node))


def test_ids_are_the_same_in_every_export_and_under_every_address(client, world, settings):
    first = {each["id"] for each in told(client)["objects"] if each["type"] == "note"}
    settings.SITE_URL = "https://elsewhere.example"
    assert {each["id"] for each in told(client)["objects"] if each["type"] == "note"} == first
    assert told(client) == told(client)


def test_a_source_is_an_identity_with_its_letter(client, world):
    TrackRecord.objects.filter(source=world.herald, role="own").update(letter="B")
    herald = by_name(told(client, of="sources"), "identity")["Morning Herald"]
    assert herald["labels"] == ['admiralty-scale:source-reliability="b"'] and herald["identity_class"] == "organization"
    records = {each["role"]: each for each in ours(herald)["records"]}
    assert set(records) == {"own", "carrier"} and records["own"]["mean"] == pytest.approx(0.7)


def test_what_can_t_be_judged_has_its_letter_and_no_figures(client, world):
    found = by_name(told(client, of="sources"), "identity")
    courier, residents = found["Evening Courier"], found["residents"]
    assert courier["labels"] == residents["labels"] == ['admiralty-scale:source-reliability="f"']
    assert ours(courier)["records"] == [{"role": "own", "letter": "F", "as_of": "2021-06-01"}]
    assert ours(residents)["records"] == [] and residents["identity_class"] == "group"


def test_of_a_private_person_nothing_is_graded(client, world):
    person = make_source("Jana Nová", kind="person")
    make_record(person, role="origin", letter="E")
    jana = by_name(told(client, of="sources"), "identity")["Jana Nová"]
    assert (
        "labels" not in jana and "records" not in ours(jana) and ours(jana)["withheld"].startswith("a private person")
    )


@pytest.mark.parametrize(("digit", "sure"), [(1, 90), (2, 70), (3, 50), (4, 30), (5, 10), (6, None)])
def test_a_claim_s_digit_is_its_tag_and_its_confidence(client, world, digit, sure):
    Assessment.objects.filter(claim=world.claims[2]).update(digit=digit)
    note = by_name(told(client), "note")[world.claims[2].statement]
    assert note["labels"] == [f'admiralty-scale:information-credibility="{digit}"']
    assert note.get("confidence") == sure == admiralty.confidence(digit)
    assert ("credibility" in ours(note)) == (digit != 6)


def test_a_claim_is_a_note_about_those_who_told_it(client, world):
    nine = by_name(told(client), "note")["Nine people died"]
    slugs = ("interior-ministry", "agence-morave", "evening-courier")
    assert nine["object_refs"] == [stix.source_id(slug) for slug in slugs]
    assert nine["authors"] == ["Interior Ministry"]
    assert ours(nine)["chain_refs"] == nine["object_refs"][:2]
    assert nine["external_references"][0]["external_id"] == "c-1"
    assert nine["created"] == "2021-05-05T08:00:00Z" <= nine["modified"]


@pytest.mark.parametrize(
    ("rating", "opinion"),
    [
        ("true", "strongly-agree"),
        ("mostly true", "agree"),
        ("mostly false", "disagree"),
        ("false", "strongly-disagree"),
        ("unproven", "neutral"),
    ],
)
def test_a_verdict_is_an_opinion_of_the_note(client, world, desk, rating, opinion):
    desk.verdict(world.claims[5], rating=rating)
    bundle = told(client)
    [found] = [each for each in bundle["objects"] if each["type"] == "opinion"]
    assert (found["opinion"], found["explanation"]) == (opinion, "By the register.")
    assert found["object_refs"] == [by_name(bundle, "note")["Nine people died"]["id"]]


@pytest.mark.parametrize(("public", "name"), [(True, "TLP:WHITE"), (False, "TLP:AMBER")])
def test_it_is_marked_by_who_may_read_here(client, world, settings, public, name):
    settings.PUBLIC_READ = public
    client.force_login(make_reader())
    assert list(by_name({"objects": [told(client)["objects"][0]]}, "marking-definition")) == [name]


def test_another_choice_is_refused(client, world):
    response = client.get(EXPORT, {"of": "relations"})
    assert response.status_code == 400 and response.json()["errors"][0]["field"] == "of"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("export", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_writes_the_same(world, settings):
    settings.SITE_URL = "https://claims.example"
    bundle = stix2.parse(run("claims", "--format", "stix"), allow_custom=False)
    assert sum(each["type"] == "note" for each in bundle.objects) == 9
    assert not any(each["type"] == "note" for each in json.loads(run("sources", "--format", "stix"))["objects"])


@pytest.mark.parametrize("arguments", [("relations",), ("claims", "--as-of", "2021-05-05")])
def test_what_has_no_words_in_stix_is_refused(world, arguments):
    with pytest.raises(CommandError, match="stix: only sources and claims"):
        run(*arguments, "--format", "stix")
