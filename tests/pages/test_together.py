"""Several clusters at once: assigned, or marked as reviewed, as one decision that can be undone."""

import pytest

from corroboration.models import Cluster, Decision
from tests import factories
from tests.people import make_checker, make_reader

pytestmark = pytest.mark.django_db

TOGETHER = "/clusters/together/"


@pytest.fixture
def vera(client, db):
    client.force_login(user := make_checker("vera"))
    return user


@pytest.fixture
def clusters(db) -> list[Cluster]:
    return [factories.make_cluster(title=f"fire {n}", state=f"s{n}", attention=1.0) for n in range(3)]


def ticks(clusters) -> list[str]:
    return [f"{cluster.public_id}.{cluster.state}" for cluster in clusters]


def post(client, clusters, act: str, **more):
    return client.post(TOGETHER, {"act": act, "cluster": ticks(clusters), **more}, follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def stored(field: str) -> list:
    return list(Cluster.objects.order_by("title").values_list(field, flat=True))


def test_one_is_assigned_at_once(client, vera, clusters):
    response = post(client, clusters[:1], "mine", query="place=brno", page="2")
    assert told(response) == ["1 cluster assigned to vera."]
    assert response.redirect_chain == [("/clusters/?place=brno&page=2", 302)]
    assert stored("assignee__username") == ["vera", None, None]


def test_of_several_it_is_asked_first_with_their_number(client, vera, clusters):
    response = post(client, clusters[:2], "reviewed", query="place=brno")
    page = response.content.decode()
    assert "Mark 2 clusters as reviewed?" in page and "fire 0" in page and "fire 2" not in page
    assert not Decision.objects.exists()
    response = post(client, clusters[:2], "reviewed", query="place=brno", sure="yes")
    assert told(response) == ["2 clusters marked as reviewed."]
    assert stored("review") == ["reviewed", "reviewed", "unreviewed"]


def test_it_is_one_decision_and_one_undo(client, vera, clusters):
    otto = make_checker("otto")
    response = post(client, clusters, "assign", to="otto", sure="yes")
    assert told(response) == ["3 clusters assigned to otto."]
    decision = Decision.objects.get()
    assert (decision.by, decision.value, len(decision.anchors)) == (vera, {"to": "otto"}, 3)
    assert stored("assignee") == [otto.pk] * 3
    assert f"/decisions/{decision.public_id}/undo/" in response.content.decode()
    client.post(f"/decisions/{decision.public_id}/undo/")
    assert stored("assignee") == [None] * 3


def test_clusters_can_be_given_back(client, vera, clusters):
    post(client, clusters[:1], "mine")
    assert told(post(client, clusters[:1], "assign", to="")) == ["1 cluster assigned to nobody."]
    assert stored("assignee") == [None] * 3


def test_what_changed_meanwhile_is_not_marked_and_that_is_told(client, vera, clusters):
    seen = ticks(clusters)
    Cluster.objects.filter(title="fire 1").update(state="new")
    gone = "f" * 24 + ".s9"
    asked = client.post(TOGETHER, {"act": "reviewed", "cluster": [*seen, gone]}).content.decode()
    assert "Mark 2 clusters as reviewed?" in asked and "1 changed since the queue was shown" in asked
    response = client.post(TOGETHER, {"act": "reviewed", "cluster": [*seen, gone], "sure": "yes"}, follow=True)
    assert told(response) == ["2 clusters marked as reviewed. 2 changed meanwhile and were left: look again."]
    assert stored("review") == ["reviewed", "unreviewed", "reviewed"]


def test_where_all_changed_nothing_is_marked(client, vera, clusters):
    seen = ticks(clusters[:1])
    Cluster.objects.update(state="new")
    response = client.post(TOGETHER, {"act": "reviewed", "cluster": seen}, follow=True)
    assert told(response) == ["What you ticked has changed meanwhile: look again."]
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "Choose what to do"),
        ({"act": "delete"}, "Choose what to do"),
        ({"act": "reviewed"}, "Tick at least one cluster."),
        ({"act": "reviewed", "cluster": ["junk"]}, "Tick at least one cluster."),
        ({"act": "mine", "cluster": ["\0.\0"]}, "Tick at least one cluster."),
    ],
)
def test_what_can_t_be_done_is_told(client, vera, clusters, data, problem):
    assert problem in told(client.post(TOGETHER, data, follow=True))[0]
    assert not Decision.objects.exists()


def test_nobody_is_given_work_who_isn_t_there(client, vera, clusters):
    for to in ("nobody here", "nobody\0here"):
        assert "there is no active user" in told(post(client, clusters[:1], "assign", to=to))[0]


def test_a_reader_can_t(client, clusters):
    client.force_login(make_reader())
    assert post(client, clusters[:1], "mine").status_code == 403


def test_its_queries_are_constant(client, vera, django_assert_num_queries):
    for size in (2, 12):
        clusters = [factories.make_cluster(state="s") for _ in range(size)]
        post(client, clusters[:1], "mine")
        data = {"act": "reviewed", "cluster": ticks(clusters), "sure": "yes"}
        with django_assert_num_queries(31 + len(clusters)):  # each cluster's row is written
            client.post(TOGETHER, data)
