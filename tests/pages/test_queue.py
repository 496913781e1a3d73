"""The review queue: what it is narrowed to, how it is ordered and counted, and what a row says."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from corroboration import facets, queue_filters
from corroboration.engine.values import Finding, Independence, Relation, Stance
from corroboration.models import Cluster, ClusterFacet, SavedView
from tests import factories
from tests.corroboration.factories import telling
from tests.people import make_checker

pytestmark = pytest.mark.django_db

ALL = {"review": "any"}


def make(title: str, *, places=(), sources=(), clashes=(), **fields) -> Cluster:
    cluster = factories.make_cluster(title=title, **fields)
    for kind, values in (("place", places), ("source", sources), ("clash", clashes)):
        for value in values:
            ClusterFacet.objects.create(cluster=cluster, kind=kind, value=value)
    return cluster


def titles(client, **query) -> list[str]:
    return [cluster.title for cluster in client.get("/clusters/", query).context["shown"].page]


@pytest.fixture
def some(db):
    """Four clusters that each filter tells apart."""
    vera, otto = factories.make_user("vera"), factories.make_user("otto")
    make(
        "bridge",
        attention=9.0,
        contradictions=2,
        origin_count=4,
        assignee=vera,
        review="changed",
        places=["brno", "moravia"],
        sources=["herald", "mayor"],
        clashes=["number"],
        event_from=date(2021, 5, 1),
        event_to=date(2021, 5, 3),
    )
    make(
        "market",
        attention=2.0,
        corroborations=1,
        origin_count=2,
        assignee=otto,
        places=["opava", "moravia"],
        sources=["herald"],
        event_from=date(2021, 6, 1),
        event_to=date(2021, 6, 1),
    )
    make(
        "school",
        review="reviewed",
        reviewed="reviewed by vera on 6 May 2021",
        places=["prague"],
        sources=["courier"],
        event_from=None,
        event_to=None,
    )
    make("tunnel", places=["prague"], event_from=date(2021, 7, 1), event_to=date(2021, 7, 2))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["bridge", "market"]),  # what a look adds something to
        (ALL, ["bridge", "market", "school", "tunnel"]),
        ({"review": "open"}, ["bridge", "market", "tunnel"]),
        ({"review": "unreviewed"}, ["market", "tunnel"]),
        ({"review": "changed"}, ["bridge"]),
        ({"review": "reviewed"}, ["school"]),
        ({**ALL, "status": "contested"}, ["bridge"]),
        ({**ALL, "status": "corroborated"}, ["market"]),
        ({**ALL, "status": "unconfirmed"}, ["school", "tunnel"]),
        ({**ALL, "place": "moravia"}, ["bridge", "market"]),  # a place holds those within it
        ({**ALL, "place": "opava"}, ["market"]),
        ({**ALL, "place": "nowhere"}, []),
        ({**ALL, "source": "mayor"}, ["bridge"]),
        ({**ALL, "source": "Herald"}, ["bridge", "market"]),  # as a person writes the name
        ({**ALL, "source": "herald", "place": "opava"}, ["market"]),
        ({**ALL, "clash": "number"}, ["bridge"]),
        ({**ALL, "assigned": "otto"}, ["market"]),
        ({**ALL, "assigned": "anyone"}, ["bridge", "market"]),
        ({**ALL, "assigned": "nobody"}, ["school", "tunnel"]),
        ({**ALL, "assigned": "me"}, []),  # nobody is logged in
        ({**ALL, "min_origins": "2"}, ["bridge", "market"]),
        ({**ALL, "event_from": "2021-06-01"}, ["market", "tunnel"]),
        ({**ALL, "event_to": "2021-06-01"}, ["bridge", "market"]),
        ({**ALL, "event_from": "2021-05-02", "event_to": "2021-05-02"}, ["bridge"]),
        ({**ALL, "q": "the of said"}, []),  # no telling word
    ],
)
def test_it_is_narrowed(client, some, query, found):
    assert sorted(titles(client, **query)) == found


def test_mine_are_those_assigned_to_who_asks(client, some, django_user_model):
    client.force_login(django_user_model.objects.get(username="vera"))
    assert titles(client, review="any", assigned="me") == ["bridge"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("gas bottle", 1), ("GAS bottle exploded", 1), ("gas mayor", 0), ("mayor speak Thursday", 1), ("Vienna", 0),
     ("mayor\0", 1), ("%", 0), ("_", 0), ("", 2)],
)  # fmt: skip
def test_words_find_clusters_with_a_claim_that_has_them_all(client, world, words, found):
    assert client.get("/clusters/", {**ALL, "q": words}).context["shown"].page.paginator.count == found


@pytest.mark.parametrize("most", ["FEW", "SPREAD"])
def test_words_that_many_clusters_have_find_the_same(client, world, monkeypatch, most):
    monkeypatch.setattr(queue_filters, most, 0)
    for words, found in (("gas bottle", 1), ("mayor speak Thursday", 1), ("gas mayor", 0)):
        assert client.get("/clusters/", {**ALL, "q": words}).context["shown"].page.paginator.count == found


@pytest.mark.parametrize(
    ("query", "first"),
    [({}, "bridge"), ({"order": "newest"}, "tunnel"), ({"order": "claims"}, "school"), ({"order": "origins"}, "bridge"),
     ({"order": "junk"}, "bridge")],
)  # fmt: skip
def test_it_is_ordered(client, some, query, first):
    late = factories.RECEIVED + timedelta(days=400)
    Cluster.objects.filter(title="tunnel").update(last_published_at=late)
    Cluster.objects.filter(title="school").update(claim_count=7)
    assert titles(client, **ALL, **query)[0] == first


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"event_from": "yesterday"}, "is no date"),
        ({"min_origins": "many"}, "whole number"),
        ({"min_origins": "99999999999999999999"}, "less than or equal"),
        ({"review": "later"}, "not one of the available choices"),
        ({"status": "odd"}, "not one of the available choices"),
        ({"assigned": "x" * 300}, "at most 150"),
    ],
)
def test_a_filter_that_is_no_good_is_told_and_left_out(client, some, query, problem):
    response = client.get("/clusters/", {"place": "moravia", **query})
    assert response.status_code == 400
    assert problem in response.content.decode()
    assert {cluster.title for cluster in response.context["shown"].page} == {"bridge", "market"}
    assert client.get("/clusters/", query, headers={"HX-Request": "true"}).status_code == 200  # htmx swaps no 400


def counts(choices) -> dict[str, int | None]:
    return {choice.value: choice.count for choice in choices}


def test_each_choice_says_how_many_it_would_leave(client, some):
    shown = client.get("/clusters/", {"place": "moravia", "review": "any"}).context["shown"]
    assert counts(shown.reviews) == {
        "needs": 2, "open": 2, "unreviewed": 1, "changed": 1, "reviewed": 0, "any": 2
    }  # fmt: skip
    assert counts(shown.statuses) == {"": 2, "contested": 1, "corroborated": 1, "unconfirmed": 0}
    assert counts(shown.assignees) == {"": 2, "nobody": 0, "anyone": 2}
    narrower = client.get("/clusters/", {"place": "moravia", "status": "contested"}).context["shown"]
    assert counts(narrower.reviews)["any"] == counts(narrower.assignees)[""] == 1


def test_the_views_that_everybody_has_are_counted(client, some, django_user_model):
    tabs = client.get("/clusters/", {"place": "prague"}).context["shown"].tabs
    assert [(tab.name, tab.count) for tab in tabs] == [
        ("Needs review", 2), ("Contested", 1), ("Changed since review", 1), ("All", 4)
    ]  # fmt: skip
    client.force_login(django_user_model.objects.get(username="vera"))
    tabs = client.get("/clusters/", {"review": "open", "assigned": "me"}).context["shown"].tabs
    assert [(tab.name, tab.count) for tab in tabs if tab.current] == [("Mine", 1)]
    for tab in tabs:  # a view leads where its count says
        found = client.get(f"/clusters/?{tab.query}").context["shown"]
        assert found.page.paginator.count == tab.count
        assert [each.name for each in found.tabs if each.current] == [tab.name]


def test_it_shows_25_a_page_and_keeps_the_filters(client, db):
    for n in range(30):
        make(f"fire {n}", places=["brno"], attention=1.0 + n)
    first = client.get("/clusters/", {"place": "brno"})
    assert [cluster.title for cluster in first.context["shown"].page][::24] == ["fire 29", "fire 5"]
    assert "?place=brno&amp;page=2" in first.content.decode()
    assert len(titles(client, place="brno", page=2)) == 5
    assert titles(client, place="brno", page=99) == titles(client, place="brno", page=2)


def test_a_row_says_why_it_stands_there_and_what_each_reason_adds(client, db):
    grounds = [["independent", "2 contradictions between independent origins", 10.0], ["origins", "3 origins", 2.5]]
    make("fire", attention=12.5, attention_grounds=grounds, contradictions=2)
    make("quiet", attention_grounds=[["origins", "3 origins", 2.0]])
    page = client.get("/clusters/", ALL).content.decode()
    assert '2 contradictions between independent origins <span class="adds">+10</span>' in page
    assert '3 origins <span class="adds">+2.5</span>' in page
    assert ">12.5</span>" in page
    assert page.count('class="grounds"') == 1  # of what needs no look nothing is told


def test_a_row_says_whose_it_is_and_that_it_was_reviewed(client, some):
    page = client.get("/clusters/", ALL).content.decode()
    assert 'assigned to <b dir="auto">otto</b>' in page
    assert "reviewed by vera on 6 May 2021" in page


def test_its_rows_lead_to_a_cluster_in_this_queue(client, some):
    page = client.get("/clusters/", {"place": "moravia"}).content.decode()
    bridge = Cluster.objects.get(title="bridge")
    address = page[page.index(f"/clusters/{bridge.public_id}/?") :].split('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query) == {"queue": ["place=moravia"], "stood": ["9.0"]}


def test_who_may_not_decide_sees_no_ticks(client, some):
    assert "data-tick" not in client.get("/clusters/").content.decode()
    client.force_login(make_checker("ines"))
    assert client.get("/clusters/").content.decode().count("data-tick") == 2


def test_empty_queues_say_so(client, db):
    assert "Nothing needs review" in client.get("/clusters/").content.decode()
    assert "No cluster passes these filters" in client.get("/clusters/?place=brno").content.decode()


def test_its_queries_are_constant(client, some, django_assert_num_queries):
    client.force_login(vera := make_checker("ines"))
    client.get("/clusters/")
    for more in (0, 40):
        for number in range(more):
            make(f"more {number}", attention=1.0, assignee=vera, places=["brno"])
            SavedView.objects.create(user=vera, name=f"view {number}", created=factories.RECEIVED)
        with django_assert_num_queries(8):
            client.get("/clusters/")
        with django_assert_num_queries(9):
            client.get("/clusters/", {"event_from": "2021-01-01", "status": "contested"})


def test_a_page_stays_below_100_kb(client, db):
    grounds = [[kind, "something that is told in as many words as this one", 5.0] for kind in "abcdef"]
    for number in range(30):
        make(f"{number} " + "long title " * 15, attention=9.0, attention_grounds=grounds)
    client.force_login(make_checker("ines"))
    assert len(client.get("/clusters/").content) < 100_000


def test_facets_are_the_places_the_voices_and_the_quarrels(db):
    cluster = factories.make_cluster()
    herald = telling("a", outlet="Herald", chain=["Town Hall", "Agence Morave"])
    courier = telling("b", outlet="Courier", denied_by=["Mayor"])
    finding = Finding(Stance.CONTRADICTS, "number", 1.0, ())
    agreed = Finding(Stance.CORROBORATES, "wording", 1.0, ())
    apart, alike = (Relation("b", "a", each, Independence(None, ())) for each in (finding, agreed))
    facets.store(cluster.public_id, [herald, courier], [apart, alike], "azaz")
    stored = set(ClusterFacet.objects.values_list("kind", "value"))
    voices = {"herald", "town-hall", "agence-morave", "courier", "mayor"}
    assert {value for kind, value in stored if kind == "source"} == voices
    assert {value for kind, value in stored if kind == "clash"} == {"number"}
    assert {("place", "azaz"), ("place", "sy")} <= stored
    facets.store(cluster.public_id, [herald], [], "")
    kinds = set(ClusterFacet.objects.exclude(kind="topic").values_list("kind", "value"))
    assert kinds == {("source", "herald"), ("source", "town-hall"), ("source", "agence-morave")}
    assert ClusterFacet.objects.filter(kind="topic").exists()


class TestSuggestions:
    @pytest.fixture(autouse=True)
    def clusters(self, db):
        make("blast", places=["azaz", "aleppo-governorate", "sy"], sources=["hill-tribune"])
        factories.make_source("Hill Tribune")
        factories.make_source("Hill Herald")

    @pytest.mark.parametrize(
        ("typed", "found"), [("aza", ["azaz"]), ("Azaz", ["azaz"]), ("dama", []), ("", []), ("-", [])]
    )
    def test_places_that_occur_are_suggested_by_their_beginning(self, client, typed, found):
        options = client.get("/clusters/places/", {"place": typed}).context["options"]
        assert [option.value for option in options] == found
        assert all("Syria" in option.label for option in options)

    @pytest.mark.parametrize(
        ("typed", "found"), [("Hill", ["hill-tribune"]), ("hill t", ["hill-tribune"]), ("x", []), ("", [])]
    )
    def test_sources_that_occur_are_suggested_by_their_beginning(self, client, typed, found):
        assert [each.value for each in client.get("/clusters/sources/", {"source": typed}).context["options"]] == found
