"""Decisions as programs read them."""

from datetime import timedelta

import pytest

from corroboration import effects
from corroboration.decisions import decide, undo
from corroboration.models import Assessment, Decision, Effect
from tests.commands.exporting import exported
from tests.factories import RECEIVED, make_assessment, make_decision, make_source
from tests.people import make_checker

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/decisions/"


@pytest.fixture
def made(world):
    """A split that was undone, a verdict, and a note, by two people on three days."""
    vera, karel = make_checker("vera"), make_checker("karel")
    days = [RECEIVED + timedelta(days=n) for n in range(4)]
    split = decide("different-event", world.claims[:3:2], by=vera, now=days[0])
    verdict = decide("verdict", [world.claims[2]], by=karel, now=days[1], value={"rating": 0.0, "verdict": "false"})
    undoing = undo(split, by=karel, now=days[2])
    note = decide("note", [world.stray], by=vera, now=days[3], reason="ask")
    return {"split": split, "verdict": verdict, "undo": undoing, "note": note}


def listed(client, made, **filters) -> list[str]:
    response = client.get(ADDRESS, filters)
    assert response.status_code == 200, response.content
    names = {decision.public_id: name for name, decision in made.items()}
    return [names[line["id"]] for line in response.json()["results"]]


def test_decisions_are_listed_the_latest_first(made, client, conforms):
    assert listed(client, made) == ["note", "undo", "verdict", "split"]
    lines = {line["id"]: line for line in conforms(client.get(ADDRESS))["results"]}
    split, undoing = lines[made["split"].public_id], lines[made["undo"].public_id]
    assert (split["state"], split["undone_by"]) == ("undone", undoing["id"])
    assert (undoing["state"], undoing["undoes"], undoing["undoes_url"]) == ("in-force", split["id"], split["url"])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "verdict"}, ["verdict"]),
        ({"by": "karel"}, ["undo", "verdict"]),
        ({"by": "nobody"}, []),
        ({"made_from": "2021-05-07"}, ["note", "undo"]),
        ({"made_to": "2021-05-06"}, ["verdict", "split"]),
        ({"made_from": "2021-05-06", "made_to": "2021-05-06"}, ["verdict"]),
        ({"state": "undone"}, ["split"]),
        ({"state": "in-force"}, ["note", "undo", "verdict"]),
        ({"state": "orphaned"}, []),
        ({"state": "in-force", "by": "vera"}, ["note"]),
    ],
)
def test_the_list_is_narrowed(filters, found, made, client):
    assert listed(client, made, **filters) == found


def test_by_what_they_are_about(made, world, client):
    assert listed(client, made, claim=world.claims[2].public_id) == ["undo", "verdict", "split"]
    assert listed(client, made, claim=world.stray.public_id) == ["note"]
    assert listed(client, made, claim="0" * 24) == []
    assert listed(client, made, cluster="0" * 24) == []
    assert set(listed(client, made, cluster=world.cluster.public_id)) == {"note", "undo", "verdict", "split"}


def test_pages_go_on_where_they_ended(made, client):
    page = client.get(ADDRESS, {"page_size": 3}).json()
    rest = client.get(page["next"]).json()["results"]
    assert [line["id"] for line in page["results"] + rest] == [
        made[name].public_id for name in ("note", "undo", "verdict", "split")
    ]


def test_one_that_is_kept_and_not_followed_says_why(world, client):
    vera = make_checker("vera")
    make_decision(world.claims[:3:2], "same-event", by=vera)
    later = RECEIVED + timedelta(days=5)
    refused = make_decision(world.claims[:3:2], "different-event", by=vera, decided_at=later, recorded_at=later)
    anchor = {"outlet": "gone", "external_id": "1", "text_hash": "0", "segments": [[0, 5]]}
    orphaned = Decision.objects.create(
        public_id="0" * 24, kind="verdict", by=vera, anchors=[anchor], decided_at=later, recorded_at=later
    )
    assert [line["id"] for line in client.get(ADDRESS, {"state": "refused"}).json()["results"]] == [refused.public_id]
    [line] = client.get(ADDRESS, {"state": "orphaned"}).json()["results"]
    assert (line["id"], line["claims"]) == (orphaned.public_id, [])
    assert "can't be found" in line["why"]
    assert "contradicts earlier decisions" in client.get(f"{ADDRESS}{refused.public_id}/").json()["why"]


def test_what_it_changed_is_told_once_it_was_followed(world, client, conforms):
    person = make_source("Jana Nováková", kind="person")
    decision = decide("verdict", [world.claims[2]], by=make_checker(), now=RECEIVED, value={"rating": 0.0})
    before = Effect.objects.get().before
    before["records"]["silesian-monitor origin"] = ["B", 0.8]
    before["records"][f"{person.slug} origin"] = ["C", 0.7]
    Effect.objects.update(before=before)
    Assessment.objects.filter(claim=world.claims[2]).update(credibility=0.1, status="contradicted", digit=5)
    effects.complete()
    effect = conforms(client.get(f"{ADDRESS}{decision.public_id}/"))["effect"]
    [changed] = effect["claims"]
    assert (changed["claim"], changed["before"]["credibility"]) == (world.claims[2].public_id, 0.6)
    assert changed["after"] == {
        "cluster": world.cluster.public_id,
        "status": "contradicted",
        "credibility": 0.1,
        "admiralty": 5,
    }
    [record] = effect["records"]  # and none of a private person
    assert (record["source"], record["role"], record["before"]) == (
        "silesian-monitor",
        "origin",
        {"letter": "B", "mean": 0.8},
    )


def test_lines_are_those_of_the_export(made, client):
    of_export = {line["id"]: line for line in exported("decisions")}
    for line in client.get(ADDRESS).json()["results"]:
        assert of_export[line["id"]].items() <= line.items()


def test_only_the_fields_that_are_asked_for_are_told(made, client):
    assert client.get(ADDRESS, {"fields": "kind,state", "kind": "note"}).json()["results"] == [
        {"kind": "note", "state": "in-force"}
    ]
    assert list(client.get(f"{ADDRESS}{made['verdict'].public_id}/", {"fields": "effect"}).json()) == ["effect"]


def test_what_nobody_decided_is_not_found(client, db, conforms):
    response = client.get(f"{ADDRESS}{'0' * 24}/")
    assert response.status_code == 404
    conforms(response)


def test_queries_do_not_grow_with_the_decisions(world, client, django_assert_max_num_queries):
    vera = make_checker("vera")
    counts = []
    for more in (2, 20):
        for _ in range(more):
            make_decision(world.claims[:3:2], by=vera)
        client.get(ADDRESS)
        with django_assert_max_num_queries(40) as queries:
            client.get(ADDRESS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_judged_or_not_yet(world, client, conforms):
    """A claim that wasn't assessed has no figures."""
    Assessment.objects.all().delete()
    decision = decide("verdict", [world.claims[2]], by=make_checker(), now=RECEIVED, value={"rating": 0.0})
    make_assessment(world.claims[2])
    effects.complete()
    [changed] = conforms(client.get(f"{ADDRESS}{decision.public_id}/"))["effect"]["claims"]
    assert (changed["before"]["status"], changed["before"]["credibility"]) == ("", None)
