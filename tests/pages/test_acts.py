"""What a fact-checker does on the page of a cluster: what is asked, what is done at once, and what is told first."""

import re

import pytest
from django.urls import reverse

from claims.models import Claim
from corroboration.acts.proposals import ACTS
from corroboration.decisions import decide
from corroboration.models import Decision
from tests import factories
from tests.factories import RECEIVED
from tests.people import make_checker, make_reader

HTMX = {"HX-Request": "true"}


@pytest.fixture
def vera(client, db):
    person = make_checker("vera")
    client.force_login(person)
    return person


def address(world, name: str) -> str:
    return reverse("act", args=[world.cluster.public_id, name])


def ids(*claims: Claim) -> list[str]:
    return [claim.public_id for claim in claims]


def send(client, world, name: str, *claims: Claim, **data):
    found = {"claims": ids(*claims), "back": f"/clusters/{world.cluster.public_id}/"} | data
    return client.post(address(world, name), found)


def the_decision() -> Decision:
    return Decision.objects.get()


def named(decision: Decision) -> list[list]:
    return [anchor["segments"] for anchor in decision.anchors]


# --- what touches one claim is done at once ---


def test_what_asks_for_nothing_and_touches_one_claim_is_done_at_once(client, world, vera):
    response = send(client, world, "not-a-claim", world.claims[2])
    assert (response.status_code, response["Location"]) == (303, f"/clusters/{world.cluster.public_id}/")
    assert (the_decision().kind, the_decision().by, named(the_decision())) == (
        "not-a-claim",
        vera,
        [world.claims[2].segments],
    )


def test_a_decision_is_told_with_its_undo(client, world, vera):
    send(client, world, "not-a-claim", world.claims[2])
    page = client.get(f"/clusters/{world.cluster.public_id}/").content.decode()
    toast = page[page.index("data-toast") :]
    assert "1 claim: not a claim." in toast
    assert f'action="/decisions/{the_decision().public_id}/undo/"' in toast


def test_for_htmx_the_page_is_made_anew_in_its_place(client, world, vera):
    here = f"/clusters/{world.cluster.public_id}/"
    headers = HTMX | {"HX-Current-URL": f"http://testserver{here}"}
    response = client.post(address(world, "not-a-claim"), {"claims": ids(world.claims[2])}, headers=headers)
    assert response["HX-Refresh"] == "true"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"])
def test_nobody_is_sent_elsewhere(client, world, vera, back):
    assert send(client, world, "not-a-claim", world.claims[2], back=back)["Location"] == "/"


# --- what touches more is agreed to first ---


def test_more_than_one_claim_is_counted_first(client, world, vera):
    two = world.claims[2:4]
    asked = send(client, world, "not-a-claim", *two)
    page = asked.content.decode()
    assert "Not a claim (2 claims)" in page and "2 claims: not a claim. Is that meant?" in page
    assert not Decision.objects.exists()
    assert send(client, world, "not-a-claim", *two, confirmed=2).status_code == 303
    assert len(the_decision().anchors) == 2


def test_a_copy_goes_with_what_it_copies_and_is_counted(client, world, vera):
    original = world.claims[0]
    assert "Not a claim (2 claims)" in send(client, world, "not-a-claim", original).content.decode()
    send(client, world, "not-a-claim", original, confirmed=2)
    assert {tuple(map(tuple, each)) for each in named(the_decision())} == {
        tuple(map(tuple, claim.segments)) for claim in (original, world.copy)
    }


def test_a_number_that_has_changed_meanwhile_is_asked_for_again(client, world, vera):
    assert "Is that meant?" in send(client, world, "split", *world.claims[2:5], confirmed=2).content.decode()
    assert not Decision.objects.exists()


# --- each act ---


def test_split_parts_the_chosen_from_all_others(client, world, vera):
    off = [world.claims[2], world.claims[5]]
    send(client, world, "split", *off, confirmed=2)
    decision = the_decision()
    assert (decision.kind, decision.value) == ("split", {"off": 2})
    assert {anchor["external_id"] for anchor in decision.anchors[:2]} == {"h-1", "c-1"}
    assert len(decision.anchors) == 6  # the cluster without the copy, which goes with its original


def test_not_all_can_be_split_off(client, world, vera):
    response = send(client, world, "split", *(c for c in world.claims[:7] if c != world.copy), confirmed=7)
    assert response.status_code == 400
    assert "Nothing would be left" in response.content.decode()


def test_a_verdict_has_a_reason_and_may_have_links(client, world, vera):
    told = {"rating": "mostly false", "reason": "the hospital counted 11", "links": "https://a.example/1\n\n"}
    send(client, world, "verdict", world.claims[2], **told)
    decision = the_decision()
    assert decision.value == {"rating": 0.25, "verdict": "mostly false", "links": ["https://a.example/1"]}
    assert decision.reason == "the hospital counted 11"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"reason": "x"}, "Say how true it is"),
        ({"rating": "true"}, "This field is required"),
        ({"rating": "sure", "reason": "x"}, "Select a valid choice"),
        ({"rating": "true", "reason": "x", "links": "javascript:alert(1)"}, "is no address of a page"),
        ({"rating": "true", "reason": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_a_verdict_that_lacks_something_is_asked_for_it(client, world, vera, told, expected):
    response = send(client, world, "verdict", world.claims[2], **told)
    assert response.status_code == 400
    assert expected in response.content.decode()
    assert not Decision.objects.exists()


def test_merge_joins_all_of_two_clusters_once_their_number_is_agreed_to(client, world, vera):
    other = world.other_cluster.public_id
    asked = send(client, world, "merge", other=other).content.decode()
    assert "The 1 claim of “The mayor of Ostrava will speak” and the 6 claims here tell of one event." in asked
    send(client, world, "merge", other=other, confirmed=7)
    assert (the_decision().kind, len(the_decision().anchors)) == ("same-event", 7)


def test_merge_shows_what_is_suggested_and_what_is_searched_for(client, world, vera, nlp):
    title = "The mayor of Ostrava will speak"
    assert title in client.get(address(world, "merge")).content.decode()  # its claim is a suggested match
    found = client.get(address(world, "merge"), {"q": "the mayor speaks on Thursday"}).content.decode()
    assert title in found
    assert "Nothing like this was found" in client.get(address(world, "merge"), {"q": "zebra"}).content.decode()
    named = client.get(address(world, "merge"), {"q": f"http://h/clusters/{world.other_cluster.public_id}/"})
    assert title in named.content.decode()


def test_a_cluster_is_not_merged_with_itself_or_with_none(client, world, vera):
    for other in (world.cluster.public_id, "0" * 24):
        assert "no longer there" in send(client, world, "merge", other=other).content.decode()
    assert "Choose the cluster to merge with" in send(client, world, "merge").content.decode()
    assert not Decision.objects.exists()


def test_a_chain_starts_from_what_was_read(client, world, vera):
    page = client.get(address(world, "attribution"), {"claims": ids(world.claims[5])}).content.decode()
    assert re.findall(r'name="name-\d" value="([^"]*)"', page) == ["Interior Ministry", "Agence Morave"]


def test_a_chain_means_the_sources_that_its_article_and_the_reference_data_name(client, world, vera):
    lines = {"name-0": "Interior Ministry", "name-1": "The Herald", "name-2": "a baker", "kind-2": "unnamed"}
    send(client, world, "attribution", world.claims[5], **lines, reason="so it says")
    assert the_decision().value["chain"] == [
        {"source": "interior-ministry", "name": "Interior Ministry", "kind": "official", "speaks_for": ""},
        {"source": "morning-herald", "name": "The Herald", "kind": "outlet", "speaks_for": ""},
        {"source": "evening-courier/a-baker", "name": "a baker", "kind": "unnamed", "speaks_for": ""},
    ]


def test_without_a_name_it_is_the_outlets_own_voice(client, world, vera):
    send(client, world, "attribution", world.claims[5])
    assert the_decision().value == {"chain": []}


def test_who_an_unknown_name_is_must_be_said(client, world, vera):
    response = send(client, world, "attribution", world.claims[5], **{"name-0": "Zdenka Nová"})
    assert "“Zdenka Nová” is no known source: say what kind of voice it is" in response.content.decode()
    send(client, world, "attribution", world.claims[5], **{"name-0": "Zdenka Nová", "kind-0": "person"})
    assert the_decision().value["chain"][0]["source"] == "zdenka-nova"


@pytest.mark.parametrize(
    ("name", "more", "kind", "value"),
    [
        ("same-event", {"confirmed": 2}, "same-event", {}),
        ("different-event", {"confirmed": 2}, "different-event", {}),
        ("copy", {}, "independence", {"independent": False}),
        ("independent", {}, "independence", {"independent": True}),
        ("relation", {"relation": "none"}, "relation", {"relation": "none"}),
    ],
)
def test_what_is_decided_about_two(client, world, vera, name, more, kind, value):
    assert send(client, world, name, world.claims[2], world.claims[5], **more).status_code == 303
    assert (the_decision().kind, the_decision().value) == (kind, value)


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if act.least == 2])
def test_two_are_needed(client, world, vera, name):
    response = send(client, world, name, world.claims[2], relation="none")
    assert response.status_code == 400
    assert "Choose at least 2 claims first" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "more", "value", "reason"),
    [
        ("note", {"reason": "ask the ministry"}, {}, "ask the ministry"),
        ("assign", {"to": "vera"}, {"to": "vera"}, ""),
        ("assign", {"to": ""}, {"to": ""}, ""),
    ],
)
def test_what_is_said_about_the_cluster(client, world, vera, name, more, value, reason):
    assert send(client, world, name, **more).status_code == 303
    assert (the_decision().kind, the_decision().value, the_decision().reason) == (name, value, reason)


def test_a_review_keeps_what_was_seen(client, world, vera):
    send(client, world, "reviewed")
    (seen,) = the_decision().value["seen"]
    assert (seen["claims"], seen["contradictions"]) == (7, 1)
    world.cluster.refresh_from_db()
    assert world.cluster.review == "reviewed"


def test_work_is_given_to_deciders_only(client, world, vera):
    make_reader("rita")
    assert send(client, world, "assign", to="rita").status_code == 400


# --- suggested matches ---


@pytest.mark.parametrize(("answer", "kind"), [("accept", "same-event"), ("refuse", "different-event")])
def test_a_suggestion_is_answered_at_once(client, world, vera, answer, kind):
    there = reverse("act-suggested", args=[world.cluster.public_id])
    client.post(there, {"answer": answer, "suggestions": [world.stray.public_id]})
    assert the_decision().kind == kind
    assert [anchor["external_id"] for anchor in the_decision().anchors] == ["am-1", "am-1"]


def test_all_suggestions_are_counted_and_answered_in_one_decision_for_each_cluster(client, world, vera):
    more = factories.make_claim()
    factories.make_suggestion(more, world.cluster)
    elsewhere = f"{world.claims[2].public_id}:{world.other_cluster.public_id}"
    sent = {"answer": "accept", "suggestions": [*ids(world.stray, more), elsewhere]}
    there = reverse("act-suggested", args=[world.cluster.public_id])
    assert "Accept (3 claims)" in client.post(there, sent).content.decode()
    assert not Decision.objects.exists()
    client.post(there, sent | {"confirmed": 3})
    assert sorted(len(decision.anchors) for decision in Decision.objects.all()) == [2, 3]


def test_without_a_suggestion_nothing_is_decided(client, world, vera):
    there = reverse("act-suggested", args=[world.cluster.public_id])
    response = client.post(there, {"answer": "accept"}, follow=True)
    assert "Choose a suggestion first" in response.content.decode()


# --- others decide, too ---


def test_who_acts_on_an_older_page_is_told_what_came_since_and_may_go_on(client, world, vera):
    otto = make_checker("otto")
    decide("note", [world.claims[0]], by=otto, now=RECEIVED, reason="wait for the mayor")
    asked = send(client, world, "not-a-claim", world.claims[2], seen=0).content.decode()
    assert "Somebody else decided here meanwhile" in asked and "wait for the mayor" in asked
    assert Decision.objects.count() == 1
    seen = re.search(r'name="seen" value="(\d+)"', asked)[1]
    assert send(client, world, "not-a-claim", world.claims[2], seen=seen, confirmed=1).status_code == 303


def test_ones_own_decisions_and_those_elsewhere_are_no_news(client, world, vera):
    decide("note", [world.claims[0]], by=vera, now=RECEIVED, reason="mine")
    decide("note", [factories.make_claim()], by=make_checker("otto"), now=RECEIVED, reason="elsewhere")
    assert send(client, world, "not-a-claim", world.claims[2], seen=0).status_code == 303


def test_an_open_page_hears_of_it(client, world, vera):
    there = reverse("cluster-news", args=[world.cluster.public_id])
    assert "decided" not in client.get(there, {"seen": 0}).content.decode()
    decide("verdict", [world.claims[2]], by=make_checker("otto"), now=RECEIVED, value={"rating": 1.0}, reason="x")
    page = client.get(there, {"seen": 0}).content.decode()
    assert "otto</bdi> decided: verdict: 1.00" in page
    assert "is being worked out" in page


def test_what_contradicts_is_refused_in_words(client, world, vera):
    decide("same-event", world.claims[2:4], by=make_checker("otto"), now=RECEIVED)
    response = send(client, world, "different-event", *world.claims[2:4], confirmed=2)
    assert response.status_code == 400
    assert "These claims can&#x27;t be of different events: otto decided on" in response.content.decode()
    assert Decision.objects.count() == 1


# --- undo ---


def test_an_undo_is_another_decision_and_can_be_undone(client, world, vera):
    made = decide("note", [world.claims[2]], by=make_checker("otto"), now=RECEIVED, reason="x")
    for _ in range(2):
        client.post(reverse("decision-undo", args=[made.public_id]), {"back": "/decisions/"})
        made = Decision.objects.order_by("-pk").first()
    assert list(Decision.objects.order_by("pk").values_list("kind", flat=True)) == ["note", "undo", "undo"]


def test_a_click_that_is_sent_twice_decides_once(client, world, vera):
    for _ in range(2):
        response = send(client, world, "note", reason="ask the ministry")
    assert (response.status_code, Decision.objects.count()) == (400, 1)
    assert "You have just decided this" in response.content.decode()
    client.post(reverse("decision-undo", args=[the_decision().public_id]))
    assert send(client, world, "note", reason="ask the ministry").status_code == 303


def test_what_is_undone_already_is_said_to_be_so(client, world, vera):
    made = decide("note", [world.claims[2]], by=vera, now=RECEIVED, reason="x")
    there = reverse("decision-undo", args=[made.public_id])
    client.post(there)
    assert "undone already" in client.post(there, follow=True).content.decode()


def test_the_decisions_about_one_clusters_articles_are_listed_alone(client, world, vera):
    decide("note", [world.claims[2]], by=vera, now=RECEIVED, reason="ask the ministry")
    decide("note", [factories.make_claim()], by=vera, now=RECEIVED, reason="elsewhere")
    page = client.get("/decisions/", {"cluster": world.cluster.public_id}).content.decode()
    assert "ask the ministry" in page and "elsewhere" not in page
    assert "elsewhere" in client.get("/decisions/").content.decode()
    assert "Nothing like this" in client.get("/decisions/", {"cluster": "x"}).content.decode()


# --- who may not, and what is not there ---


@pytest.mark.parametrize("name", ACTS)
def test_each_act_asks_on_a_page_of_its_own(client, world, vera, name):
    page = client.get(address(world, name), {"claims": ids(world.claims[2])}).content.decode()
    assert f"<h1>{ACTS[name].label}</h1>" in page
    part = client.get(address(world, name), {"claims": ids(world.claims[2])}, headers=HTMX).content.decode()
    assert "<h1>" not in part and 'id="panel-title"' in part


def test_a_button_of_the_page_asks_for_the_panel_with_what_is_ticked(client, world, vera):
    response = send(client, world, "verdict", *world.claims[2:4], ask="1")
    assert response.status_code == 200
    page = response.content.decode()
    assert "Verdict (2 claims)" in page and "Say how true it is" not in page


def test_a_reader_sees_no_way_to_decide(client, world):
    client.force_login(make_reader("rita"))
    page = client.get(f"/clusters/{world.cluster.public_id}/").content.decode()
    assert "data-act" not in page and "data-pick" not in page and "/undo/" not in page


def test_what_is_gone_is_said_to_be_gone(client, world, vera):
    assert client.get(address(world, "no-such-act")).status_code == 404
    for gone in ("f" * 24, world.stray.public_id):  # nowhere, and meanwhile in another cluster
        response = client.post(address(world, "verdict"), {"claims": [gone]})
        assert "no longer there" in response.content.decode()


def test_keys_are_told_apart():
    keys = [act.key for act in ACTS.values()]
    assert len({*keys, *"njkpux/?"}) == len(keys) + len("njkpux/?")
