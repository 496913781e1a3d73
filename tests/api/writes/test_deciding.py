"""Decisions made by programs: every kind, by the rules of the pages, and what is refused."""

import json

import pytest

from corroboration.decisions import decide
from corroboration.models import Decision, Effect
from tests.api.test_articles import errors
from tests.api.writes.asking import keyed
from tests.factories import RECEIVED, make_claim, make_cluster
from tests.people import make_checker, make_reader

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/decisions/"
NOBODY = "0123456789abcdef01234567"


def ids(*claims) -> list[str]:
    return [claim.public_id for claim in claims]


def asked(kind: str, *claims, **says) -> dict:
    return {"kind": kind, "claims": ids(*claims)} | says


def send(client, body: dict, **headers):
    return client.post(ADDRESS, json.dumps(body), content_type="application/json", **headers)


@pytest.fixture
def pair(world):
    """Two clusters' first claims."""
    return world.claims[0], world.stray


# --- every kind ---


def test_a_verdict_is_given_with_its_reason_and_links(world, vera, conforms):
    body = asked("verdict", world.claims[2], verdict="mostly false", reason="the list of the dead", links=[LINK])
    response = send(vera, body)
    assert response.status_code == 201
    made = conforms(response)
    assert response["Location"] == made["url"] == f"http://testserver{ADDRESS}{made['id']}/"
    assert made["value"] == {"rating": 0.25, "verdict": "mostly false", "links": [LINK]}
    assert (made["by"], made["reason"], made["state"]) == ("vera", "the list of the dead", "in-force")
    assert (made["following"], made["effect"]) == (True, None)
    assert [claim["id"] for claim in made["claims"]] == ids(world.claims[2])
    assert vera.get(made["claims"][0]["url"]).status_code == 200


LINK = "https://registry.example/list"


def test_claims_of_two_clusters_tell_of_one_event(pair, vera):
    made = send(vera, asked("same-event", *pair)).json()
    assert (made["kind"], made["value"], len(made["anchors"])) == ("same-event", {}, 2)


def test_two_claims_tell_of_different_events(world, vera):
    assert send(vera, asked("different-event", world.claims[0], world.claims[2])).status_code == 201


def test_claims_are_split_off_from_the_others_of_their_cluster(world, vera):
    made = send(vera, asked("split", world.claims[2], reason="another blast")).json()
    assert (made["value"], made["reason"]) == ({"off": 1}, "another blast")
    others = [claim for claim in world.claims if claim not in (world.stray, world.copy)]
    assert {claim["id"] for claim in made["claims"]} == set(ids(*others))


@pytest.mark.parametrize("independent", [True, False])
def test_two_claims_come_from_two_voices_or_one(independent, world, vera):
    body = asked("independence", world.claims[1], world.claims[2], independent=independent, reason="they say so")
    made = send(vera, body).json()
    assert (made["value"], made["reason"]) == ({"independent": independent}, "they say so")


def test_two_claims_are_related(world, vera):
    made = send(vera, asked("relation", world.claims[2], world.claims[5], relation="differs")).json()
    assert made["value"] == {"relation": "differs"}


def test_an_attribution_is_set_right_by_names(world, vera):
    chain = [{"name": "a nurse", "kind": "unnamed"}, {"name": "Silesian Monitor"}]
    made = send(vera, asked("attribution", world.claims[2], chain=chain)).json()
    assert [voice["source"] for voice in made["value"]["chain"]] == ["morning-herald/a-nurse", "silesian-monitor"]


def test_an_empty_chain_is_the_outlets_own_voice(world, vera):
    assert send(vera, asked("attribution", world.claims[2], chain=[])).json()["value"] == {"chain": []}


def test_what_copies_no_claim_is_none_either(world, vera):
    made = send(vera, asked("not-a-claim", world.claims[0])).json()
    assert {claim["id"] for claim in made["claims"]} == set(ids(world.claims[0], world.copy))


def test_a_cluster_is_noted_assigned_and_reviewed(world, vera):
    of = {"cluster": world.cluster.public_id}
    assert send(vera, {"kind": "note", "reason": "ask the mayor"} | of).json()["reason"] == "ask the mayor"
    assert send(vera, {"kind": "assign", "to": "vera"} | of).json()["value"] == {"to": "vera"}
    assert send(vera, {"kind": "assign", "to": ""} | of).json()["value"] == {"to": ""}
    reviewed = send(vera, {"kind": "reviewed"} | of).json()
    assert reviewed["value"]["seen"]
    world.cluster.refresh_from_db()
    assert world.cluster.review == "reviewed"
    assert (reviewed["following"], Effect.objects.count()) == (False, 0)


# --- what is refused ---


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "undo"}, "kind"),
        ({"kind": ["verdict"]}, "kind"),
        ({"kind": "verdict", "claims": [NOBODY], "verdict": "false"}, "reason"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": " ", "verdict": "false"}, "reason"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "x", "verdict": "lie"}, "verdict"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "x", "verdict": "\ud800"}, "verdict"),
        ({"kind": "reviewed", "cluster": NOBODY, "\ud800": 1}, "\\ud800"),
        ({"kind": "reviewed", "cluster": "\ud800"}, "cluster"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "x", "verdict": "false", "links": ["ftp://x"]}, "links.0"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "x", "verdict": "false", "links": "x"}, "links"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": 7, "verdict": "false"}, "reason"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "a\0", "verdict": "false"}, "reason"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "\ud800", "verdict": "false"}, "reason"),
        ({"kind": "verdict", "claims": [NOBODY], "reason": "x", "verdict": "false", "rating": 0}, "rating"),
        ({"kind": "same-event", "claims": [NOBODY]}, "claims"),
        ({"kind": "same-event", "claims": [NOBODY, NOBODY]}, "claims"),
        ({"kind": "same-event", "claims": "x"}, "claims"),
        ({"kind": "same-event", "claims": [NOBODY, 7]}, "claims.1"),
        ({"kind": "different-event", "claims": [NOBODY[:23] + d for d in "012"]}, "claims"),
        ({"kind": "independence", "claims": [NOBODY, NOBODY[::-1]], "independent": "yes"}, "independent"),
        ({"kind": "relation", "claims": [NOBODY, NOBODY[::-1]], "relation": "repeats"}, "relation"),
        ({"kind": "attribution", "claims": [NOBODY]}, "chain"),
        ({"kind": "attribution", "claims": [NOBODY], "chain": [{"name": "x", "kind": "bird"}]}, "chain.0.kind"),
        ({"kind": "attribution", "claims": [NOBODY], "chain": [{"name": "x"}] * 9}, "chain"),
        ({"kind": "note", "cluster": NOBODY}, "reason"),
        ({"kind": "note", "claims": [NOBODY], "reason": "x"}, "claims"),
        ({"kind": "assign", "cluster": NOBODY, "to": None}, "to"),
    ],
)
def test_a_field_at_fault_is_named(body, field, vera, conforms):
    response = send(vera, body)
    assert response.status_code == 400
    conforms(response)
    assert field in errors(response)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({"kind": "same-event", "claims": ["here", NOBODY]}, "claims.1", "no claim has this id"),
        ({"kind": "verdict", "claims": ["comment"], "reason": "x", "verdict": "true"}, "claims.0", "in no cluster"),
        ({"kind": "relation", "claims": ["here", "stray"], "relation": "differs"}, "claims", "several clusters"),
        ({"kind": "note", "cluster": NOBODY, "reason": "x"}, "cluster", "no cluster has this id"),
        ({"kind": "assign", "cluster": "cluster", "to": "nobody"}, "to", "nobody is not one of"),
        ({"kind": "assign", "cluster": "cluster", "to": "reader"}, "to", "reader is not one of"),
        ({"kind": "attribution", "claims": ["here"], "chain": [{"name": "Q"}]}, "", "say what kind of voice"),
        ({"kind": "attribution", "claims": ["here", "copy"], "chain": []}, "", "claims of one outlet"),
        ({"kind": "split", "claims": ["all"]}, "", "Nothing would be left"),
    ],
)
def test_what_fits_nothing_that_is_there_is_said_so(body, field, says, world, vera, conforms):
    make_reader("reader")
    comment = next(c for c in world.articles[1].claims.all() if c.zone == "comments")
    known = {"here": world.claims[0], "stray": world.stray, "copy": world.copy, "comment": comment}
    known = {name: claim.public_id for name, claim in known.items()}
    if "claims" in body:
        named = ids(*(c for c in world.claims if c != world.stray)) if body["claims"] == ["all"] else body["claims"]
        body = body | {"claims": [known.get(name, name) for name in named]}
    if body.get("cluster") == "cluster":
        body = body | {"cluster": world.cluster.public_id}
    response = send(vera, body)
    assert response.status_code == 422
    conforms(response)
    assert says in errors(response)[field]
    assert not Decision.objects.exists()


def test_what_contradicts_decisions_in_force_names_them(world, vera, conforms):
    one, two, three = world.claims[0], world.claims[2], world.claims[3]
    first = send(vera, asked("same-event", one, two)).json()
    second = send(vera, asked("same-event", two, three)).json()
    response = send(vera, asked("different-event", one, three))
    assert response.status_code == 409
    problem = conforms(response)
    assert [(each["id"], each["url"], each["by"]) for each in problem["against"]] == [
        (each["id"], each["url"], "vera") for each in (first, second)
    ]
    assert "can't be of different events" in problem["detail"]
    assert Decision.objects.count() == 2


def test_what_was_decided_just_now_is_not_decided_twice(world, vera, conforms):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2])).json()
    response = send(vera, asked("different-event", world.claims[0], world.claims[2]))
    assert response.status_code == 409
    assert [each["id"] for each in conforms(response)["against"]] == [first["id"]]
    assert Decision.objects.count() == 1


def test_the_same_request_under_a_key_has_one_effect(world, vera):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2]), **keyed("d1"))
    again = send(vera, asked("different-event", world.claims[0], world.claims[2]), **keyed("d1"))
    assert (again.status_code, again.content, again["Location"]) == (201, first.content, first["Location"])
    assert again["Idempotent-Replayed"] == "true"
    assert Decision.objects.count() == 1


# --- what was seen ---


def test_a_decision_may_depend_on_the_cluster_as_it_was_seen(world, vera, conforms):
    seen = vera.get(f"/api/v1/clusters/{world.cluster.public_id}/")["ETag"]
    make_cluster([make_claim(text="A tram stopped")])  # news from elsewhere
    assert send(vera, asked("split", world.claims[2]), HTTP_IF_MATCH=seen).status_code == 201


def test_and_is_refused_where_that_has_changed_since(world, vera, conforms):
    seen = vera.get(f"/api/v1/clusters/{world.cluster.public_id}/")["ETag"]
    world.cluster.contradictions += 1
    world.cluster.save()
    for body in (asked("split", world.claims[2]), {"kind": "reviewed", "cluster": world.cluster.public_id}):
        response = send(vera, body, HTTP_IF_MATCH=seen)
        assert response.status_code == 412
        conforms(response)
    assert not Decision.objects.exists()


# --- undoing ---


def test_a_decision_is_undone_by_another(world, vera, conforms):
    made = decide("verdict", [world.claims[2]], by=make_checker("karel"), now=RECEIVED, value={"rating": 1.0})
    address = f"{ADDRESS}{made.public_id}/"
    response = vera.post(f"{address}undo/", {"reason": "the list was wrong"}, format="json")
    assert response.status_code == 201
    undoing = conforms(response)
    assert (undoing["kind"], undoing["undoes"], undoing["reason"]) == ("undo", made.public_id, "the list was wrong")
    assert vera.get(undoing["undoes_url"]).json()["undone_by"] == undoing["id"]
    again = vera.post(f"{address}undo/", {}, format="json")
    assert again.status_code == 409
    assert [each["id"] for each in conforms(again)["against"]] == [undoing["id"]]


def test_undoing_an_undo_brings_the_first_back(world, vera):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2])).json()
    undoing = vera.post(f"{first['url']}undo/", format="json").json()
    assert vera.get(first["url"]).json()["state"] == "undone"
    vera.post(f"{undoing['url']}undo/", format="json")
    assert [vera.get(each["url"]).json()["state"] for each in (first, undoing)] == ["in-force", "undone"]


def test_an_undo_may_contradict_what_was_decided_meanwhile(world, vera, conforms):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2])).json()
    undoing = vera.post(f"{first['url']}undo/", format="json").json()
    other = send(vera, asked("same-event", world.claims[0], world.claims[2])).json()
    response = vera.post(f"{undoing['url']}undo/", format="json")
    assert response.status_code == 409
    assert [each["id"] for each in conforms(response)["against"]] == [other["id"]]


def test_an_undo_under_a_key_is_done_once(world, vera):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2])).json()
    answers = [vera.post(f"{first['url']}undo/", {}, format="json", **keyed("u1")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Decision.objects.count() == 2


@pytest.mark.parametrize(("path", "body"), [(f"{NOBODY}/undo/", {}), ("nothing/undo/", {})])
def test_what_nobody_decided_is_not_undone(path, body, vera):
    assert vera.post(f"{ADDRESS}{path}", body, format="json").status_code == 404


def test_an_undo_takes_nothing_but_its_reason(world, vera, conforms):
    first = send(vera, asked("different-event", world.claims[0], world.claims[2])).json()
    response = vera.post(f"{first['url']}undo/", {"why": "x"}, format="json")
    assert (response.status_code, errors(response)) == (400, {"why": "unknown field"})
    conforms(response)


# --- who may ---


def test_readers_decide_nothing(world, client, conforms):
    client.force_authenticate(make_reader())
    response = send(client, asked("different-event", world.claims[0], world.claims[2]))
    assert response.status_code == 403
    conforms(response)
    assert not Decision.objects.exists()
